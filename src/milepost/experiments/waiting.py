"""The price of waiting against the value at risk: what deciding now may lose, what more weeks would save, and cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.experiments.readout import MoneyReading, ReadOut
from milepost.experiments.verdict import Evidence
from milepost.statistics.decision import clearing_units, expected_loss, sample_value

HORIZON = 52
"""Weeks for which a decision is taken to hold."""
MOST = 26
"""Weeks of waiting looked at."""
SURELY = 0.8
"""The chance with which a claim is to be reached, if the estimate is true."""
_PLACES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How units come: `per_week` those that the decision is about, `weeks` how long those read so far took to come."""

    per_week: float
    weeks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waiting is worth for one arm, in `currency`, with a flat prior and losses over `HORIZON` weeks.

    `expected_loss` is what the better choice of now is expected to lose, over the `per_week` units of each week;
    `weeks` the weeks of waiting that pay most (or lose least), what they cost and remove of it. A week's cost is the
    value forgone where the estimate is above zero, else the loss on those who go on being treated; `treated_cost` of
    it is paid for treatments. `to_claim` is the weeks until the lower bound is above zero with a chance of 80%, if the
    estimate is true; None where that is not within the horizon. `next_look` is what one more week removes.
    """

    arm: str
    currency: str
    per_week: float
    does_act: bool
    expected_loss: float
    weeks: int
    costs: float
    removes: float
    cost_per_week: float
    treated_cost: float
    next_look: float
    to_claim: int | None

    @property
    def is_worth_it(self) -> bool:
        """Tell whether waiting removes more than it costs."""
        return self.removes > self.costs


def waiting(of: MoneyReading, treated_share: float, intake: Intake) -> Waiting | None:
    """Price the waiting for one arm; `treated_share` of the units is treated while it goes on.

    None where nothing is uncertain, or nobody comes.
    """
    if of.standard_error <= 0 or not of.contacted or intake.per_week <= 0 or intake.weeks <= 0:
        return None
    mean, error = of.net / of.contacted, of.standard_error / of.contacted
    idle = 1 - treated_share if mean > 0 else treated_share
    week = intake.per_week * idle * abs(mean)

    def removed(weeks: int) -> float:
        left = max(0, HORIZON - weeks) * intake.per_week
        return sample_value(mean, error, weeks / intake.weeks) * left

    best = max(range(1, MOST + 1), key=lambda weeks: (removed(weeks) - week * weeks, -weeks))
    return Waiting(
        arm=of.arm,
        currency=of.currency,
        per_week=intake.per_week,
        does_act=mean > 0,
        expected_loss=expected_loss(mean, error) * intake.per_week * HORIZON,
        weeks=best,
        costs=week * best,
        removes=removed(best),
        cost_per_week=week,
        treated_cost=float(of.cost) / of.contacted * intake.per_week * treated_share,
        next_look=removed(1),
        to_claim=_to_claim(of, mean, error, intake),
    )


def waits(of: ReadOut, intake: Intake) -> tuple[Waiting, ...]:
    """Price the waiting of each arm with money."""
    sizes = {each.arm: each.n for each in of.arms}
    shares = ((each, sizes[each.arm] / (sizes[each.arm] + sizes[of.control])) for each in of.money)
    return tuple(found for each, share in shares if (found := waiting(each, share, intake)) is not None)


def intake_of(of: ReadOut, per_week: float) -> Intake:
    """Return the intake where only the weekly population is told: all of it is taken to be in the test's arms."""
    return Intake(per_week=per_week, weeks=sum(each.n for each in of.arms) / per_week)


def waiting_stats(of: ReadOut, weeks: float) -> Mapping[str, Evidence]:
    """Return what a verdict keeps of the waiting of its arm, whose units came in so many weeks; none without money."""
    arm = of.money[0].arm if of.money else None
    units = next((each.n for each in of.arms if each.arm == arm), 0)
    if not units or weeks <= 0:
        return {}
    found = waits(of, Intake(per_week=units / weeks, weeks=weeks))
    return {name: value for each in found for name, value in _kept(each)}


def _to_claim(of: MoneyReading, mean: float, error: float, intake: Intake) -> int | None:
    critical = (of.net - of.net_lower95) / of.standard_error
    more = clearing_units(mean, error, critical, SURELY)
    if more is None or more * intake.weeks > HORIZON:
        return None
    return int(-(-more * intake.weeks // 1))


def _kept(of: Waiting) -> Iterator[tuple[str, Evidence]]:
    money = {
        "waiting_expected_loss": of.expected_loss,
        "waiting_costs": of.costs,
        "waiting_removes": of.removes,
        "waiting_next_look": of.next_look,
    }
    yield from ((name, _exact(value, of.currency)) for name, value in money.items())
    yield "waiting_weeks", _exact(of.weeks, "weeks")
    if of.to_claim is not None:
        yield "waiting_to_claim", _exact(of.to_claim, "weeks")


def _exact(value: float, unit: str) -> Evidence:
    # Of a loss that is all but impossible no digit is sure, and a rerun must give the same record.
    kept = round(value, _PLACES)
    return Evidence(estimate=kept, low=kept, high=kept, lower95=kept, upper95=kept, unit=unit)
