"""What a capability earns and costs up to each month's edge: (edges, scenarios), running totals from day 0.

Running totals, because they are closed forms: the months are their differences, taken once for all capabilities.
"""

from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH, NEVER, Planned

_LARGEST = 700.0  # the largest exponent of e that a double holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One capability's life in each scenario: when work began, since when it is live, whether it works."""

    begun: Floats
    live: Floats
    works: Floats


def months_of(months: int) -> Floats:
    """Return the days on which months begin, and the last one ends."""
    found: Floats = np.arange(months + 1) * DAYS_A_MONTH
    return found


def ended(each: Planned, of: Lived) -> Floats:
    """Return the day from which it costs nothing more."""
    return np.where(of.works, each.ends, np.minimum(of.live + each.exit_after, each.ends))


def ages(each: Planned, of: Lived, edges: Floats) -> Floats:
    """Return the days for which it has run at each edge."""
    # What comes after the horizon is as good as never, and keeps what follows finite.
    live = np.minimum(of.live, edges[-1])
    found: Floats = np.maximum(edges[:, None] - live, 0.0)
    if each.ends < NEVER or not of.works.all():
        with np.errstate(invalid="ignore"):
            span = ended(each, of) - of.live
        np.minimum(found, np.where(np.isnan(span), 0.0, np.maximum(span, 0.0)), out=found)
    return found


def reached(each: Planned, age: Floats) -> Floats:
    """Return the days of full reach: rising over `ramp`, then whole."""
    if not each.ramp:
        return age
    risen = np.minimum(age, each.ramp)
    found: Floats = age - risen
    np.multiply(risen, risen, out=risen)
    risen *= 1 / (2 * each.ramp)
    found += risen
    return found


def effective(each: Planned, age: Floats, reach: Floats, of: Lived, edges: Floats) -> Floats:
    """Return the days of full effect: those of full reach, but for what fades after the ramp."""
    if each.half_life is None:
        return reach
    rate = float(np.log(2)) / each.half_life
    kept = _kept(each, age, of, edges, rate)
    # Days of reach in the ramp, and (1 - kept) / rate after it.
    np.subtract(1.0, kept, out=kept)
    kept *= 1 / rate
    risen = np.minimum(age, each.ramp)
    if each.ramp:
        np.multiply(risen, risen, out=risen)
        risen *= 1 / (2 * each.ramp)
    kept += risen
    return kept


def _kept(each: Planned, age: Floats, of: Lived, edges: Floats, rate: float) -> Floats:
    """Return the share of the effect that is left at each edge."""
    if each.ends < NEVER or rate * edges[-1] > _LARGEST:
        return np.exp(-rate * np.maximum(age - each.ramp, 0.0))
    # exp(-rate (edge - top)) is a product of what hangs on the edge and on the scenario: no exponential a cell.
    top = np.exp(rate * np.minimum(of.live + each.ramp, edges[-1]))
    found: Floats = np.exp(-rate * edges)[:, None] * top
    return np.minimum(found, 1.0, out=found)


def running(each: Planned, of: Lived, edges: Floats) -> Floats:
    """Return the days for which it has cost its monthly costs, at each edge."""
    begun = np.minimum(of.begun, edges[-1])
    found: Floats = np.maximum(edges[:, None] - begun, 0.0)
    if each.ends < NEVER or not of.works.all():
        with np.errstate(invalid="ignore"):
            span = np.maximum(ended(each, of) - of.begun, 0.0)
        np.minimum(found, np.where(np.isnan(span), 0.0, span), out=found)
    return found


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
