"""What a capability earns and costs up to each month's edge: (edges, scenarios), running totals from day 0.

Running totals, because they are closed forms: the months are their differences, taken once for all capabilities.
"""

from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH, NEVER, Planned, PlannedCost

_LARGEST = 700.0  # the largest exponent of e that a double holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One capability's life in each scenario: when work began, since when it is live, whether it works."""

    begun: Floats
    live: Floats
    works: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a capability's money is a multiple of, between edges: (stretches, scenarios).

    `once` is 1 where work begins, `months` are those that it runs for, `reach` and `effect` days of full reach and of
    full effect, the latter as if it worked in every scenario.
    """

    once: Floats
    months: Floats
    reach: Floats
    effect: Floats

    def cost(self, of: PlannedCost) -> Floats:
        """Return what is paid of a cost."""
        found: Floats = of.once * self.once + of.a_month * self.months + of.a_day * self.reach
        return found

    def weighted(self, weights: Floats) -> "Tally":
        """Return its sums over the stretches, each at a weight: one value a scenario."""
        return Tally(
            once=weights @ self.once,
            months=weights @ self.months,
            reach=weights @ self.reach,
            effect=weights @ self.effect,
        )


def tally(each: Planned, of: Lived, edges: Floats) -> Tally:
    """Count between edges, which are days from 0 on in ascending order: nothing before the first is in it."""
    reach, effect = grown(each, of, edges)
    begun = (of.begun >= 0) & (of.begun < edges[:, None])
    return Tally(
        once=np.diff(begun.astype(float), axis=0),
        months=np.diff(running(each, of, edges), axis=0) / DAYS_A_MONTH,
        reach=np.diff(reach, axis=0),
        effect=np.diff(effect, axis=0),
    )


def months_of(months: int) -> Floats:
    """Return the days on which months begin, and the last one ends."""
    found: Floats = np.arange(months + 1) * DAYS_A_MONTH
    return found


def ended(each: Planned, of: Lived) -> Floats:
    """Return the day from which it costs nothing more."""
    return np.where(of.works, each.ends, np.minimum(of.live + each.exit_after, each.ends))


def grown(each: Planned, of: Lived, edges: Floats) -> tuple[Floats, Floats]:
    """Return the days of full reach and those of full effect at each edge, as if it worked in every scenario.

    Reach rises over `ramp` days and stays; the effect halves each `half_life` days after the ramp. Where it does not
    work, reach ends with its exit.
    """
    age = _ages(each, of, edges)
    risen = np.minimum(age, each.ramp)
    age -= risen
    if each.ramp:
        np.multiply(risen, risen, out=risen)
        risen *= 1 / (2 * each.ramp)
    if each.half_life is None:
        age += risen
        return age, age
    rate = float(np.log(2)) / each.half_life
    faded = _kept(each, age, of, edges, rate)
    np.subtract(1.0, faded, out=faded)
    faded *= 1 / rate
    faded += risen
    age += risen
    return age, faded


def _ages(each: Planned, of: Lived, edges: Floats) -> Floats:
    # What comes after the horizon is as good as never, and keeps what follows finite.
    return _spans(each, of, np.minimum(of.live, edges[-1]), edges)


def _spans(each: Planned, of: Lived, since: Floats, edges: Floats) -> Floats:
    """Return the days from `since` up to each edge, or up to its end where that comes first."""
    found: Floats = edges[:, None] - since
    if each.ends < NEVER or not of.works.all():
        np.minimum(found, ended(each, of) - since, out=found)
    np.maximum(found, 0.0, out=found)
    return found


def _kept(each: Planned, held: Floats, of: Lived, edges: Floats, rate: float) -> Floats:
    """Return the share of the effect that is left at each edge; `held` are the days since the ramp."""
    if each.ends < NEVER or rate * edges[-1] > _LARGEST:
        slow: Floats = np.exp(-rate * held)
        return slow
    # exp(-rate (edge - top)) is a product of what hangs on the edge and on the scenario: no exponential a cell.
    top = np.exp(rate * np.minimum(of.live + each.ramp, edges[-1]))
    found: Floats = np.exp(-rate * edges)[:, None] * top
    np.minimum(found, 1.0, out=found)
    return found


def running(each: Planned, of: Lived, edges: Floats) -> Floats:
    """Return the days for which it has cost its monthly costs, at each edge."""
    return _spans(each, of, np.minimum(of.begun, edges[-1]), edges)


def strength(each: Planned, live: Floats, day: float) -> Floats:
    """Return the share of the full effect on a day."""
    age = np.clip(min(day, each.ends) - live, 0.0, None)
    if day >= each.ends:
        return np.zeros_like(age)
    risen = np.minimum(age / each.ramp, 1.0) if each.ramp else (age > 0).astype(float)
    if each.half_life is None:
        return risen
    faded: Floats = risen * 0.5 ** (np.clip(age - each.ramp, 0.0, None) / each.half_life)
    return faded
