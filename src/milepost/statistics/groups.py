"""Rows put together in groups, for what moments can't tell: quantiles, capped means, resampling.

A value-frequency table has a group for each distinct value, and forgets nothing but the order. Where there are too many
values, rows go by a hash into buckets that keep counts, sums and products: a sum over all rows is then a sum over
buckets, and so are its cumulants, which is all that a resample needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from milepost.statistics.moments import Moments

Array = npt.NDArray[np.float64]
# Numbers drawn at once, so that a resample fits into memory.
_AT_ONCE = 2**21
_MANY = 1_000
# Where all rows of a resample are equal, what is left of its squares is rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """Groups of rows: their `counts`, the `sums` of a column and of its `squares`, in one order.

    With `of_values` all rows of a group are equal. Sums and squares are of the column less `centre`, so that squares
    do not cancel.
    """

    counts: Array
    sums: Array
    squares: Array
    centre: float
    of_values: bool

    @classmethod
    def of_table(cls, values: Sequence[float] | Array, counts: Sequence[float] | Array) -> "Groups":
        """Give the groups of a value-frequency table, in the order of values. Raises ValueError when it is empty."""
        given = np.asarray(values, dtype=np.float64)
        order = np.argsort(given, kind="stable")
        value, count = given[order], np.asarray(counts, dtype=np.float64)[order]
        if not count.sum() > 0:
            raise ValueError("there are no rows")
        centre = float((value * count).sum() / count.sum())
        apart = value - centre
        return cls(counts=count, sums=apart * count, squares=apart**2 * count, centre=centre, of_values=True)

    @property
    def n(self) -> int:
        """Return how many rows there are."""
        return round(float(self.counts.sum()))

    @property
    def values(self) -> Array:
        """Return each group's value, ascending; of buckets their means, in no order."""
        return self.sums / self.counts + self.centre

    @property
    def moments(self) -> Moments:
        """Return the moments of the column."""
        total = float(self.sums.sum())
        square = max(0.0, float(self.squares.sum()) - total**2 / self.n)
        return Moments(n=self.n, means=(self.centre + total / self.n,), cross=((square,),))

    @property
    def third(self) -> float:
        """Return the third central moment, of buckets as far as they tell it: a sum's cumulants are its parts'."""
        apart = self.sums - self.sums.sum() / self.n * self.counts
        each = (apart / self.counts) ** 3 * self.counts if self.of_values else apart**3
        return float(each.sum()) / self.n

    def resampled(self, rng: np.random.Generator, draws: int) -> tuple[Array, Array]:
        """Return the mean less `centre`, and its squared standard error, of each of `draws` resamples.

        Rows are drawn with replacement where groups hold equal rows; else whole groups are. Efron (1979).
        """
        parts = list(self._parts(rng, draws))
        return np.concatenate([mean for mean, _ in parts]), np.concatenate([variance for _, variance in parts])

    def _parts(self, rng: np.random.Generator, draws: int) -> Iterator[tuple[Array, Array]]:
        at_once = max(1, _AT_ONCE // len(self.counts))
        for begin in range(0, draws, at_once):
            n, sums, squares = self._drawn(rng, min(at_once, draws - begin))
            mean = sums / n
            spread = squares / n - mean**2
            yield mean, np.where(spread > _ROUNDING * squares / n, spread, 0.0) / (n - 1)

    def _drawn(self, rng: np.random.Generator, draws: int) -> tuple[Array, Array, Array]:
        if self.of_values:
            drawn = self._times(rng, draws) / self.counts
            return drawn @ self.counts, drawn @ self.sums, drawn @ self.squares
        places = rng.integers(0, len(self.counts), size=(draws, len(self.counts)))
        n, sums, squares = (each[places].sum(axis=1) for each in (self.counts, self.sums, self.squares))
        return n, sums, squares

    def _times(self, rng: np.random.Generator, draws: int) -> Array:
        """Draw how often each value comes. Of many values independently, at a sixth of the cost.

        Chamandy, Muralidharan, Najmi & Naidu (2012), "Estimating uncertainty for massive data streams": the Poisson
        bootstrap.
        """
        if len(self.counts) > _MANY:
            return rng.poisson(self.counts, size=(draws, len(self.counts))).astype(np.float64)
        return rng.multinomial(self.n, self.counts / self.counts.sum(), size=draws).astype(np.float64)


def buckets(counts: Array, sums: Array, products: Array, turn: Sequence[float]) -> Groups:
    """Give the groups of one column made of several: the sum of each times its part of `turn`.

    `sums` has a row per bucket, `products` the sums of products of each two columns. Raises ValueError with no rows.
    """
    if not counts.sum() > 0:
        raise ValueError("there are no rows")
    by = np.asarray(turn, dtype=np.float64)
    sums_of, squares_of = sums @ by, np.einsum("gij,i,j->g", products, by, by)
    centre = float(sums_of.sum() / counts.sum())
    return Groups(
        counts=counts,
        sums=sums_of - centre * counts,
        squares=squares_of - 2 * centre * sums_of + centre**2 * counts,
        centre=centre,
        of_values=False,
    )
