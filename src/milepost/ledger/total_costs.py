"""What it cost to earn a holdout's total: the one sum that the balance and the program's return both take from it."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.ledger.books import Books
from milepost.ledger.costs import HOLDOUT
from milepost.ledger.flows import CONTACT_COSTS, Basis, CostFlow, booked, taken_off
from milepost.ledger.holdout_total import Total, is_part
from milepost.ledger.standing import Standing, span_of


def costs_of_total(books: Books, total: Total) -> tuple[CostFlow, ...]:
    """Return all costs that the books have of a total's period, each once: contacts, charges, and who was held out.

    A fiscal month is in the period that its first day is in. Contact costs stand with their entries, whole with those
    whose data meets the period, of any grade; a charge that names such an entry is the same cost as far as it goes.
    """
    charges = (
        each for each in booked(books.costs, taken_off(each.entry for each in books.entries)) if _is_in(each, total)
    )
    lost = CostFlow(day=total.period.start, kind=HOLDOUT, amount=total.opportunity, basis=Basis.BOOKED)
    return (*_contacts(books, total), *charges, *([lost] if total.opportunity else []))


def _is_in(cost: CostFlow, total: Total) -> bool:
    return total.period.start <= cost.day < total.period.end


def _contacts(books: Books, total: Total) -> Iterator[CostFlow]:
    """Give the contact costs of each reading once: cash and capacity of one have one cost between them."""
    found: dict[str, Standing] = {}
    for each in books.entries:
        if _whole(books, each) is total and each.entry.cost > _cost(found.get(each.entry.subject)):
            found[each.entry.subject] = each
    for each in found.values():
        span = span_of(each.entry, each.at, books.calendar)
        yield CostFlow(
            day=max(span.start, total.period.start),
            kind=CONTACT_COSTS,
            amount=each.entry.cost,
            basis=Basis.POSTED,
            capability=each.entry.capability,
            channel=each.entry.channel,
            entry=each.event,
        )


def _whole(books: Books, told: Standing) -> Total | None:
    """Return the total in whose time an entry's contacts were made: the earliest that its data meets."""
    span = span_of(told.entry, told.at, books.calendar)
    met = (each for each in books.totals if is_part(span, each.period))
    return min(met, key=lambda each: (each.period.start, each.period.end), default=None)


def _cost(of: Standing | None) -> Decimal:
    return of.entry.cost if of is not None else Decimal(0)
