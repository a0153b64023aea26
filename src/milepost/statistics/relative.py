"""Relative lift with Fieller's interval."""

import math
from dataclasses import dataclass

from milepost.statistics.estimate import Level, critical, welch_satterthwaite


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """Treatment over control, less 1: 0.10 is ten percent more. `interval` is None where it is unbounded."""

    lift: float
    interval: tuple[float, float] | None


def relative_lift(
    control: Level, treatment: Level, confidence: float = 0.95, information: float | None = None
) -> Lift | None:
    """Return the relative lift of independent arms; None where the control's level is not above zero, or so
    near it that there is none.

    Fieller (1954), "Some problems in interval estimation": the ratios r for which treatment - r * control does not
    differ from zero. That set is an interval only when the control's level differs from zero. With information it is
    the set at every look at once, for the true ratio's own difference never leaves its interval. Raises ValueError
    when neither arm varies.
    """
    if control.value <= 0:
        return None
    if control.variance + treatment.variance <= 0:
        raise ValueError("nothing varies, so there is no interval")
    t = critical(confidence, welch_satterthwaite(control, treatment), information)
    ratio = treatment.value / control.value
    if not math.isfinite(ratio):
        return None
    # Coefficients of variation times t, then squared: the quadratic without its units. The level's own square would
    # vanish where the level is tiny.
    a, b = (t * math.sqrt(each.variance) / control.value for each in (control, treatment))
    g, h = a * a, b * b
    if g >= 1:
        return Lift(lift=ratio - 1, interval=None)
    half = math.sqrt(max(0.0, h * (1 - g) + ratio**2 * g))
    return Lift(lift=ratio - 1, interval=((ratio - half) / (1 - g) - 1, (ratio + half) / (1 - g) - 1))
