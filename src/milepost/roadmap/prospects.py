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
from milepost.roadmap.forecasts import WEIGHTS, ForecastNow
from milepost.roadmap.words import Item
from milepost.statistics.look_worth import look_worth
from milepost.statistics.portfolio import ONE_SIDED, Normal, weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """Money in the program's currency.

    `spent` is every cost so far, `is_booked` False where some of it is only the plan's; `realised` what entries of
    grade A and B come to, net of contact costs, None without any. `gate` is the next milestone, None where none is
    ahead and the horizon stands in; `gate_cost` what it costs to get there. `left` are the units of the reach not
    treated yet, None where the plan names no reach. `lower95`, `estimate` and `upper95` are what those would earn, net
    of their contacts: None where nothing tells. `going_on` is that estimate less all costs until the horizon;
    `at_risk` what is lost by the next gate if the lower bound is the truth; `salvage` the costs that end with a stop,
    until the horizon; `look_worth` what another look of the same size would save on average.
    """

    spent: Decimal
    is_booked: bool
    realised: Amount | None
    gate: str | None
    gate_due: date
    gate_cost: Decimal
    left: int | None
    lower95: Decimal | None
    estimate: Decimal | None
    upper95: Decimal | None
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
    gate_cost, rest = (monthly * _months(accounts.day, until) for until in (due, horizon))
    left, earns = _left(accounts, capability), _earns(accounts, capability, forecast)
    return Prospect(
        spent=posted(sum((each.amount for each in costs), Decimal(0))),
        is_booked=all(each.basis is not Basis.PLANNED for each in costs),
        realised=_realised(accounts, capability),
        gate=gate,
        gate_due=due,
        gate_cost=posted(gate_cost),
        left=left,
        lower95=posted(earns.lower95) if earns else None,
        estimate=posted(earns.mean) if earns else None,
        upper95=posted(earns.upper95) if earns else None,
        going_on=posted(Decimal(repr(earns.mean)) - rest) if earns else None,
        at_risk=posted(gate_cost + max(Decimal(0), -Decimal(repr(earns.lower95)))) if earns else None,
        salvage=posted(rest),
        look_worth=posted(_worth(earns, float(rest), forecast, left)) if earns else None,
    )


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


def _left(accounts: Accounts, capability: Capability) -> int | None:
    if capability.moves is None or capability.moves.reach is None:
        return None
    treated = sum(each.units for each in accounts.values if each.capability == capability.id)
    return max(0, capability.moves.reach - round(treated))


def _earns(accounts: Accounts, capability: Capability, forecast: ForecastNow | None) -> Normal | None:
    """Return what the rest of the reach would earn, or what was measured once more where the plan names no reach."""
    currency, left = accounts.program.program.currency, _left(accounts, capability)
    if forecast is not None and forecast.unit == currency and left is not None:
        each = forecast.mean - float(contact_cost(capability, currency))
        return Normal(mean=each * left, standard_error=forecast.deviation * left)
    realised = _realised(accounts, capability)
    if realised is None:
        return None
    return Normal(mean=float(realised.estimate), standard_error=float(realised.estimate - realised.lower95) / ONE_SIDED)


def _worth(earns: Normal, rest: float, forecast: ForecastNow | None, left: int | None) -> float:
    """Return the worth of a look as large as the last one that counted; as telling as what is known where none did."""
    counted = [each for each in forecast.effects if WEIGHTS[each.grade] > 0] if forecast else []
    error = counted[-1].standard_error * left if counted and left else earns.standard_error
    return look_worth(earns.mean - rest, earns.standard_error, error)


def _realised(accounts: Accounts, capability: Capability) -> Amount | None:
    """Sum the realised entries by their joint distribution, net of contact costs."""
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
