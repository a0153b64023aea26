"""Regression adjustment: the part of a metric that was known before the treatment is taken out of its noise.

Moments hold the metric (for a ratio its numerator and denominator) first, then the covariates. The slope of the metric
on the covariates takes the arms' difference in covariates out of their difference in the metric: since the treatment
can't have moved a covariate of before, the effect stays what it is, and its variance falls by the squared correlation.

Deng, Xu, Kohavi & Walker (2013), "Improving the sensitivity of online controlled experiments by utilizing
pre-experiment data" (CUPED): one slope, of both arms pooled. Where arms are far from equal in size and in slope that
can lose precision, as Freedman (2008) found; Lin (2013), "Agnostic notes on regression adjustments to experimental
data", gives each arm its own slope, which weighs the smaller arm's slope by the larger arm's share and never loses
in large arms. A slope learnt from a small arm fits that arm's own noise: what it leaves is counted over n - 1 - k rows,
and the slope's own error is added, as in any regression. Without that ten rows and five covariates cover in 71%.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from milepost.statistics.estimate import Level
from milepost.statistics.moments import Moments

# The smaller arm's share of both, below which each arm has a slope of its own.
NEARLY_EQUAL = 0.45
Slope = tuple[float, ...]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """Two levels after adjustment, in the metric's unit, and the slope that was used.

    `reduction` is the share, at most 1, by which the variance of their difference fell; below zero where it grew.
    """

    control: Level
    treatment: Level
    slope: Slope
    reduction: float


def adjusted(control: Moments, treatment: Moments, covariates: int, *, is_ratio: bool = False) -> Adjusted:
    """Adjust the levels of two arms by the last `covariates` columns of their moments.

    A ratio is linearised at its arm's own level, by the delta method. Raises ValueError below two rows in an arm (two
    more than covariates where it has its own slope), when a denominator sums to zero, or when nothing varies.
    """
    one, other = (linearised(each, is_ratio=is_ratio) for each in (control, treatment))
    pooled = linearised(control.merged(treatment), is_ratio=is_ratio)
    is_even = min(control.n, treatment.n) >= NEARLY_EQUAL * (control.n + treatment.n)
    slope = pooled_slope(pooled, covariates) if is_even else slope_by_arm(one, other, covariates)
    of = _level if is_even else _level_by_arm
    before, after = (of(each, pooled.means, slope) for each in (one, other))
    plain = one.variance(0) / one.n + other.variance(0) / other.n
    if plain <= 0:
        raise ValueError("nothing varies, so there is no variance to reduce")
    return Adjusted(
        control=before,
        treatment=after,
        slope=slope,
        reduction=1 - (before.variance + after.variance) / plain,
    )


def linearised(moments: Moments, *, is_ratio: bool) -> Moments:
    """Give the moments of one metric column and its covariates; a ratio's column is its linear part around its level.

    Deng, Knoblich & Lu (2018), "Applying the delta method in metric analytics". Raises ValueError when the
    denominator's sum is zero.
    """
    if not is_ratio:
        return moments
    top, bottom, *rest = moments.means
    if bottom == 0:
        raise ValueError("the denominator sums to zero")
    turn = np.zeros((1 + len(rest), 2 + len(rest)))
    turn[0, :2] = 1 / bottom, -top / bottom**2
    turn[1:, 2:] = np.eye(len(rest))
    return Moments(n=moments.n, means=(top / bottom, *rest), cross=_rows(turn @ np.array(moments.cross) @ turn.T))


def pooled_slope(pooled: Moments, covariates: int) -> Slope:
    """Return the least-squares slope over the rows of both arms as one. Deng et al. (2013)."""
    cross = np.array(pooled.cross)[-covariates - 1 :, -covariates - 1 :]
    return tuple(map(float, _solved(cross[1:, 1:], cross[1:, 0])))


def slope_by_arm(control: Moments, treatment: Moments, covariates: int) -> Slope:
    """Return the slopes of the arms, each weighed by the other's share of rows. Lin (2013)."""
    total = control.n + treatment.n
    own = [(pooled_slope(each, covariates), other.n / total) for each, other in _swapped(control, treatment)]
    return tuple(sum(slope[k] * weight for slope, weight in own) for k in range(covariates))


def imbalance_p_value(arms: Sequence[Moments], column: int) -> float:
    """Return the p-value that a column's mean is the same in all arms, in [0, 1]; 1 for a single arm.

    A column of before the treatment has one distribution in all randomised arms, so the one-way analysis of variance
    with a pooled variance holds: Fisher (1925). Raises ValueError where no arm has a second row.
    """
    total, groups = sum(each.n for each in arms), len(arms)
    if total <= groups:
        raise ValueError("a variance needs two rows at least")
    if groups < 2:
        return 1.0
    mean = sum(each.n * each.means[column] for each in arms) / total
    between = sum(each.n * (each.means[column] - mean) ** 2 for each in arms)
    within = sum(each.cross[column][column] for each in arms)
    if within <= 0:
        return 0.0 if between > 0 else 1.0
    ratio = (between / (groups - 1)) / (within / (total - groups))
    return float(fdtrc(groups - 1, total - groups, ratio))


def _level(moments: Moments, centre: Sequence[float], slope: Slope) -> Level:
    turn = np.array([1.0, *(-each for each in slope)])
    step = sum(b * (x - c) for b, x, c in zip(slope, moments.means[1:], centre[1:], strict=True))
    # What is left where the covariates tell all is rounding, which may be below zero.
    squares = max(0.0, float(turn @ np.array(moments.cross) @ turn))
    if moments.n < 2:
        raise ValueError("a variance needs two rows at least")
    variance = squares / (moments.n - 1) / moments.n
    return Level(value=moments.means[0] - step, variance=variance, degrees_of_freedom=moments.n - 1)


def _level_by_arm(moments: Moments, centre: Sequence[float], slope: Slope) -> Level:
    """Give the level with the errors of a slope that the arm's own rows were fitted by.

    What the arm's own regression leaves has n - 1 - k degrees of freedom, and its level at the common mean the error
    s2 (1 / n + d' S^-1 d), d being how far the arm's covariates lie from it; on top comes how far the own slope is from
    the one in use, for that moves with the sample of covariates.
    """
    k, cross = len(slope), np.array(moments.cross)
    freedom = moments.n - 1 - k
    if freedom < 1:
        raise ValueError("a slope of its own needs two rows more than covariates in each arm")
    own = np.array(pooled_slope(moments, k))
    turn = np.array([1.0, *-own])
    left = max(0.0, float(turn @ cross @ turn)) / freedom
    apart = np.array(moments.means[1:]) - np.array(centre[1:])
    far, other = float(apart @ _solved(cross[1:, 1:], apart)), own - np.array(slope)
    variance = left * (1 / moments.n + far) + float(other @ cross[1:, 1:] @ other) / (moments.n - 1) / moments.n
    value = moments.means[0] - float(np.array(slope) @ apart)
    return Level(value=value, variance=variance, degrees_of_freedom=freedom)


def _solved(cross: Matrix, right: Matrix) -> Matrix:
    """Solve on the scale of correlations, so that units don't decide; columns that tell the same share the slope."""
    scale = np.sqrt(np.diag(cross))
    scale[scale == 0] = 1.0
    solved: Matrix = np.linalg.lstsq(cross / np.outer(scale, scale), right / scale, rcond=1e-10)[0]
    return solved / scale


def _swapped(one: Moments, other: Moments) -> tuple[tuple[Moments, Moments], ...]:
    return ((one, other), (other, one))


def _rows(of: Matrix) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, line)) for line in of)
