"""From a table to groups of its units, where moments are not enough: value frequencies, or buckets.

Columns of at most `MOST_VALUES` distinct rows, by the engine's own sketch, are counted row by row. With more, quantiles
and caps are read from values of `DIGITS` significant digits, and resamples from `BUCKETS` buckets that units fall into
by a hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

from milepost.outcomes.aggregates import AggregateSpec
from milepost.outcomes.aggregation import Row, units_of
from milepost.statistics.groups import Array, Groups, buckets

if TYPE_CHECKING:
    import ibis

MOST_VALUES = 65_536
BUCKETS = 1_000
DIGITS = 4
# Of characters of a digest: they spread over the buckets alike on every engine.
_WEIGHTS = (1, 17, 289, 4_913, 83_521)
Column = tuple[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What is asked for: value columns read together, as `spec.value_columns` names them.

    With `needs_values` it is one column, whose buckets would be of no use.
    """

    columns: tuple[Column, ...]
    needs_values: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """One arm's answer: groups of `counts` rows.

    Without `products` the rows of a group are equal, and `cells` has one of each, a column each; else `cells` has the
    sums of a bucket's rows. `is_binned` says that values were rounded to `DIGITS` significant digits.
    """

    counts: Array
    cells: Array
    products: Array | None = None
    is_binned: bool = False

    def along(self, turn: Sequence[float]) -> Groups:
        """Give the groups of the columns' sum, each times its part of `turn`."""
        if self.products is not None:
            return buckets(self.counts, self.cells, self.products, turn)
        return Groups.of_table(self.cells @ np.asarray(turn, dtype=np.float64), self.counts)


def distinct(table: "ibis.Table", spec: AggregateSpec, asked: Sequence[Grouping]) -> "ibis.Table":
    """Give the expression with one row: about how many distinct rows the columns of each grouping have."""
    import ibis

    units = units_of(table, spec)
    counts = {}
    for k, each in enumerate(asked):
        texts = [units[name].cast("string") for name in _places(spec, each)]
        row = units[next(_places(spec, each))] if len(texts) == 1 else ibis.literal("|").join(texts)
        counts[f"distinct{k}"] = row.approx_nunique()
    return units.aggregate(**counts)


def grouped(table: "ibis.Table", spec: AggregateSpec, asked: Grouping, count: int) -> "ibis.Table":
    """Give the expression with a row per arm and group; `count` is what `distinct` found."""
    names = list(_places(spec, asked))
    if count > MOST_VALUES and not asked.needs_values:
        return _bucketed(table, spec, names)
    units = units_of(table, spec)
    read = {f"cell{i}": _binned(units[name]) if count > MOST_VALUES else units[name] for i, name in enumerate(names)}
    rows = units.select(arm=units.arm, **read)
    return rows.group_by(["arm", *read]).aggregate(n=rows.count())


def grouped_of(rows: Sequence[Row], asked: Grouping, count: int) -> Mapping[str, Grouped]:
    """Read the fetched rows of `grouped`, by arm, whatever their order."""
    by_arm: dict[str, list[Row]] = {}
    for row in rows:
        by_arm.setdefault(str(row["arm"]), []).append(row)
    width = len(asked.columns)
    return {arm: _grouped(several, width, is_binned=count > MOST_VALUES) for arm, several in by_arm.items()}


def _bucketed(table: "ibis.Table", spec: AggregateSpec, names: Sequence[str]) -> "ibis.Table":
    units = units_of(table, spec, is_numbered=True)
    digest = units.number.cast("string").hexdigest("md5")
    bucket = sum(digest.substr(k, 1).ascii_str() * weight for k, weight in enumerate(_WEIGHTS)) % BUCKETS
    told = units.select("arm", *names, bucket=bucket)
    sums = {f"cell{i}": told[name].sum() for i, name in enumerate(names)}
    products = {f"product{i}_{j}": (told[names[i]] * told[names[j]]).sum() for i, j in _pairs(len(names))}
    return told.group_by(["arm", "bucket"]).aggregate(n=told.count(), **sums, **products)


def _binned(value: "ibis.expr.types.FloatingValue") -> "ibis.expr.types.FloatingValue":
    """Round to significant digits; zero stays zero."""
    import ibis

    size = ibis.ifelse(value == 0, 1.0, value.abs())
    scale = ibis.literal(10.0) ** (size.log10().floor() - (DIGITS - 1))
    return (value / scale).round() * scale


def _grouped(rows: Sequence[Row], width: int, *, is_binned: bool) -> Grouped:
    """Put the rows in order, since an engine's threads do not, and a seed draws by place."""
    is_bucketed = "bucket" in rows[0]
    keys = ["bucket"] if is_bucketed else [f"cell{i}" for i in range(width)]
    ordered = sorted(rows, key=lambda row: [_number(row[key]) for key in keys])
    cells = np.array([[_number(row[f"cell{i}"]) for i in range(width)] for row in ordered])
    counts = np.array([_number(row["n"]) for row in ordered])
    if not is_bucketed:
        return Grouped(counts=counts, cells=cells, is_binned=is_binned)
    products = np.zeros((len(ordered), width, width))
    for i, j in _pairs(width):
        products[:, i, j] = products[:, j, i] = [_number(row[f"product{i}_{j}"]) for row in ordered]
    return Grouped(counts=counts, cells=cells, products=products)


def _pairs(width: int) -> Iterator[tuple[int, int]]:
    yield from combinations_with_replacement(range(width), 2)


def _places(spec: AggregateSpec, asked: Grouping) -> Iterator[str]:
    for column in asked.columns:
        yield f"y{spec.value_columns.index(column)}"


def _number(cell: object) -> float:
    return float(str(cell))
