"""From a table to aggregates by arm: one SELECT, whatever the number of metrics, covariates and checks.

Checks cost as much as the moments where each has its own aggregate. So a cell that breaks a rule is read as null, and a
count of each column tells whether all are sound: which check is broken, and how often, is asked only where one is not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from milepost.kernel.finding import Rule
from milepost.outcomes.aggregates import Aggregates, AggregateSpec, ArmAggregates, Check, has_third
from milepost.outcomes.cells import arm_of, breaks, number, usable
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rules import NULL_ARM, NULL_UNIT, OTHER_CURRENCY
from milepost.statistics.moments import Moments

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]
# The third moment is a covariance of x and its square: where the mean is this many deviations from zero, it is noise.
_FARTHEST = 1e6


def aggregate(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    """Give the expression with a row per arm: sizes, sound cells, means, variances, covariances, third moments.

    Every column must exist (see `column_findings`). Variances are the engine's own, never a difference of sums of
    squares, which cancels. With a unit, its rows are first summed (a proportion: any), so that units are compared.
    """
    units = units_of(table, spec)
    sizes = {"n": units.count(), **_sound(units, spec)}
    if spec.unit is not None:
        mixed = units.count(where=units.arm != units.last_arm)
        sizes |= {"rows": units.rows.sum(), "mixed": mixed}
    return units.group_by("arm").aggregate(**sizes, **_moments(units, spec))


def units_of(table: "ibis.Table", spec: AggregateSpec, *, is_numbered: bool = False) -> "ibis.Table":
    """Give the expression with a row per unit: `arm` and the cells `y0`, …, null where one breaks a rule.

    With a unit, `rows` counts its rows and `sound0`, … its sound cells, and `last_arm` differs where it is in several.
    With `is_numbered` there is a `number` that is the unit's own: its id, or where it stands in the table.
    """
    import ibis

    if spec.unit is None:
        return _cells(table.mutate(milepost_row=ibis.row_number()) if is_numbered else table, spec)
    cells = _cells(table, spec)
    units = cells.group_by("unit").aggregate(
        arm=cells.arm.min(),
        last_arm=cells.arm.max(),
        rows=cells.count(),
        sound=cells.count(where=cells.unit.notnull() & cells.arm.notnull()),
        **_sound(cells, spec),
        **_per_unit(cells, spec),
    )
    return units.mutate(number=units.unit) if is_numbered else units


def broken_checks(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    """Give the expression with one row: how many rows break each check."""
    cells = _read(table, spec)
    return cells.aggregate(**{f"broken{k}": _count(cells, check, spec) for k, check in enumerate(spec.checks)})


def broken_of(row: Row, spec: AggregateSpec) -> Mapping[Check, int]:
    """Read the fetched row of `broken_checks`: the checks that any row breaks."""
    counts = {check: _int(row[f"broken{k}"]) for k, check in enumerate(spec.checks)}
    return {check: count for check, count in counts.items() if count}


def aggregates_of(rows: Sequence[Row], spec: AggregateSpec, source: str = "") -> Aggregates:
    """Read the fetched rows of `aggregate`; no rows give no arms. `source` names the file in findings."""
    arms = (_arm(row, spec) for row in rows if row["arm"] is not None)
    return Aggregates(
        source=source,
        arms=tuple(sorted(arms, key=lambda each: each.arm)),
        is_whole=all(row["arm"] is not None and _is_whole(row, spec) for row in rows),
        mixed_units=sum(_int(row.get("mixed")) for row in rows),
    )


def _read(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    columns = {"arm": arm_of(table, spec.arm_column)}
    if spec.unit is not None:
        columns["unit"] = table[spec.unit]
    if "milepost_row" in table.columns:
        columns["number"] = table.milepost_row
    if spec.currency_column is not None:
        columns["currency"] = table[spec.currency_column]
    for j, (column, binary) in enumerate(spec.value_columns):
        columns |= {f"cell{j}": table[column], f"x{j}": number(table, column, binary=binary)}
    return table.select(**columns)


def _cells(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    cells = _read(table, spec)
    columns = {}
    for j, (column, binary) in enumerate(spec.value_columns):
        rules = spec.rules_of(column, binary=binary)
        # Two comparisons a row: a whole number's ones and zeros are told from its moments, except where units are made.
        is_told = binary and _is_told(table, column, spec)
        columns[f"y{j}"] = cells[f"x{j}"] if is_told else usable(cells[f"x{j}"], table[column].type(), rules)
    return cells.mutate(**columns)


def _is_told(table: "ibis.Table", column: str, spec: AggregateSpec) -> bool:
    return spec.unit is None and table[column].type().is_integer()


def _sound(cells: "ibis.Table", spec: AggregateSpec) -> dict[str, "ibis.expr.types.IntegerScalar"]:
    """Count the sound cells of each column; over units, add their counts up."""
    names = [f"sound{j}" for j in range(len(spec.value_columns))]
    if "rows" in cells.columns:
        return {name: cells[name].sum() for name in (*names, *_others(spec), "sound")}
    columns = {name: cells[f"y{j}"].count() for j, name in enumerate(names)}
    if spec.currency_column is not None:
        columns["currencies"] = cells.count(where=~breaks(OTHER_CURRENCY, cells.currency, only=spec.currency))
    return columns


def _others(spec: AggregateSpec) -> tuple[str, ...]:
    return ("currencies",) if spec.currency_column is not None else ()


def _is_whole(row: Row, spec: AggregateSpec) -> bool:
    """Tell whether all cells of an arm are sound: none is missing, and what is read as a share is zeros and ones.

    A whole number's square is itself for 0 and 1 only, and larger else, so that the sums of both tell.
    """
    rows = _int(row.get("rows", row["n"]))
    names = [f"sound{j}" for j in range(len(spec.value_columns))]
    names += [*_others(spec), *(("sound",) if spec.unit is not None else ())]
    if any(_int(row[name]) != rows for name in names):
        return False
    shares = [j for j, (_, binary) in enumerate(spec.value_columns) if binary]
    means = [(_float(row[f"mean{j}"]), _float(row[f"cross{j}_{j}"])) for j in shares]
    return all((variance + mean * (mean - 1)) * rows < 0.5 and 0 <= mean <= 1 for mean, variance in means)


def _count(cells: "ibis.Table", check: Check, spec: AggregateSpec) -> "ibis.expr.types.IntegerScalar":
    named: Mapping[Rule, str] = {NULL_ARM: "arm", NULL_UNIT: "unit", OTHER_CURRENCY: "currency"}
    if (name := named.get(check.rule)) is not None:
        return cells.count(where=breaks(check.rule, cells[name], only=check.only))
    j = spec.value_columns.index((check.column, check.binary))
    return cells.count(where=breaks(check.rule, cells[f"cell{j}"], cells[f"x{j}"]))


def _per_unit(cells: "ibis.Table", spec: AggregateSpec) -> dict[str, "ibis.expr.types.FloatingScalar"]:
    columns = enumerate(spec.value_columns)
    return {f"y{j}": cells[f"y{j}"].max() if binary else cells[f"y{j}"].sum() for j, (_, binary) in columns}


def _moments(units: "ibis.Table", spec: AggregateSpec) -> dict[str, "ibis.expr.types.FloatingScalar"]:
    columns: dict[str, ibis.expr.types.FloatingScalar] = {}
    for metric in spec.of_moments:
        places = list(_places(metric, spec))
        columns |= {f"mean{j}": units[f"y{j}"].mean() for j in places}
        for i, j in _pairs(places):
            one, other = units[f"y{i}"], units[f"y{j}"]
            columns[f"cross{i}_{j}"] = one.var(how="pop") if i == j else one.cov(other, how="pop")
        if has_third(metric):
            value = units[f"y{places[0]}"]
            columns[f"third{places[0]}"] = value.cov(value * value, how="pop")
    return columns


def _places(metric: MetricSpec, spec: AggregateSpec) -> Iterator[int]:
    for column in spec.names_of(metric):
        yield spec.value_columns.index(column)


def _pairs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give each unordered pair once, the smaller first, as the metrics of a table share their covariates' moments."""
    yield from combinations_with_replacement(sorted(set(places)), 2)


def _arm(row: Row, spec: AggregateSpec) -> ArmAggregates:
    n = _int(row["n"])
    places = {metric: list(_places(metric, spec)) for metric in spec.of_moments}
    return ArmAggregates(
        arm=str(row["arm"]),
        n=n,
        moments={metric.name: _moments_of(row, places[metric], n) for metric in places},
        thirds={metric.name: _third(row, places[metric][0]) for metric in places if has_third(metric)},
    )


def _moments_of(row: Row, places: Sequence[int], n: int) -> Moments:
    cross = tuple(tuple(_float(row[f"cross{min(i, j)}_{max(i, j)}"]) * n for j in places) for i in places)
    return Moments(n=n, means=tuple(_float(row[f"mean{j}"]) for j in places), cross=cross)


def _third(row: Row, place: int) -> float:
    mean, variance = _float(row[f"mean{place}"]), _float(row[f"cross{place}_{place}"])
    if abs(mean) > _FARTHEST * variance**0.5:
        return 0.0
    return _float(row[f"third{place}"]) - 2 * mean * variance


def _int(cell: object) -> int:
    return int(str(cell)) if cell is not None else 0


def _float(cell: object) -> float:
    return float(str(cell)) if cell is not None else 0.0
