"""What is wrong with a table: columns that miss, and the first cell that breaks each rule."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Span
from milepost.kernel.near import hint
from milepost.outcomes.aggregates import Aggregates, AggregateSpec, Check
from milepost.outcomes.cells import arm_of, breaks, number
from milepost.outcomes.rules import (
    MISSING_COLUMN,
    NEGATIVE_COST,
    NEGATIVE_MONEY,
    NULL_ARM,
    NULL_UNIT,
    NULL_VALUE,
    OTHER_CURRENCY,
    UNIT_IN_TWO_ARMS,
    WRONG_TYPE,
)

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]
_NEGATIVE = {NEGATIVE_MONEY: "negative, and it is the money metric", NEGATIVE_COST: "negative, and it is a cost"}


def column_findings(table: "ibis.Table", spec: AggregateSpec, source: str) -> Iterator[Finding]:
    """Find columns that the table lacks or that can't be summed, from its schema alone."""
    schema = dict(table.schema().items())
    for column in spec.columns:
        if column not in schema:
            message = f"there is no column {column!r} in {source}"
            yield MISSING_COLUMN.at(Span(path=source), message, hint(column, schema, "column"))
    for column in dict.fromkeys(column for column, _ in spec.value_columns if column in schema):
        kind = schema[column]
        if not (kind.is_string() or kind.is_numeric() or kind.is_boolean() or kind.is_null()):
            message = f"column {column!r} holds {kind}, and a metric needs numbers"
            yield WRONG_TYPE.at(_span(source, table, column, 1), message, WRONG_TYPE.fix)


def first_broken(table: "ibis.Table", aggregates: Aggregates) -> "ibis.Table":
    """Give the expression with one row: for each broken check the first data row (from 0) and its cell as text."""
    import ibis

    rows = table.mutate(milepost_row=ibis.row_number())
    columns = {}
    for k, check in enumerate(aggregates.broken):
        wrong = _breaks(rows, check)
        columns[f"row{k}"] = rows.milepost_row.min(where=wrong)
        columns[f"cell{k}"] = rows[check.column].cast("string").argmin(rows.milepost_row, where=wrong)
    return rows.aggregate(**columns)


def cell_findings(aggregates: Aggregates, located: Row, table: "ibis.Table") -> Iterator[Finding]:
    """Find what `first_broken` located: one finding per rule and column, at its first row."""
    for k, (check, count) in enumerate(aggregates.broken.items()):
        row = int(str(located[f"row{k}"])) + 1
        cell = located[f"cell{k}"]
        place = f"row {row}, column {check.column!r}"
        more = f" ({count:,} such rows)" if count > 1 else ""
        span = _span(aggregates.source, table, check.column, row)
        yield check.rule.at(span, f"{place}: {_fault(check, cell)}{more}", _hint(check, cell))


def first_mixed(table: "ibis.Table", spec: AggregateSpec) -> "ibis.Table":
    """Give the expression with the first unit in two arms: unit, first data row (from 0), two of its arms."""
    import ibis

    rows = table.select(unit=table[spec.unit], arm=arm_of(table, spec.arm_column), row=ibis.row_number())
    units = rows.group_by("unit").aggregate(row=rows.row.min(), one=rows.arm.min(), other=rows.arm.max())
    return units.filter(units.one != units.other).order_by("row").limit(1)


def mixed_finding(aggregates: Aggregates, located: Row, table: "ibis.Table", spec: AggregateSpec) -> Finding:
    """Find what `first_mixed` located."""
    row, column = int(str(located["row"])) + 1, spec.unit or ""
    arms = f"both {located['one']!r} and {located['other']!r}"
    more = f" ({aggregates.mixed_units:,} such units)" if aggregates.mixed_units > 1 else ""
    message = f"row {row}, column {column!r}: unit {str(located['unit'])!r} stands in {arms}{more}"
    return UNIT_IN_TWO_ARMS.at(_span(aggregates.source, table, column, row), message, UNIT_IN_TWO_ARMS.fix)


def fault_said(check: Check, cell: object) -> tuple[str, str]:
    """Say what is wrong with a cell, and what to do; None is an empty cell."""
    return _fault(check, cell), _hint(check, cell)


def _breaks(rows: "ibis.Table", check: Check) -> "ibis.expr.types.BooleanValue":
    if check.rule is OTHER_CURRENCY:
        return breaks(check.rule, rows[check.column], only=check.only)
    if check.rule is NULL_ARM:
        return breaks(check.rule, arm_of(rows, check.column))
    if check.rule is NULL_UNIT:
        return breaks(check.rule, rows[check.column])
    return breaks(check.rule, rows[check.column], number(rows, check.column, binary=check.binary))


def _fault(check: Check, cell: object) -> str:
    if check.rule in {NULL_ARM, NULL_UNIT, NULL_VALUE}:
        return "the cell is empty"
    if check.rule is OTHER_CURRENCY:
        return f"{str(cell)[:40]!r} is not {check.only}" if cell is not None else "the cell is empty"
    title = check.rule.title.partition(" cell is ")[2] or _NEGATIVE[check.rule]
    return f"{str(cell)[:40]!r} is {title}"


def _hint(check: Check, cell: object) -> str:
    text = str(cell).strip()
    if check.rule in {NULL_ARM, NULL_UNIT}:
        return check.rule.fix
    if re.fullmatch(r"-?[0-9.]*[0-9],[0-9]+", text):
        return "write a decimal point: the cell has a decimal comma (or a separator of thousands)"
    if text.lower() in {"na", "n/a", "nan", "null", "none", "-", "?"}:
        return "the cell stands for a missing value: write 0 where nothing happened, or leave the unit out by a rule"
    if check.binary and text.lower() in {"yes", "no", "y", "n"}:
        return "write 1 for yes and 0 for no"
    if re.search(r"[%$€£¥]", text):
        return f"take out the sign {re.search(r'[%$€£¥]', text)[0]}"  # type: ignore[index]
    return check.rule.fix


def _span(source: str, table: "ibis.Table", column: str, row: int) -> Span:
    """Point at a cell: the header is line 1, and columns count fields, since text offsets are unknown here."""
    field = tuple(table.columns).index(column) + 1
    return Span(path=source, line=row + 1, column=field, end_column=field + 1)
