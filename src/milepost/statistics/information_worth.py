"""What it is worth to learn something before a choice between doing and leaving, from draws of both.

Strong, Oakley & Brennan (2014), "Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample", and Strong et al. (2015) for a sample: regress the net gain on what is
learned, and choose by the regression. Here the regression is a mean a cell. Choosing and valuing by the same draws is
biased upwards; so each half of the draws is chosen for by the other half.
"""

import math
from dataclasses import dataclass

import numpy as np

Floats = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The expected gain of choosing after one has learned over choosing now, with its standard error.

    In the unit of the net gain. Not above the truth on average; a little below zero where there is nothing to learn.
    """

    gain: float
    error: float

    @property
    def is_there(self) -> bool:
        """Tell whether it is told apart from nothing: three standard errors."""
        return self.gain > 3 * self.error


def worth_of_learning(net: Floats, cells: Floats, now: float | None = None) -> Worth:
    """Return what it is worth to learn which cell one is in before doing something, rather than deciding now.

    `net` is the gain of doing it in each draw (leaving it is zero), `cells` numbers what would be learned. `now` is
    what deciding at once is worth, the better of doing and leaving by `net` where not given.
    """
    n, best = len(net), max(0.0, float(net.mean())) if now is None else now
    if n < 2:
        return Worth(gain=0.0, error=0.0)
    doing = np.zeros(n, bool)
    for half in (slice(0, None, 2), slice(1, None, 2)):
        other = slice(1 - (half.start or 0), None, 2)
        sums = np.bincount(cells[half], weights=net[half], minlength=int(cells.max()) + 1)
        doing[other] = sums[cells[other]] > 0
    chosen = net * doing
    against = chosen - net if net.mean() > 0 else chosen
    return Worth(gain=float(chosen.mean()) - best, error=float(against.std()) / math.sqrt(n))


def worth_of_certainty(net: Floats) -> float:
    """Return the expected value of perfect information: what no measurement's worth can pass."""
    return float(np.maximum(net, 0.0).mean()) - max(0.0, float(net.mean()))
