"""A series with a change: what came after, held against what the series before it would have gone on to do.

Segmented regression: Wagner, Soumerai, Zhang & Ross-Degnan (2002), "Segmented regression analysis of interrupted time
series studies in medication use research"; Bernal, Cummins & Gasparrini (2017), "Interrupted time series regression
for the evaluation of public health interventions: a tutorial". Errors are AR(1); how much each remembers of the last
is not taken from the data's one best guess, which is too low in short series, but averaged over all there could be.
"""

from dataclasses import dataclass

import numpy as np

from milepost.statistics.estimate import Estimate, estimate
from milepost.statistics.robust import Array, Fit, autoregressive, least_squares, newey_west, spread

# Every season gets a level of its own up to here; a longer cycle gets two pairs of waves, as Bernal et al. advise.
MOST_LEVELS = 12
_WAVES = 2
# Evenly spaced after the hyperbolic tangent: denser where the memory is long and every step of it counts.
_RHOS = np.tanh(np.linspace(-2.0, 2.8, 49))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEffect:
    """What a change did. `total` sums observed less expected over the periods after; `level` and `slope` shape it.

    `level` is the jump at the start, `slope` the change of the trend per period, None without a trend. `expected` is
    the sum that the series before leads one to expect. `memory` is the errors' autocorrelation, in (-1, 1).
    `plain` and `newey_west` are what errors without memory, and with Newey-West's, would say of `total`.
    """

    total: Estimate
    level: Estimate
    slope: Estimate | None
    expected: float
    memory: float
    plain: Estimate
    newey_west: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    """The columns of a regression, and the weights of its coefficients in what is asked."""

    columns: Array
    total: Array
    level: Array
    slope: Array


def interrupted(values: Array, before: int, season: int | None = None, confidence: float = 0.95) -> SeriesEffect:
    """Estimate by segmented regression what changed after the first `before` values.

    The counterfactual goes on with the trend and season of the whole series; the change is a jump and a new slope. The
    interval holds the error of the trend, of the season and of the periods after. Raises ValueError when periods are
    too few for the coefficients, or when the series does not vary around its line.
    """
    return _effect(_segmented(len(values), before, season), values, before, confidence)


def before_after(values: Array, before: int, confidence: float = 0.95) -> SeriesEffect:
    """Estimate the difference of means after and before, times the periods after.

    Naive: every trend and season is taken for an effect. Its error allows for memory, and for nothing else. Raises
    ValueError as `interrupted`.
    """
    count = len(values)
    started = (np.arange(count) >= before).astype(np.float64)
    columns, level = np.column_stack([np.ones(count), started]), np.array([0.0, 1.0])
    rows = started / (count - before) - (1 - started) / before
    fits, weights = _memories(columns, values)
    # The mean of the standard errors: a few memories near 1 would make that of the variances too wide in simulation.
    errors = np.sqrt(np.array([fit.variance for fit in fits]) * spread(rows, _RHOS))
    error, freedom, after = float(weights @ errors), count - 2, count - before
    difference = float(rows @ values)
    return SeriesEffect(
        total=estimate(difference * after, error * after, freedom, confidence),
        level=estimate(difference, error, freedom, confidence),
        slope=None,
        expected=float(values[before:].sum()) - difference * after,
        memory=float(weights @ _RHOS),
        plain=least_squares(columns, values).combined(level * after, confidence),
        newey_west=newey_west(columns, values).combined(level * after, confidence),
    )


def coefficients(season: int | None) -> int:
    """Return how many coefficients a segmented regression has."""
    return 4 + (0 if season is None else season - 1 if season <= MOST_LEVELS else 2 * _WAVES)


def _segmented(count: int, before: int, season: int | None) -> _Design:
    time = np.arange(count, dtype=np.float64) - before
    started = (time >= 0).astype(np.float64)
    # The trend is counted in lengths of the series, so that no column dwarfs another.
    columns = [np.ones(count), time / count, *_seasons(np.arange(count), season), started, started * time / count]
    weights = np.zeros((3, len(columns)))
    after = count - before
    weights[0, -2:] = after, after * (after - 1) / 2 / count
    weights[1, -2] = 1.0
    weights[2, -1] = 1.0 / count
    return _Design(columns=np.column_stack(columns), total=weights[0], level=weights[1], slope=weights[2])


def _seasons(place: np.ndarray, season: int | None) -> list[Array]:
    if season is None:
        return []
    if season <= MOST_LEVELS:
        return [(place % season == each).astype(np.float64) - 1 / season for each in range(1, season)]
    angle = 2 * np.pi * place / season
    return [wave(turn * angle) for turn in range(1, _WAVES + 1) for wave in (np.cos, np.sin)]


def _effect(design: _Design, values: Array, before: int, confidence: float) -> SeriesEffect:
    fits, weights = _memories(design.columns, values)
    total = _averaged(fits, weights, design.total, confidence)
    return SeriesEffect(
        total=total,
        level=_averaged(fits, weights, design.level, confidence),
        slope=_averaged(fits, weights, design.slope, confidence),
        expected=float(values[before:].sum()) - total.effect,
        memory=float(weights @ _RHOS),
        plain=least_squares(design.columns, values).combined(design.total, confidence),
        newey_west=newey_west(design.columns, values).combined(design.total, confidence),
    )


def _memories(columns: Array, values: Array) -> tuple[list[Fit], Array]:
    """Fit for every memory, and say how likely each is: a flat prior times its marginal likelihood."""
    found = [autoregressive(columns, values, float(rho)) for rho in _RHOS]
    logs = np.array([likelihood for _, likelihood in found])
    # The grid is spaced by rho's inverse hyperbolic tangent, whose slope turns its weights into rho's own.
    weights = np.exp(logs - logs.max()) * (1 - _RHOS**2)
    return [fit for fit, _ in found], weights / weights.sum()


def _averaged(fits: list[Fit], weights: Array, of: Array, confidence: float) -> Estimate:
    """Average over all memories: the variance is the mean of the variances plus the variance of the means."""
    effects = np.array([of @ fit.coefficients for fit in fits])
    variances = np.array([of @ fit.covariance @ of for fit in fits])
    effect = float(weights @ effects)
    variance = float(weights @ variances + weights @ (effects - effect) ** 2)
    return estimate(effect, variance**0.5, fits[0].degrees_of_freedom, confidence)
