"""The balance as people read it: value with its interval, costs by kind and capability, what is left. Stable.

Where claims are summed, their bounds are summed too. For estimates that are normal that is the widest interval that any
dependence between them gives (the standard deviation of a sum is at most the sum of the standard deviations).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from milepost.kernel.money import posted
from milepost.kernel.time import Quarter, day_in
from milepost.ledger import accounts
from milepost.ledger.books import Books
from milepost.ledger.calendar import place_of
from milepost.ledger.costs import HOLDOUT
from milepost.ledger.entry import Amount, Column, LedgerEntry, ValueKind
from milepost.ledger.flows import covers
from milepost.ledger.holdout_total import Total
from milepost.ledger.restating import Restated, restated
from milepost.ledger.standing import A_DAY
from milepost.ledger.total_costs import costs_of_total
from milepost.ledger.transaction import Cause, Transaction

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """An entry in view; `amount` has its sign turned where what stands there is its reversal alone.

    `lapsed`: its evidence counts no more, so that it is history and no claim for what comes.
    """

    event: str
    entry: LedgerEntry
    amount: Amount
    about: Quarter
    booked: Quarter
    is_reversal: bool
    lapsed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSum:
    """Costs of a kind and capability (None: shared), in the program's currency at the cent; `billed` beside."""

    kind: str
    capability: str | None
    effective: Decimal
    billed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class NettedSum:
    """Charges that name an experiment whose value has its contact costs off already.

    `taken_off` is what the standing realised entry took off; None where none stands. `over` is what was charged beyond
    it, all of it for None: a cost like any other.
    """

    evidence: str
    kind: str
    capability: str | None
    effective: Decimal
    taken_off: Decimal | None
    over: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityNet:
    """What a capability earned and cost: realised margin and cash, costs that are in no entry, and the difference."""

    capability: str | None
    realised: Amount | None
    costs: Decimal
    net: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A view of the books: of the quarter they were booked in, or of all.

    `net` is the program's: the holdout's total, less every cost of the total's own period, `spent`. None without a
    holdout: parts are then listed and not added. `remainder` is what the totals hold beyond the entries.
    """

    quarter: Quarter | None
    currency: str
    value: tuple[ValueLine, ...]
    costs: tuple[CostSum, ...]
    netted: tuple[NettedSum, ...]
    by_capability: tuple[CapabilityNet, ...]
    totals: tuple[Total, ...]
    remainder: Amount | None
    spent: Decimal
    net: Amount | None
    restatements: tuple[Restated, ...]


def balance(books: Books, quarter: Quarter | None = None) -> Balance:
    """Draw the balance of what was booked in a quarter, of everything for None."""
    inside = [each for each in books.transactions if quarter is None or each.booked == quarter]
    value = tuple(_value(books, inside))
    netted = tuple(_netted(books, inside, quarter))
    costs = tuple(_costs(inside, netted))
    totals = tuple(each for each in books.totals if quarter in {None, _quarter_of(each, books)})
    spent = sum((cost.amount for each in totals for cost in costs_of_total(books, each)), NOTHING)
    whole = added((each.amount for each in totals), books.currency)
    parts = [each.entry.amount for each in books.entries if each.event in books.inside]
    return Balance(
        quarter=quarter,
        currency=books.currency,
        value=value,
        costs=costs,
        netted=netted,
        by_capability=tuple(_by_capability(value, costs, books.currency)),
        totals=totals,
        remainder=_remainder(inside, whole, parts, books.currency) if totals else None,
        spent=spent,
        net=_net(totals, spent, books.currency),
        restatements=restated(
            each for each in books.restatements if quarter is None or quarter in {each.booked, each.about}
        ),
    )


def _net(totals: Sequence[Total], spent: Decimal, currency: str) -> Amount | None:
    """Return what totals leave after all that was spent, of which the holdout's cost is as uncertain as they are."""
    left = added((each.after_holdout for each in totals), currency)
    held = sum((each.opportunity for each in totals), NOTHING)
    return shifted(left, held - spent) if left is not None else None


def added(amounts: Iterable[Amount], currency: str) -> Amount | None:
    """Add amounts of one currency, bound by bound; None where there are none."""
    found = [each for each in amounts if each.currency == currency]
    if not found:
        return None
    return Amount(
        estimate=sum((each.estimate for each in found), NOTHING),
        low=sum((each.low for each in found), NOTHING),
        high=sum((each.high for each in found), NOTHING),
        lower95=sum((each.lower95 for each in found), NOTHING),
        upper95=sum((each.upper95 for each in found), NOTHING),
        currency=currency,
    )


def shifted(amount: Amount, by: Decimal) -> Amount:
    """Move an amount and its bounds by a constant."""
    return replace(
        amount,
        estimate=amount.estimate + by,
        low=amount.low + by,
        high=amount.high + by,
        lower95=amount.lower95 + by,
        upper95=amount.upper95 + by,
    )


def turned(amount: Amount) -> Amount:
    """Turn the sign: what was the upper bound is the lower one."""
    return replace(
        amount,
        estimate=-amount.estimate,
        low=-amount.high,
        high=-amount.low,
        lower95=-amount.upper95,
        upper95=-amount.lower95,
    )


