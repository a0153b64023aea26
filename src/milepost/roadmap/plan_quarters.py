"""The plan beside what came of it, by fiscal quarter: value, cost, and the units behind the value.

The plan's value is `moves.p50` times `reach`. It begins when the effort's p50 has passed since work began (by `starts`,
or when it was approved, the later of the two) and is spread evenly over the days from there to the program's horizon,
as the plan's futures spread it; what the plan pays by contact goes with it. The quarter of today is planned up to
today, so that like stands beside like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milepost.kernel.money import posted
from milepost.kernel.time import Period, Quarter
from milepost.ledger.entry import Column
from milepost.ledger.flows import Basis, CostFlow, ValueFlow, within
from milepost.program.documents.capability import Capability, Effort
from milepost.roadmap.accounts import Accounts, contact_cost, planned_costs, planned_start
from milepost.roadmap.returns import quarters_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An amount of the plan and what came of it."""

    planned: Decimal
    actual: Decimal

    @property
    def both(self) -> tuple[Decimal, Decimal]:
        """Return the plan and what came."""
        return self.planned, self.actual

    @property
    def variance(self) -> Decimal:
        """Return actual less planned."""
        return self.actual - self.planned

    @property
    def share(self) -> float | None:
        """Return the variance over the plan: 0.10 is ten percent more. None where the plan is zero."""
        return float(self.variance / abs(self.planned)) if self.planned else None


def together(several: Sequence[Held]) -> Held:
    """Return several amounts of one capability as one."""
    return Held(
        planned=sum((each.planned for each in several), Decimal(0)),
        actual=sum((each.actual for each in several), Decimal(0)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuarter:
    """One capability in one quarter; `is_open` where the quarter runs and both sides go up to today.

    Value is before costs, realised only. Its variance is `by_units` (more or fewer treated than planned, at the plan's
    value a unit) plus `by_effect` (those treated, at more or less a unit than planned). Costs are booked and posted;
    `is_cost_known` is False where the plan's stand in for a kind that no bill has.
    """

    capability: str
    quarter: Quarter
    is_open: bool
    value: Held
    cost: Held
    units: Held
    by_units: Decimal
    by_effect: Decimal
    is_cost_known: bool


def plan_quarters(accounts: Accounts) -> tuple[PlanQuarter, ...]:
    """Return the quarters until today of each capability whose plan names a reach, in its currency, by capability."""
    return tuple(
        _quarter(accounts, capability, quarter)
        for slug, capability in accounts.program.capabilities.items()
        if _has_plan(accounts, capability)
        for quarter in quarters_of(accounts)
    )


def planned_days(accounts: Accounts, capability: Capability) -> Period | None:
    """Return the days that the plan's value is spread over; None where the effort leaves none before the horizon."""
    begins = planned_start(capability, accounts.program, accounts.approved[capability.id])
    effort: Effort | None = capability.effort
    start = effort.p50.after(begins) if effort else begins
    end = accounts.program.program.period.end
    return Period(start, end) if start < end else None


def _has_plan(accounts: Accounts, capability: Capability) -> bool:
    moves = capability.moves
    return moves is not None and moves.reach is not None and moves.p50.unit == accounts.program.program.currency


def _quarter(accounts: Accounts, capability: Capability, quarter: Quarter) -> PlanQuarter:
    dates = accounts.calendar.dates(quarter)
    today = accounts.day + timedelta(days=1)
    days = Period(dates.start, min(dates.end, today))
    moves = capability.moves
    assert moves is not None
    assert moves.reach is not None
    units, each = Decimal(moves.reach) * _share(accounts, capability, days), moves.p50.value
    earned = _earned(accounts, capability.id, days)
    treated = sum((Decimal(repr(flow.units)) for flow in earned), Decimal(0))
    actual = sum((Decimal(repr(flow.part.estimate)) for flow in earned), Decimal(0))
    value, by_units = Held(planned=posted(units * each), actual=posted(actual)), posted((treated - units) * each)
    costs = [cost for cost in accounts.costs if cost.capability == capability.id and _is_in(cost.day, days)]
    return PlanQuarter(
        capability=capability.id,
        quarter=quarter,
        is_open=dates.end > today,
        value=value,
        cost=Held(planned=posted(_planned_cost(accounts, capability, days, units)), actual=posted(_sum(costs))),
        units=Held(planned=units, actual=treated),
        by_units=by_units,
        by_effect=value.variance - by_units,
        is_cost_known=all(cost.basis is not Basis.PLANNED for cost in costs),
    )


def _share(accounts: Accounts, capability: Capability, days: Period) -> Decimal:
    spread = planned_days(accounts, capability)
    if spread is None:
        return Decimal(0)
    inside = (min(spread.end, days.end) - max(spread.start, days.start)).days
    return Decimal(max(0, inside)) / (spread.end - spread.start).days


def _earned(accounts: Accounts, slug: str, days: Period) -> list[ValueFlow]:
    realised = [each for each in accounts.values if each.capability == slug and each.column is Column.REALISED]
    return [cut for each in realised if (cut := within(each, days)) is not None]


def _planned_cost(accounts: Accounts, capability: Capability, days: Period, units: Decimal) -> Decimal:
    program = accounts.program
    flows = planned_costs(capability, program, accounts.approved[capability.id], days.end - timedelta(days=1))
    fixed = _sum([each for each in flows if _is_in(each.day, days)])
    return fixed + units * contact_cost(capability, program.program.currency)


def _sum(costs: Sequence[CostFlow]) -> Decimal:
    return sum((each.amount for each in costs), Decimal(0))


def _is_in(day: date, days: Period) -> bool:
    return days.start <= day < days.end
