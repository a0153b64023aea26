"""Amounts that are uncertain together: weighted sums and ratios of normals, in closed form.

Each part is normal. What several parts share, such as the control that they were compared with, moves them together:

    part_i = estimate_i + error_i (sqrt(share_i) Z_shared + sqrt(1 - share_i) Z_i),   all Z independent and standard,

so that a weighted sum is normal with the loadings that `loadings` gives. Bounds are never added.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

STANDARD = NormalDist()
ONE_SIDED = STANDARD.inv_cdf(0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An estimate and its standard error, not below zero.

    `shared` names what it has in common with other parts, None for nothing; `share` is how much of its variance comes
    from there, in [0, 1].
    """

    estimate: float
    standard_error: float
    shared: str | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A normal quantity; with a standard error of zero it is known."""

    mean: float
    standard_error: float

    @property
    def lower95(self) -> float:
        """Return the one-sided 95% lower bound: what a claim uses."""
        return self.mean - ONE_SIDED * self.standard_error

    @property
    def upper95(self) -> float:
        """Return the one-sided 95% upper bound."""
        return self.mean + ONE_SIDED * self.standard_error

    @property
    def probability_positive(self) -> float:
        """Return the probability of being above zero, under a flat prior; one half for a known zero."""
        if self.standard_error > 0:
            return STANDARD.cdf(self.mean / self.standard_error)
        return 0.5 + math.copysign(0.5, self.mean) if self.mean else 0.5

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the two-sided interval."""
        half = STANDARD.inv_cdf((1 + confidence) / 2) * self.standard_error
        return self.mean - half, self.mean + half


def loadings(parts: Sequence[Part], weights: Sequence[float]) -> dict[str | int, float]:
    """Return how a weighted sum hangs on each independent standard normal: by what is shared, and by a part's place."""
    found: dict[str | int, float] = {}
    for place, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        spread = weight * part.standard_error
        share = 0.0 if part.shared is None else part.share
        if part.shared is not None:
            found[part.shared] = found.get(part.shared, 0.0) + spread * math.sqrt(share)
        found[place] = spread * math.sqrt(1 - share)
    return found


def weighted(parts: Sequence[Part], weights: Sequence[float], offset: float = 0.0) -> Normal:
    """Return the distribution of `offset` plus the weighted sum of the parts."""
    mean = math.fsum(part.estimate * weight for part, weight in zip(parts, weights, strict=True))
    return Normal(mean=offset + mean, standard_error=math.hypot(*loadings(parts, weights).values()))


def ratio(top: Normal, bottom: Normal, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return the interval of `top` over `bottom`, independent of one another, with known standard errors.

    Fieller (1954), "Some problems in interval estimation": exact for normals. Exactly the bounds of `top` over a known
    `bottom`. None where `bottom` is not above zero, or not told apart from zero: the set is then no interval.
    """
    z = STANDARD.inv_cdf((1 + confidence) / 2)
    if bottom.mean <= 0:
        return None
    found = top.mean / bottom.mean
    g = (z * bottom.standard_error / bottom.mean) ** 2
    h = (z * top.standard_error / bottom.mean) ** 2
    if g >= 1:
        return None
    half = math.sqrt(max(0.0, h * (1 - g) + found**2 * g))
    return (found - half) / (1 - g), (found + half) / (1 - g)
