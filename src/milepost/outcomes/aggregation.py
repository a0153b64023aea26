"""From a table to aggregates by arm: one SELECT, whatever the number of metrics and checks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from milepost.outcomes.aggregates import Aggregates, AggregateSpec, ArmAggregates, Check
from milepost.outcomes.cells import arm_of, breaks, number, usable
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rules import NULL_ARM, NULL_UNIT
from milepost.statistics.moments import Moments

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]


def aggregate(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    """Give the expression with a row per arm: sizes, means, variances, covariances and counts of broken checks.

    Every column must exist (see `column_findings`). Variances are the engine's own, never a difference of sums of
    squares, which cancels. With a unit, its rows are first summed (a proportion: any), so that units are compared.
    """
    cells = _cells(table, spec)
    broken = {f"broken{k}": _count(cells, check, spec) for k, check in enumerate(spec.checks)}
    if spec.unit is None:
        return cells.group_by("arm").aggregate(n=cells.count(), **_moments(cells, spec), **broken)
    units = cells.group_by("unit").aggregate(
        arm=cells.arm.min(), last_arm=cells.arm.max(), **_per_unit(cells, spec), **broken
    )
    return units.group_by("arm").aggregate(
        n=units.count(),
        mixed=units.count(where=units.arm != units.last_arm),
        **_moments(units, spec),
        **{name: units[name].sum() for name in broken},
    )


def aggregates_of(rows: Sequence[Row], spec: AggregateSpec, source: str = "") -> Aggregates:
    """Read the fetched rows of `aggregate`; no rows give no arms. `source` names the file in findings."""
    broken: dict[Check, int] = {}
    for k, check in enumerate(spec.checks):
        if count := sum(_int(row[f"broken{k}"]) for row in rows):
            broken[check] = count
    arms = (_arm(row, spec) for row in rows if row["arm"] is not None)
    return Aggregates(
        source=source,
        arms=tuple(sorted(arms, key=lambda each: each.arm)),
        broken=broken,
        mixed_units=sum(_int(row.get("mixed")) for row in rows),
    )


def _cells(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    columns = {"arm": arm_of(table, spec.arm_column)}
    if spec.unit is not None:
        columns["unit"] = table[spec.unit]
    for j, (column, binary) in enumerate(spec.value_columns):
        columns |= {f"cell{j}": table[column], f"x{j}": number(table, column, binary=binary)}
    cells = table.select(**columns)
    return cells.mutate(**{f"y{j}": usable(cells[f"x{j}"]) for j in range(len(spec.value_columns))})


def _count(cells: "ibis.Table", check: Check, spec: AggregateSpec) -> "ibis.expr.types.IntegerScalar":
    if check.rule is NULL_ARM or check.rule is NULL_UNIT:
        return cells.count(where=breaks(check.rule, cells["arm" if check.rule is NULL_ARM else "unit"]))
    j = spec.value_columns.index((check.column, check.binary))
    return cells.count(where=breaks(check.rule, cells[f"cell{j}"], cells[f"x{j}"]))


def _per_unit(cells: "ibis.Table", spec: AggregateSpec) -> dict[str, "ibis.expr.types.FloatingScalar"]:
    columns = enumerate(spec.value_columns)
    return {f"y{j}": cells[f"y{j}"].max() if binary else cells[f"y{j}"].sum() for j, (_, binary) in columns}


def _moments(units: "ibis.Table", spec: AggregateSpec) -> dict[str, "ibis.expr.types.FloatingScalar"]:
    columns: dict[str, ibis.expr.types.FloatingScalar] = {}
    for i, metric in enumerate(spec.metrics):
        values = [units[name] for name in _names(metric, spec)]
        for a, value in enumerate(values):
            columns |= {f"mean{i}_{a}": value.mean(), f"cross{i}_{a}_{a}": value.var(how="pop")}
        if len(values) > 1:
            columns[f"cross{i}_0_1"] = values[0].cov(values[1], how="pop")
    return columns


def _names(metric: MetricSpec, spec: AggregateSpec) -> Iterator[str]:
    for column in metric.columns:
        yield f"y{spec.value_columns.index((column, metric.is_binary))}"


def _arm(row: Row, spec: AggregateSpec) -> ArmAggregates:
    n = _int(row["n"])
    moments = {metric.name: _read(row, i, len(metric.columns), n) for i, metric in enumerate(spec.metrics)}
    return ArmAggregates(arm=str(row["arm"]), n=n, moments=moments)


def _read(row: Row, i: int, width: int, n: int) -> Moments:
    columns = range(width)
    cross = tuple(tuple(_float(row[f"cross{i}_{min(a, b)}_{max(a, b)}"]) * n for b in columns) for a in columns)
    return Moments(n=n, means=tuple(_float(row[f"mean{i}_{a}"]) for a in columns), cross=cross)


def _int(cell: object) -> int:
    return int(str(cell)) if cell is not None else 0


def _float(cell: object) -> float:
    return float(str(cell)) if cell is not None else 0.0
