"""Which inputs a simulated outcome varies with, from the draws that are there already: first-order Sobol' indices.

Plischke, Borgonovo & Smith (2013), "Global sensitivity measures from given data": cut an input into cells; the variance
of the cells' means is what that input explains alone. The chance that cells of nothing differ is taken off, as in an
analysis of variance (Kelley 1935), so that an input without influence has an index of zero on average.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost.statistics.portfolio import STANDARD

Floats = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The share of an outcome's variance that an input explains alone; near zero it may be below it.

    `error` is its standard error; `cells` how many cells were occupied.
    """

    share: float
    error: float
    cells: int


def normal_cells(values: Floats, many: int) -> Floats:
    """Return the cell of each standard normal value, out of `many` cells that are equally likely."""
    edges = [STANDARD.inv_cdf(each / many) for each in range(1, many)]
    return np.searchsorted(edges, values)


def quantile_cells(values: Floats, many: int) -> Floats:
    """Return the cell of each value, out of at most `many` that hold about as many values; equal values share one."""
    edges = np.unique(np.quantile(values, np.arange(1, many) / many, method="lower"))
    return np.searchsorted(edges, values)


def first_order(outcome: Floats, cells: Floats) -> Index:
    """Return what an input explains of the outcome; `cells` numbers the cell of its value in each draw.

    The share of an outcome that does not vary is zero.
    """
    counts = np.bincount(cells)
    counts_there = counts > 0
    centred = outcome - outcome.mean()
    total = float(centred @ centred)
    many, n = int(counts_there.sum()), len(outcome)
    if total <= 0 or many < 2 or n <= many:
        return Index(share=0.0, error=0.0, cells=many)
    sums = np.bincount(cells, weights=centred)[counts_there]
    between = float((sums**2 / counts[counts_there]).sum())
    noise = (total - between) / (n - many)
    share = (between - (many - 1) * noise) / total
    return Index(share=share, error=_error(max(share, 0.0), many, n), cells=many)


def _error(share: float, many: int, n: int) -> float:
    # That of a chi square where there is no influence, and of a squared correlation where there is much.
    return math.sqrt(2 * (many - 1) / n**2 + 4 * share * (1 - share) ** 2 / n)


def floor_of(cells: int, n: int, inputs: int, level: float = 0.01) -> float:
    """Return the share that none of so many inputs without influence passes but with a chance of `level`.

    Bonferroni over the inputs, the chi square by Wilson & Hilferty (1931).
    """
    free = max(1, cells - 1)
    z = STANDARD.inv_cdf(1 - level / max(1, inputs))
    largest = free * (1 - 2 / (9 * free) + z * math.sqrt(2 / (9 * free))) ** 3
    return (largest - free) / n


def ranked(found: Sequence[tuple[str, Index]], n: int) -> list[tuple[str, Index]]:
    """Return the inputs that pass the floor, the largest share first."""
    there = [each for each in found if each[1].share > floor_of(each[1].cells, n, len(found))]
    return sorted(there, key=lambda each: (-each[1].share, each[0]))
