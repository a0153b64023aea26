"""The accounts, named as Beancount names them. Stable: exports, actuals and closings are written by these names.

    Assets:Realised:Value           value that evidence of grade A or B shows, of any kind and commodity
    Income:Realised:Margin:NAME     its other side, by kind (Margin, Cash, Capacity) and capability
    Income:Realised:Unallocated     what a holdout's total holds beyond the entries; may be negative
    Assets:Projected:Value          value of grade C or D: a tree of its own, never added to the realised one
    Income:Projected:Margin:NAME
    Expenses:Compute:NAME           costs by kind and capability, `Shared` where a charge names none
    Equity:Netted:Compute:NAME      charges that an entry took off already: shown, and no cost a second time
    Equity:Budget                   what paid for both

As in Beancount income stands with a minus sign: what is earned leaves Income for Assets.
"""

from milepost.ledger.entry import Column, ValueKind

BUDGET = "Equity:Budget"
UNALLOCATED = "Income:Realised:Unallocated"
SHARED = "Shared"
ROOTS = ("Assets", "Equity", "Expenses", "Income")


def part(slug: str) -> str:
    """Write a slug as part of an account's name: `mens-mail` -> `Mens-mail`."""
    return slug[:1].upper() + slug[1:]


def assets(column: Column) -> str:
    """Return where value is held."""
    return f"Assets:{part(column.value)}:Value"


def income(column: Column, kind: ValueKind, capability: str) -> str:
    """Return where value comes from."""
    return f"Income:{part(column.value)}:{part(kind.value)}:{part(capability)}"


def expenses(kind: str, capability: str | None) -> str:
    """Return the account of a cost; None for a charge that names no capability."""
    return f"Expenses:{part(kind)}:{part(capability) if capability else SHARED}"


def netted(kind: str, capability: str | None) -> str:
    """Return the account of a charge that is inside an entry already."""
    return f"Equity:Netted:{part(kind)}:{part(capability) if capability else SHARED}"


def tree(account: str) -> str:
    """Return the tree that an account belongs to: `realised`, `projected` or `costs`. Trees are never added."""
    second = account.split(":")[1]
    return second.lower() if second in {"Realised", "Projected"} else "costs"
