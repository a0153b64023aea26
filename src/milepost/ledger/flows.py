"""What was earned and spent, month by month: the one place where entries and the books' lines become flows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from milepost.kernel.money import posted as money_posted
from milepost.kernel.time import Period
from milepost.ledger.entry import Column, LedgerEntry, ValueKind
from milepost.ledger.standing import StandingCost
from milepost.statistics.portfolio import ONE_SIDED, Part

CONTACT_COSTS = "contact"
NOTHING = Decimal(0)
K = TypeVar("K")


class Basis(StrEnum):
    """Where a cost comes from: posted with an entry, booked by a bill, or only said by the plan."""

    POSTED = "posted"
    BOOKED = "booked"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFlow:
    """One entry's amount before the costs of contacts, with its error; `months` are the shares of it, by first day.

    The amount is spread evenly over the days of the entry's period.
    """

    event: str
    capability: str
    experiment: str
    channel: str | None
    column: Column
    part: Part
    units: float
    """How many units were treated for it."""
    days: Period

    @property
    def months(self) -> Mapping[date, float]:
        """Return the share of the amount that falls into each month, by its first day; they add up to 1."""
        return shares(self.days, month_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostFlow:
    """One cost of a month, told by a day in it; `standard_error` is 0 where it is known.

    `capability` and `channel` are None for what the whole program shares; `entry` is the event that it is posted with.
    """

    day: date
    kind: str
    amount: Decimal
    basis: Basis
    capability: str | None = None
    channel: str | None = None
    standard_error: float = 0.0
    entry: str | None = None

    @property
    def month(self) -> date:
        """Return the month, by its first day."""
        return month_of(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that stands and is not counted here, and why."""

    event: str
    capability: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedEntry:
    """An entry with what its record tells beside it.

    `day` is when it was posted, which stands in for a period that nobody told; `arms` counts the units by arm, empty
    where that is not known; `silenced` says why its reading no longer speaks for the program, None while it does.
    """

    event: str
    entry: LedgerEntry
    day: date
    arms: Mapping[str, int]
    silenced: str | None = None


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def shares(period: Period, of: Callable[[date], K]) -> dict[K, float]:
    """Return which share of a period's days falls to each month, quarter or other group of days."""
    length = (period.end - period.start).days
    days = Counter(of(period.start + timedelta(days=each)) for each in range(length))
    return {group: count / length for group, count in days.items()}


def value_flows(
    posted: Iterable[PostedEntry], currency: str
) -> tuple[tuple[ValueFlow, ...], tuple[CostFlow, ...], tuple[LeftOut, ...]]:
    """Return what the standing entries earned before contact costs, those costs, and what is not counted.

    Rows that two entries share count once, for the one that stands first. Hours and days are never money.
    """
    flows: list[ValueFlow] = []
    costs: list[CostFlow] = []
    left: list[LeftOut] = []
    seen: set[tuple[str, ...]] = set()
    for each in posted:
        entry, rows = each.entry, _rows(each.entry)
        because = each.silenced or _why_no_money(entry, currency)
        if because is None and rows in seen:
            because = "the same rows, arms and metric are counted by another entry"
        if because is not None:
            left.append(LeftOut(event=each.event, capability=entry.capability, because=because))
            continue
        seen.add(rows)
        flows.append(_value_flow(each))
        costs += _contact_costs(each)
    return tuple(flows), tuple(costs), tuple(left)


def booked(costs: Iterable[StandingCost], taken: Mapping[str, Decimal]) -> tuple[CostFlow, ...]:
    """Return what the books hold of costs, at the cent as they do, but for what entries took off already: `taken`.

    What was charged beyond it is a cost like any other: a name on a bill makes nothing free.
    """
    left, found = dict(taken), list[CostFlow]()
    for each in sorted(costs, key=lambda cost: cost.line.month):
        line, effective, covered = each.line, money_posted(each.line.effective), NOTHING
        if each.netted and line.evidence in left:
            covered = min(effective, max(left[line.evidence], NOTHING))
            left[line.evidence] -= covered
        if effective != covered:
            found.append(
                CostFlow(
                    day=line.month,
                    kind=line.kind,
                    amount=effective - covered,
                    basis=Basis.BOOKED,
                    capability=line.capability,
                    channel=line.channel,
                )
            )
    return tuple(found)


def covers(entries: Iterable[LedgerEntry], currency: str) -> dict[str, Decimal]:
    """Return what realised entries took off for contacts, by what shows them.

    What a projected entry took off is in the other column, and the money was spent all the same.
    """
    return taken_off(
        each for each in entries if each.column is Column.REALISED and _why_no_money(each, currency) is None
    )


def taken_off(entries: Iterable[LedgerEntry]) -> dict[str, Decimal]:
    """Return what entries took off for contacts, by what shows them; entries of one reading share its cost."""
    taken: dict[str, Decimal] = {}
    for each in entries:
        taken[each.subject] = max(taken.get(each.subject, NOTHING), each.cost)
    return taken


def within(flow: ValueFlow, period: Period) -> ValueFlow | None:
    """Return the part of a flow that falls into a period; None where none does."""
    days = Period(max(flow.days.start, period.start), min(flow.days.end, period.end))
    if days.end <= days.start:
        return None
    share = (days.end - days.start).days / (flow.days.end - flow.days.start).days
    part = replace(flow.part, estimate=flow.part.estimate * share, standard_error=flow.part.standard_error * share)
    return replace(flow, part=part, days=days, units=flow.units * share)


def standard_error_of(entry: LedgerEntry) -> float:
    """Return the standard error of the normal that has the entry's own one-sided lower bound.

    An entry of few units, or an always-valid one, is so carried as wide as it claims.
    """
    return float(entry.amount.estimate - entry.amount.lower95) / ONE_SIDED


def _why_no_money(entry: LedgerEntry, currency: str) -> str | None:
    if entry.kind is ValueKind.CAPACITY:
        return "capacity freed is no money"
    if entry.amount.currency != currency:
        return f"it is in {entry.amount.currency}, the program in {currency}"
    return None


def _rows(entry: LedgerEntry) -> tuple[str, ...]:
    return (entry.rows_digest, entry.source, entry.metric, entry.control, entry.treatment)


def _value_flow(each: PostedEntry) -> ValueFlow:
    entry, control = each.entry, each.arms.get(each.entry.control)
    treated = each.arms.get(entry.treatment)
    # The control's share of the variance where a unit varies as much in either arm; all of it where it is not known.
    share = treated / (treated + control) if control and treated else 1.0
    return ValueFlow(
        event=each.event,
        capability=entry.capability,
        experiment=entry.experiment,
        channel=entry.channel,
        column=entry.column,
        part=Part(
            estimate=float(entry.amount.estimate + entry.cost),
            standard_error=standard_error_of(entry),
            shared=f"{entry.rows_digest} {entry.control}",
            share=share,
        ),
        units=float(entry.population),
        days=_days(each),
    )


def _contact_costs(each: PostedEntry) -> Iterator[CostFlow]:
    if each.entry.cost:
        for month, share in shares(_days(each), month_of).items():
            yield CostFlow(
                day=max(month, _days(each).start),
                kind=CONTACT_COSTS,
                amount=each.entry.cost * Decimal(repr(share)),
                basis=Basis.POSTED,
                capability=each.entry.capability,
                channel=each.entry.channel,
                entry=each.event,
            )


def _days(each: PostedEntry) -> Period:
    if each.entry.period is not None:
        return Period.parse(each.entry.period)
    return Period(each.day, each.day + timedelta(days=1))
