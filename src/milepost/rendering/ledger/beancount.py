"""The books as a Beancount file (syntax of version 3). Written here without Beancount, which is under the GPL.

Projected value is in commodities of its own (`EUR-PROJECTED`): Beancount adds up whatever shares a root and a
commodity, and projected and realised value are never added.
"""

from collections.abc import Iterator
from datetime import date

from milepost.kernel.money import normal
from milepost.ledger import accounts
from milepost.ledger.books import Books
from milepost.ledger.transaction import Posting, Transaction

PROJECTED = "-PROJECTED"


def beancount_text(books: Books, title: str) -> str:
    """Write options, commodities, accounts, then transactions by date; all accounts are opened on the first date."""
    found = sorted(books.transactions, key=lambda each: (each.date, each.recorded_at))
    first = found[0].date if found else books.as_of.date()
    lines = [
        "; Written by Milepost from its record; not meant to be edited.",
        f"option {quoted('title')} {quoted(title)}",
        f"option {quoted('operating_currency')} {quoted(books.currency)}",
        "",
        *_opened(found, first),
    ]
    for told in found:
        lines += ["", *_transaction(told)]
    return "\n".join(lines) + "\n"


def commodity_of(posting: Posting) -> str:
    """Return a posting's commodity: of its own in the projected tree."""
    projected = accounts.tree(posting.account) == "projected"
    return posting.commodity + (PROJECTED if projected else "")


def quoted(text: str) -> str:
    """Write a string as Beancount reads it."""
    plain = " ".join(text.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _opened(found: list[Transaction], first: date) -> Iterator[str]:
    postings = [each for told in found for each in told.postings]
    for commodity in sorted({commodity_of(each) for each in postings}):
        yield f"{first} commodity {commodity}"
    held: dict[str, set[str]] = {}
    for each in postings:
        held.setdefault(each.account, set()).add(commodity_of(each))
    for account in sorted(held):
        yield f"{first} open {account} {','.join(sorted(held[account]))}"


def _transaction(told: Transaction) -> Iterator[str]:
    yield f"{told.date} * {quoted(told.subject)} {quoted(told.narration)}"
    notes = {"cause": told.cause.value, "booked": str(told.booked), "about": str(told.about), "why": told.why}
    notes |= {"since": f"{told.recorded_at:%Y-%m-%d}", "entry": told.entry, "event": told.event}
    yield from (f"  {name}: {quoted(note)}" for name, note in notes.items() if note)
    for each in told.postings:
        yield f"  {each.account}  {normal(each.amount)} {commodity_of(each)}"
