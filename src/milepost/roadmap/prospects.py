"""What a capability spent, what it may still earn, and what going on costs: the numbers that a proposal stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milepost.kernel.money import posted
from milepost.kernel.time import Period
from milepost.kernel.words import MilestoneWord
from milepost.ledger.entry import Amount, Column
from milepost.ledger.flows import Basis, month_of, shares
from milepost.program.documents.capability import Capability
from milepost.roadmap.accounts import Accounts, contact_cost, monthly_cost
from milepost.roadmap.forecasts import ForecastNow
from milepost.roadmap.plan_quarters import planned_days
from milepost.roadmap.words import Item
from milepost.statistics.look_worth import look_worth
from milepost.statistics.portfolio import ONE_SIDED, Normal, weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Money at the cent: an estimate with its one-sided 95% bounds."""

    lower95: Decimal
    estimate: Decimal
    upper95: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Money in the program's currency.

    `spent` is every cost so far, `is_booked` False where some of it is only the plan's; `realised` what entries of
    grade A and B come to, net of contact costs, None without any. `gate` is the next milestone, None where none is
    ahead and the horizon stands in; `gate_cost` what it costs to get there, `by_gate` what is earned on the way, net of
    contacts: the effect a unit, times the units that the plan's even pace reaches until then. `untreated` are the units
    of the reach that no trial treated, None where the plan names no reach; `rest` what those would earn. All of what
    may be earned is None where nothing tells. `going_on` is what is earned until the horizon less all costs until
    then; `at_risk` what is lost by the gate if the lower bound is the truth; `salvage` the costs that end with a stop,
    until the horizon; `look_worth` what another look of the same size would save on average.
    """

    spent: Decimal
    is_booked: bool
    realised: Amount | None
    gate: str | None
    gate_due: date
    gate_cost: Decimal
    by_gate: Range | None
    untreated: int | None
    rest: Range | None
    going_on: Decimal | None
    at_risk: Decimal | None
    salvage: Decimal
    look_worth: Decimal | None


def prospect_of(
    accounts: Accounts, capability: Capability, forecast: ForecastNow | None, milestones: Sequence[Item[MilestoneWord]]
) -> Prospect:
    """Return the prospect of one capability."""
    program = accounts.program
    horizon = program.program.period.end - timedelta(days=1)
    gate, due = _next_gate(accounts, capability, milestones, horizon)
    costs = [each for each in accounts.costs if each.capability == capability.id]
    monthly = monthly_cost(capability, program.program.currency)
    gate_cost, rest_cost = (monthly * _months(accounts.day, until) for until in (due, horizon))
    untreated, earn = _untreated(accounts, capability), _Earning(accounts, capability, forecast)
    by_gate, by_horizon = (earn.of(earn.paced(until)) for until in (due, horizon))
    return Prospect(
        spent=posted(sum((each.amount for each in costs), Decimal(0))),
        is_booked=all(each.basis is not Basis.PLANNED for each in costs),
        realised=realised_of(accounts, capability),
        gate=gate,
        gate_due=due,
        gate_cost=posted(gate_cost),
        by_gate=_range(by_gate),
        untreated=untreated,
        rest=_range(earn.of(untreated)) if untreated is not None else None,
        going_on=posted(Decimal(repr(by_horizon.mean)) - rest_cost) if by_horizon else None,
        at_risk=posted(max(Decimal(0), gate_cost - Decimal(repr(by_gate.lower95)))) if by_gate else None,
        salvage=posted(rest_cost),
        look_worth=posted(earn.look_worth(by_horizon, float(rest_cost), horizon)) if by_horizon else None,
    )


class _Earning:
    """What units would earn, net of their contacts, by the forecast as it stands after the evidence.

    Without a reach in money it is what the realised entries came to, once more, whatever the units.
    """

    def __init__(self, accounts: Accounts, capability: Capability, forecast: ForecastNow | None) -> None:
        currency = accounts.program.program.currency
        self._accounts, self._capability = accounts, capability
        reach = capability.moves.reach if capability.moves else None
        self._forecast = forecast if forecast and forecast.unit == currency and reach else None
        self._contact = _contact(accounts, capability)
        self._again = realised_of(accounts, capability)

    def paced(self, until: date) -> float:
        """Return how many units the plan reaches from tomorrow to a day, at the even pace of `planned_days`."""
        days, moves = planned_days(self._accounts, self._capability), self._capability.moves
        if days is None or moves is None or moves.reach is None:
            return 0.0
        tomorrow = self._accounts.day + timedelta(days=1)
        ahead = (min(days.end, until + timedelta(days=1)) - max(days.start, tomorrow)).days
        return moves.reach * max(0, ahead) / (days.end - days.start).days

    def of(self, units: float) -> Normal | None:
        """Return what so many units would earn; None where nothing tells."""
        if self._forecast is not None:
            each = self._forecast.mean - self._contact
            return Normal(mean=each * units, standard_error=self._forecast.deviation * units)
        if self._again is None:
            return None
        error = float(self._again.estimate - self._again.lower95) / ONE_SIDED
        return Normal(mean=float(self._again.estimate), standard_error=error)

    def look_worth(self, earns: Normal, cost: float, horizon: date) -> float:
        """Return the worth of a look as large as the last that counted; as telling as what is known without one."""
        pooled = self._forecast.measured if self._forecast else None
        error = pooled.standard_error * self.paced(horizon) if pooled else earns.standard_error
        return look_worth(earns.mean - cost, earns.standard_error, error)


def _contact(accounts: Accounts, capability: Capability) -> float:
    """Return what a contact costs: as posted with the entries so far, by the plan where there is none."""
    treated = [each for each in accounts.values if each.capability == capability.id]
    units, events = sum(each.units for each in treated), {each.event for each in treated}
    if not units:
        return float(contact_cost(capability, accounts.program.program.currency))
    return float(sum((each.amount for each in accounts.costs if each.entry in events), Decimal(0))) / units


def _range(of: Normal | None) -> Range | None:
    if of is None:
        return None
    return Range(lower95=posted(of.lower95), estimate=posted(of.mean), upper95=posted(of.upper95))


def _next_gate(
    accounts: Accounts, capability: Capability, milestones: Sequence[Item[MilestoneWord]], horizon: date
) -> tuple[str | None, date]:
    """Return the first milestone of the capability that is open and ahead, and when it is due."""
    for item in milestones:
        slug = item.ref.partition("/")[2]
        milestone = accounts.program.milestones[slug]
        due = milestone.due_date(accounts.program.program.fiscal_year_starts)
        is_open = item.judged.word is not MilestoneWord.ACHIEVED
        if is_open and due is not None and due > accounts.day and capability.id in milestone.capabilities:
            return item.ref, due
    return None, horizon


def _months(day: date, until: date) -> int:
    """Count the months that begin after a day, up to another: each costs a month's cost."""
    if until <= day:
        return 0
    months = shares(Period(day + timedelta(days=1), until + timedelta(days=1)), month_of)
    return sum(month > day for month in months)


def _untreated(accounts: Accounts, capability: Capability) -> int | None:
    if capability.moves is None or capability.moves.reach is None:
        return None
    treated = sum(each.units for each in accounts.values if each.capability == capability.id)
    return max(0, capability.moves.reach - round(treated))


def realised_of(accounts: Accounts, capability: Capability) -> Amount | None:
    """Return the sum of the realised entries by their joint distribution, net of contact costs; None without any."""
    found = [each for each in accounts.values if each.capability == capability.id and each.column is Column.REALISED]
    if not found:
        return None
    events = {each.event for each in found}
    contact = sum((each.amount for each in accounts.costs if each.entry in events), Decimal(0))
    net = weighted([each.part for each in found], [1.0] * len(found), -float(contact))
    low, high = net.interval()
    return Amount(
        estimate=posted(net.mean),
        low=posted(low),
        high=posted(high),
        lower95=posted(net.lower95),
        upper95=posted(net.upper95),
        currency=accounts.program.program.currency,
    )
