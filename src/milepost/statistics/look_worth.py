"""What one more look is worth before a choice between going on and stopping. Standard library only, for a status."""

import math


def unit_loss(u: float) -> float:
    """Return the unit normal loss, the mean of what a standard normal exceeds `u` by: 0.3989 at zero, falling to 0.

    Raiffa & Schlaifer (1961), "Applied statistical decision theory", whose tables it is from.
    """
    # By the complementary error function: a distribution's own would lose the far tail to rounding.
    return max(0.0, math.exp(-(u**2) / 2) / math.sqrt(2 * math.pi) - u / 2 * math.erfc(u / math.sqrt(2)))


def look_worth(mean: float, deviation: float, error: float) -> float:
    """Return the expected value of sample information, in the unit of `mean`: what a look saves by changing the choice.

    The net of going on is thought normal with `mean` and `deviation`; the look would measure it with a standard error
    `error`, both not below zero. The choice is to go on where the mean is above zero. Raiffa & Schlaifer (1961),
    chapter 5. Zero where the look can change nothing.
    """
    moved = deviation * (deviation / math.hypot(deviation, error)) if deviation > 0 else 0.0
    return moved * unit_loss(abs(mean) / moved) if moved > 0 else 0.0