def _quarter_of(total: Total, books: Books) -> Quarter:
    """Return where a total was booked; one whose entries left no remainder was booked nowhere, and is of its period."""
    booked = (each.booked for each in books.transactions if each.event == total.event)
    return next(booked, books.calendar.quarter_of(total.period.end - A_DAY))


def _value(books: Books, inside: Sequence[Transaction]) -> Iterator[ValueLine]:
    today = day_in(books.as_of, books.calendar.zone)
    moved = [each for each in inside if each.cause in {Cause.VALUE, Cause.VALUE_REVERSED}]
    for event in dict.fromkeys(each.entry for each in moved):
        several = [each for each in moved if each.entry == event]
        if len(several) > 1:
            continue  # posted and reversed in view: nothing is left of it
        told, entry = several[0], books.posted[event]
        back = told.cause is Cause.VALUE_REVERSED
        yield ValueLine(
            event=event,
            entry=entry,
            amount=turned(entry.amount) if back else entry.amount,
            about=told.about,
            booked=told.booked,
            is_reversal=back,
            lapsed=_lapsed(entry, today),
        )


def _lapsed(entry: LedgerEntry, today: date) -> bool:
    return entry.valid_until is not None and entry.valid_until < today


def _costs(inside: Sequence[Transaction], netted: Sequence[NettedSum]) -> Iterator[CostSum]:
    found: dict[tuple[str, str], CostSum] = {}
    charged = [each for each in inside if each.postings[0].account.startswith("Expenses:")]
    for each in charged:
        line, effective = each.line, each.postings[0].amount
        billed = posted(line.billed) * (1 if each.cause is Cause.COST else -1) if line else NOTHING
        kind, capability = (line.kind, line.capability) if line else (HOLDOUT, None)
        _add(found, CostSum(kind=kind, capability=capability, effective=effective, billed=billed))
    for charge in (each for each in netted if each.over):
        _add(found, CostSum(kind=charge.kind, capability=charge.capability, effective=charge.over, billed=charge.over))
    yield from (found[key] for key in sorted(found))


def _add(found: dict[tuple[str, str], CostSum], cost: CostSum) -> None:
    key = (cost.capability or "", cost.kind)
    known = found.get(key)
    if known is not None:
        cost = replace(cost, effective=known.effective + cost.effective, billed=known.billed + cost.billed)
    found[key] = cost


def _netted(books: Books, inside: Sequence[Transaction], quarter: Quarter | None) -> Iterator[NettedSum]:
    taken = covers((each.entry for each in books.entries), books.currency)
    left = dict(taken)
    before = (each for each in books.transactions if quarter is not None and place_of(each.booked) < place_of(quarter))
    for (evidence, _, _), amount in _named(before).items():
        if evidence in left:
            left[evidence] -= amount
    for (evidence, kind, capability), effective in sorted(_named(inside).items()):
        covered = min(effective, max(left.get(evidence, NOTHING), NOTHING))
        if evidence in left:
            left[evidence] -= covered
        yield NettedSum(
            evidence=evidence,
            kind=kind,
            capability=capability or None,
            effective=effective,
            taken_off=taken.get(evidence),
            over=effective - covered,
        )


def _named(booked: Iterable[Transaction]) -> dict[tuple[str, str, str], Decimal]:
    """Add up the charges that name an experiment, by it, kind and capability."""
    found: dict[tuple[str, str, str], Decimal] = {}
    for told in booked:
        if told.line is not None and told.postings[0].account.startswith("Equity:Netted:"):
            key = (told.line.evidence or "", told.line.kind, told.line.capability or "")
            found[key] = found.get(key, NOTHING) + told.postings[0].amount
    return found


def _by_capability(value: Sequence[ValueLine], costs: Sequence[CostSum], currency: str) -> Iterator[CapabilityNet]:
    """Hold each capability's realised money against its costs; what all share, the holdout too, comes last."""
    realised = [each for each in value if each.entry.column is Column.REALISED and is_money(each.entry)]
    names = {each.entry.capability for each in realised} | {each.capability for each in costs}
    for name in sorted(names, key=lambda each: (each is None, each or "")):
        earned = added((each.amount for each in realised if each.entry.capability == name), currency)
        spent = sum((each.effective for each in costs if each.capability == name), NOTHING)
        nought = Amount(
            estimate=NOTHING, low=NOTHING, high=NOTHING, lower95=NOTHING, upper95=NOTHING, currency=currency
        )
        yield CapabilityNet(capability=name, realised=earned, costs=spent, net=shifted(earned or nought, -spent))


def is_money(entry: LedgerEntry) -> bool:
    """Tell whether an entry is margin or cash; capacity freed is no money."""
    return entry.kind is not ValueKind.CAPACITY


def _remainder(
    inside: Sequence[Transaction], whole: Amount | None, parts: Sequence[Amount], currency: str
) -> Amount | None:
    """Return what the totals hold beyond their entries: the bounds are the total's, less the entries' other bounds."""
    if whole is None:
        return None
    left = -sum(
        (each.amount for told in inside for each in told.postings if each.account == accounts.UNALLOCATED), NOTHING
    )
    bounds = added([whole, *(turned(each) for each in parts)], currency)
    assert bounds is not None
    return shifted(bounds, left - bounds.estimate)
