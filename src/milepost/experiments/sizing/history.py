"""A metric's own history, measured: what a unit has in a window of whole weeks, the weekly cycle, what repeats."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.statistics.mean import mean_level
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_level
from milepost.statistics.ratio import ratio_level

WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The last `weeks` whole weeks: `units` seen in them, and for each metric what those units had, in two halves.

    The columns of a metric's moments are numerator, denominator for a ratio, then the same of as many weeks before (or
    the covariate). `has_past` is False where the history does not reach so far back.
    """

    weeks: int
    halves: Mapping[str, tuple[Moments, Moments]]
    has_past: bool

    @property
    def units(self) -> int:
        """Return how many units were seen in the window."""
        return sum(each.n for each in next(iter(self.halves.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was measured: windows from one week up, the days' levels and how much of a day or a week repeats.

    `cycle` is the level of each weekday over the average, Monday first; `daily` the autocorrelation of the days' levels
    after the cycle is taken out, at a lag of one day and of seven, None where too few days were seen.
    """

    first: date
    last: date
    rows: int
    windows: tuple[Window, ...]
    cycle: tuple[float, ...]
    daily: tuple[float | None, float | None]

    @property
    def weeks(self) -> int:
        """Return its whole weeks."""
        return ((self.last - self.first).days + 1) // WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """A metric of one unit over a window: level, variance, and the share of it that the past explains out of sample.

    `gain` is None where it could not be measured; below zero the past only adds noise.
    """

    level: float
    variance: float
    gain: float | None
    correlation: float | None = None


_LEVELS: Mapping[MetricKind, Callable[[Moments], float]] = {
    MetricKind.MEAN: lambda moments: mean_level(moments).variance * moments.n,
    MetricKind.PROPORTION: lambda moments: proportion_level(moments).variance * moments.n,
    MetricKind.RATIO: lambda moments: ratio_level(moments).variance * moments.n,
}


def unit_figures(metric: MetricSpec, window: Window) -> UnitFigures:
    """Return the figures of a unit in a window. Raises ValueError where there are fewer than two units a half."""
    halves = window.halves[metric.name]
    whole = halves[0].merged(halves[1])
    level = whole.means[0] / whole.means[1] if metric.denominator else whole.means[0]
    variance = _LEVELS[metric.kind](_first(whole, len(metric.columns)))
    if not window.has_past:
        return UnitFigures(level=level, variance=variance, gain=None)
    lines = [_line(metric, each, whole) for each in halves]
    if min(past for _, _, past in lines) <= 0 or min(now for now, _, _ in lines) <= 0:
        return UnitFigures(level=level, variance=variance, gain=0.0)
    gain = (_explained(lines[0], lines[1]) + _explained(lines[1], lines[0])) / 2
    together = _line(metric, whole, whole)
    correlation = together[1] / math.sqrt(together[0] * together[2])
    return UnitFigures(level=level, variance=variance, gain=gain, correlation=correlation)


def _first(moments: Moments, columns: int) -> Moments:
    cross = tuple(line[:columns] for line in moments.cross[:columns])
    return Moments(n=moments.n, means=moments.means[:columns], cross=cross)


def _explained(fitted: tuple[float, float, float], held: tuple[float, float, float]) -> float:
    """Return the share of one half's variance that the slope fitted on the other takes away."""
    slope = fitted[1] / fitted[2]
    now, both, past = held
    return (2 * slope * both - slope**2 * past) / now


def _line(metric: MetricSpec, half: Moments, whole: Moments) -> tuple[float, float, float]:
    """Return variance of now, covariance with the past and variance of the past; ratios by their linearised units."""
    width = len(metric.columns)
    now = _weights(whole.means[:width])
    past = _weights(whole.means[width:])
    covered = [range(width), range(width, width + len(past))]

    def crossed(a: int, b: int) -> float:
        weights = (now, past)
        return sum(
            wa * wb * half.covariance(i, j)
            for wa, i in zip(weights[a], covered[a], strict=True)
            for wb, j in zip(weights[b], covered[b], strict=True)
        )

    return crossed(0, 0), crossed(0, 1), crossed(1, 1)


def _weights(means: tuple[float, ...]) -> tuple[float, ...]:
    if len(means) == 1 or means[1] == 0:
        return (1.0, *(0.0,) * (len(means) - 1))
    return (1.0, -means[0] / means[1])
