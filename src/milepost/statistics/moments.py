"""Counts, means and centred cross-products of k columns; two of them merge without seeing the rows again."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What the formulas need of `n` rows.

    `cross[i][j]` is the sum over rows of (x_i - mean_i)(x_j - mean_j); with no rows means and cross are zeros.
    """

    n: int
    means: Row
    cross: tuple[Row, ...]

    @classmethod
    def none(cls, columns: int) -> "Moments":
        """Give the moments of no rows at all: the neutral element of merging."""
        return cls(n=0, means=(0.0,) * columns, cross=((0.0,) * columns,) * columns)

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[float]], columns: int) -> "Moments":
        """Add up rows of `columns` numbers each; for tests and small data, tables are aggregated where they lie."""
        n = len(rows)
        if not n:
            return cls.none(columns)
        means = tuple(sum(row[i] for row in rows) / n for i in range(columns))
        deviations = [tuple(row[i] - means[i] for i in range(columns)) for row in rows]
        cross = tuple(tuple(sum(d[i] * d[j] for d in deviations) for j in range(columns)) for i in range(columns))
        return cls(n=n, means=means, cross=cross)

    def merged(self, other: "Moments") -> "Moments":
        """Join two disjoint sets of rows; associative and commutative up to rounding.

        Chan, Golub & LeVeque (1979), "Updating formulae and a pairwise algorithm". Raises ValueError when the
        numbers of columns differ.
        """
        if len(self.means) != len(other.means):
            raise ValueError("moments of different columns can't be merged")
        n = self.n + other.n
        if not n:
            return self
        weight, k = other.n / n, range(len(self.means))
        steps = tuple(b - a for a, b in zip(self.means, other.means, strict=True))
        shift = self.n * weight
        cross = tuple(tuple(self.cross[i][j] + other.cross[i][j] + steps[i] * steps[j] * shift for j in k) for i in k)
        return Moments(n=n, means=tuple(a + d * weight for a, d in zip(self.means, steps, strict=True)), cross=cross)

    def covariance(self, i: int, j: int) -> float:
        """Return the sample covariance (n - 1) of two columns; raises ValueError below two rows."""
        if self.n < 2:
            raise ValueError("a variance needs two rows at least")
        return self.cross[i][j] / (self.n - 1)

    def variance(self, i: int) -> float:
        """Return the sample variance (n - 1) of a column; raises ValueError below two rows."""
        return self.covariance(i, i)
