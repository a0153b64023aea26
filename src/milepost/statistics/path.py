"""Bounds of a path that hold at all its points at once: a claim about the first point that passes needs no less."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.statistics.portfolio import STANDARD

if TYPE_CHECKING:
    import numpy as np

DRAWS = 20_000
_ALIKE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Critical:
    """How many standard errors each point's bound reaches. `error` is the Monte-Carlo standard error of that number.

    `draws` is 0 where the number is exact.
    """

    value: float
    error: float
    draws: int


def critical(
    path: Sequence[Mapping[str | int, float]],
    rng: "np.random.Generator",
    confidence: float = 0.95,
    *,
    two_sided: bool = False,
    draws: int = DRAWS,
) -> Critical:
    """Return the critical value at which all bounds of a path hold together with a chance of `confidence`.

    `path` gives the loadings of each point on independent standard normals (see `portfolio.loadings`). The quantile of
    the greatest of the standardised errors: Montiel Olea & Plagborg-Moller (2019), "Simultaneous confidence bands:
    theory, implementation, and an application to SVARs". Where all points move as one it is the normal's quantile,
    exactly; nothing is drawn then. A path without uncertainty has the value 0.
    """
    moving = [point for point in path if math.hypot(*point.values()) > 0]
    if not moving:
        return Critical(value=0.0, error=0.0, draws=0)
    unit = _standardised(moving)
    if all(_alike(unit[0], each) for each in unit):
        at = (1 + confidence) / 2 if two_sided else confidence
        return Critical(value=STANDARD.inv_cdf(at), error=0.0, draws=0)
    import numpy as np

    errors = rng.standard_normal((draws, len(unit[0]))) @ np.array(unit).T
    greatest = np.sort(np.abs(errors).max(axis=1) if two_sided else errors.max(axis=1))
    # The quantile's own error, from the order statistics one binomial standard error to either side.
    step = (confidence * (1 - confidence) / draws) ** 0.5
    low, value, high = (greatest[min(draws - 1, int(draws * each))] for each in _around(confidence, step))
    return Critical(value=float(value), error=float(high - low) / 2, draws=draws)


def _around(middle: float, step: float) -> tuple[float, float, float]:
    return middle - step, middle, middle + step


def _standardised(path: Sequence[Mapping[str | int, float]]) -> list[list[float]]:
    names = list(dict.fromkeys(name for point in path for name in point))
    rows = [[point.get(name, 0.0) for name in names] for point in path]
    sizes = [math.hypot(*row) for row in rows]  # squares of tiny numbers would vanish
    return [[each / size for each in row] for row, size in zip(rows, sizes, strict=True)]


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return abs(sum(a * b for a, b in zip(one, other, strict=True)) - 1) < _ALIKE
