"""When an always-valid test decides: the chance of its first crossing at each look, by integration, not simulation.

Between looks the sum behind the estimate moves like a Brownian motion with drift; what has not crossed yet is carried
from look to look: Armitage, McPherson & Rowe (1969), "Repeated significance tests on accumulating data".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from milepost.statistics.always_valid import AT_PLAN, two_sided

Row = np.ndarray
_NODES = 160
LOOKS, PLANS = 30, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """When a test decides. `at` is the chance of its first crossing at each look; `times` are its looks."""

    at: tuple[float, ...]
    times: tuple[float, ...]

    def by(self, look: int) -> float:
        """Return the chance, in [0, 1], of having decided at one of the first `look` looks."""
        return sum(self.at[:look])

    @property
    def mean_time(self) -> float:
        """Return the expected time of the decision; a test that never decides ends at its last look."""
        return sum(p * t for p, t in zip(self.at, self.times, strict=True)) + (1 - sum(self.at)) * self.times[-1]


def decided(drift: float, times: Sequence[float], planned: float, alpha: float) -> Decided:
    """Return when the two-sided always-valid test decides, looked at at `times`, which rise from above zero.

    A time is what was learnt, 1 for the time at which the effect is `drift` standard errors; `planned` is the time at
    which the intervals are tightest. Good to some four digits.
    """
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    chances, density, at, before = [], None, np.zeros(1), 0.0
    for time in times:
        step, edge = time - before, time**0.5 * two_sided(AT_PLAN * time / planned, alpha)
        carried = np.ones(1) if density is None else density
        stays = ndtr((edge - at - drift * step) / step**0.5) - ndtr((-edge - at - drift * step) / step**0.5)
        chances.append(float(np.sum(carried * (1 - stays))))
        to = nodes * edge
        density = weights * edge * (_normal((to[:, None] - at - drift * step) / step**0.5) @ carried) / step**0.5
        at, before = to, time
    return Decided(at=tuple(chances), times=tuple(times))


def inflation(drift: float, alpha: float) -> Decided:
    """Return when a test decides whose plan is the fixed test's units (time 1), looked at thirty times a plan.

    `drift` is the true effect at the plan, in standard errors. Followed for six plans; 1.18 is the expected time for
    an effect of 80% power at 5%.
    """
    return decided(drift, [look / LOOKS for look in range(1, PLANS * LOOKS + 1)], 1.0, alpha)


def _normal(z: Row) -> Row:
    return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))
