"""What one more look is worth before a choice between going on and stopping."""

import math

from milepost.statistics.portfolio import STANDARD


def look_worth(mean: float, deviation: float, error: float) -> float:
    """Return the expected value of sample information, in the unit of `mean`: what a look saves by changing the choice.

    The net of going on is thought normal with `mean` and `deviation`; the look would measure it with a standard error
    `error`, both not below zero. The choice is to go on where the mean is above zero. Raiffa & Schlaifer (1961),
    "Applied statistical decision theory", chapter 5. Zero where the look can change nothing.
    """
    moved = deviation * (deviation / math.hypot(deviation, error)) if deviation > 0 else 0.0
    if moved <= 0:
        return 0.0
    u = abs(mean) / moved
    return moved * max(0.0, STANDARD.pdf(u) - u * STANDARD.cdf(-u))
