"""How many stand behind an amount, in words."""

from milepost.ledger.entry import LedgerEntry, ValueKind
from milepost.roadmap.money import money


def counted(entry: LedgerEntry, word: str) -> str:
    """Say how many units were treated, with this word for them; periods for a series, which has nobody in it.

    What a staggered start saves is counted over the rows after the start.
    """
    if entry.kind is not ValueKind.MARGIN:
        return f"{entry.population:,} rows after the start"
    if is_series(entry):
        return f"{entry.population:,} periods after the change"
    return f"{entry.population:,} {word}" if entry.population else f"units {word} not told"


def counted_with_cost(entry: LedgerEntry) -> str:
    """Say over whom or what an amount is counted, and what was taken off or made it money."""
    treated, currency = counted(entry, "treated"), entry.amount.currency
    if entry.kind is ValueKind.CAPACITY:
        return f"{treated}; no money"
    if entry.kind is ValueKind.CASH:
        return f"{treated}; {entry.unit_value:.2f} {currency} of each left the budget, signed by {entry.signed_by}"
    return f"{treated}; {money(entry.cost, currency)} of {'cost' if is_series(entry) else 'contact costs'} taken off"


def is_series(entry: LedgerEntry) -> bool:
    """Tell whether an entry is of a series with a change: it compares what came after with what was before."""
    return (entry.control, entry.treatment) == ("before", "after")
