"""A forecast given as p10, p50 and p90, and what it becomes once a measurement is in.

The forecast is a normal on each side of its median, as wide as p10 and p90 say, each side with half of the mass: the
three quantiles are met exactly, whatever they are, and with equal sides it is the normal. Its update by a normal
likelihood is a mixture of two truncated normals, in closed form; with equal sides that is the conjugate normal update.
"""

import math
from dataclasses import dataclass

from milepost.statistics.portfolio import STANDARD

_TENTH = -STANDARD.inv_cdf(0.1)
_POINTS = 400
_LEAST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A normal, cut at `cut`: above it, or below it. `weight` is its mass, the two sides' add up to 1."""

    mean: float
    deviation: float
    cut: float
    is_above: bool
    weight: float

    def below(self, value: float) -> float:
        """Return the share of the side's own mass below `value`, in [0, 1]."""
        at, edge = self._cdf(value), self._cdf(self.cut)
        if self.is_above:
            return 0.0 if value <= self.cut else min(1.0, (at - edge) / max(1 - edge, _LEAST))
        return 1.0 if value >= self.cut else min(1.0, at / max(edge, _LEAST))

    def at(self, share: float) -> float:
        """Return the value with this share of the side's own mass below it, in [0, 1]."""
        z = (self.cut - self.mean) / self.deviation
        # Counted from the far end, so that it is exact where the cut leaves little.
        mass = (1 - share) * STANDARD.cdf(-z) if self.is_above else share * STANDARD.cdf(z)
        if not 0 < mass < 1:
            return self.cut
        return self.mean + self.deviation * STANDARD.inv_cdf(mass) * (-1 if self.is_above else 1)

    @property
    def average(self) -> float:
        """Return the mean of the cut normal."""
        z = (self.cut - self.mean) / self.deviation
        density = math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        kept = STANDARD.cdf(-z) if self.is_above else STANDARD.cdf(z)
        if kept < 1e-12:
            return self.cut  # all that is left lies at the edge
        return self.mean + self.deviation * density / kept * (1 if self.is_above else -1)

    def _cdf(self, value: float) -> float:
        return STANDARD.cdf((value - self.mean) / self.deviation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is thought of a quantity: the side below a forecast's median, and the one above."""

    sides: tuple[Side, Side]

    @property
    def mean(self) -> float:
        """Return the expected value."""
        return sum(each.weight * each.average for each in self.sides)

    def below(self, value: float) -> float:
        """Return the probability below `value`."""
        return sum(each.weight * each.below(value) for each in self.sides)

    def quantile(self, probability: float) -> float:
        """Return the quantile of a probability above 0 and below 1."""
        below, above = self.sides
        if probability <= below.weight:
            return below.at(probability / below.weight)
        return above.at((probability - below.weight) / above.weight)


def forecast(p10: float, p50: float, p90: float) -> Belief:
    """Return the distribution with these quantiles; raises ValueError unless p10 < p50 < p90."""
    if not p10 < p50 < p90:
        raise ValueError("a forecast needs p10 < p50 < p90")
    below, above = (p50 - p10) / _TENTH, (p90 - p50) / _TENTH
    return Belief(
        sides=(
            Side(mean=p50, deviation=below, cut=p50, is_above=False, weight=0.5),
            Side(mean=p50, deviation=above, cut=p50, is_above=True, weight=0.5),
        )
    )


def updated(prior: Belief, measured: float, standard_error: float, weight: float = 1.0) -> Belief:
    """Return the posterior after a measurement with a standard error above zero.

    `weight` in [0, 1] is the power that the likelihood is raised to: Ibrahim & Chen (2000), "Power prior distributions
    for regression models". It widens the standard error to that over its square root; 0 leaves the prior.
    """
    if weight <= 0:
        return prior
    sides = [_updated(each, measured, standard_error**2 / weight) for each in prior.sides]
    most = max(weight_ for _, weight_ in sides)
    mass = [math.exp(weight_ - most) for _, weight_ in sides]
    one, other = (_weighed(side, each / sum(mass)) for (side, _), each in zip(sides, mass, strict=True))
    return Belief(sides=(one, other))


def prior_weight(prior: Belief, standard_error: float, weight: float = 1.0) -> float:
    """Return how much the forecast counts beside the measurement, in [0, 1], by their precisions at p10 to p90."""
    if weight <= 0:
        return 1.0
    deviation = (prior.quantile(0.9) - prior.quantile(0.1)) / (2 * _TENTH)
    return standard_error**2 / weight / (standard_error**2 / weight + deviation**2)


def predicted_below(prior: Belief, measured: float, standard_error: float) -> float:
    """Return how likely the forecast held a measurement below this one, the measurement's own error counted in.

    Uniform in [0, 1] for a forecast that means what it says. `prior` is as `forecast` gives it, not updated.
    """
    if standard_error <= 0:
        return prior.below(measured)
    below, above = prior.sides
    steps = [(each + 0.5) / _POINTS for each in range(_POINTS)]
    quantiles = [below.mean + STANDARD.inv_cdf(each) * (below if each < 0.5 else above).deviation for each in steps]
    return sum(STANDARD.cdf((measured - each) / standard_error) for each in quantiles) / _POINTS


def _updated(side: Side, measured: float, variance: float) -> tuple[Side, float]:
    """Return a side times the likelihood, and the logarithm of its mass."""
    total = side.deviation**2 + variance
    mean = (side.mean * variance + measured * side.deviation**2) / total
    deviation = math.sqrt(side.deviation**2 * variance / total)
    after = Side(mean=mean, deviation=deviation, cut=side.cut, is_above=side.is_above, weight=side.weight)
    kept_before, kept = _log_kept(side), _log_kept(after)
    fit = -((measured - side.mean) ** 2) / (2 * total) - math.log(total) / 2
    return after, math.log(max(side.weight, _LEAST)) + fit + kept - kept_before


def _log_kept(side: Side) -> float:
    z = (side.cut - side.mean) / side.deviation
    kept = STANDARD.cdf(-z) if side.is_above else STANDARD.cdf(z)
    return math.log(max(kept, _LEAST))


def _weighed(side: Side, weight: float) -> Side:
    return Side(mean=side.mean, deviation=side.deviation, cut=side.cut, is_above=side.is_above, weight=weight)
