"""From a table of groups that start one after the other to moments by group and step; faults in their cells and days.

A step is the time between one start and the next. Rows outside the period stand apart, under OUTSIDE.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Rule, Span
from milepost.outcomes.aggregates import Aggregates, AggregateSpec
from milepost.outcomes.cells import arm_of, number
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rollout_rules import (
    MIXED_ZONES,
    NEGATIVE_EFFORT,
    NO_GROUP,
    STARTS_TWICE,
    UNREADABLE_DAY,
    UNREADABLE_START,
)
from milepost.outcomes.zones import zone_of
from milepost.statistics.moments import Moments

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]
CELL = "milepost__cell"
OUTSIDE = "outside"
_PARTED = "\x1f"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutSpec:
    """What to read: columns of the group, of the row's day and of the group's start, and metrics.

    `effort` names columns that can't be below zero. `first` and `until` (not included) bound the rows' days, None
    where nothing does.
    """

    group: str
    time: str
    starts: str
    metrics: tuple[MetricSpec, ...]
    effort: tuple[str, ...] = ()
    first: date | None = None
    until: date | None = None

    @property
    def aggregates(self) -> AggregateSpec:
        """Return what to ask of the table with its cells."""
        return AggregateSpec(arm_column=CELL, metrics=self.metrics)

    @property
    def asked(self) -> AggregateSpec:
        """Return what to look for in the table as it is: the metrics' columns, and the group's."""
        return AggregateSpec(arm_column=self.group, metrics=self.metrics)

    @property
    def days(self) -> tuple[str, str]:
        """Return the columns that hold days."""
        return self.time, self.starts


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStart:
    """A group, the day on which it started (None where it never did), its rows, and the days of its first and last."""

    group: str
    starts: date | None
    rows: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Fault:
    rule: Rule
    column: str
    broken: "ibis.expr.types.BooleanValue"


def faults(table: "ibis.Table", spec: RolloutSpec) -> "ibis.Table":
    """Give the one-row expression that counts each fault and tells its first data row (from 0) and cell."""
    import ibis

    rows = table.mutate(milepost_row=ibis.row_number())
    columns = {}
    for k, each in enumerate(_faults(rows, spec)):
        columns[f"count{k}"] = rows.count(where=each.broken)
        columns[f"row{k}"] = rows.milepost_row.min(where=each.broken)
        columns[f"cell{k}"] = rows[each.column].cast("string").argmin(rows.milepost_row, where=each.broken)
    zones = [zone_of(rows[name]) for name in (spec.time, spec.starts)]
    for k, zone in enumerate(zones):
        columns |= {f"zone{k}_low": zone.min(), f"zone{k}_high": zone.max()}
    return rows.aggregate(**columns)


def fault_findings(row: Row, table: "ibis.Table", spec: RolloutSpec, source: str) -> Iterator[Finding]:
    """Find what `faults` counted: each fault at its first row."""
    for k, each in enumerate(_faults(table, spec)):
        if count := int(str(row[f"count{k}"] or 0)):
            at = int(str(row[f"row{k}"])) + 1
            cell = row[f"cell{k}"]
            more = f" ({count:,} such rows)" if count > 1 else ""
            what = "the cell is empty" if cell is None else f"the cell is {str(cell)[:40]!r}"
            message = f"row {at}, column {each.column!r}: {what}{more}"
            yield each.rule.at(_span(source, table, each.column, at), message, each.rule.fix)
    zones = {str(row[f"zone{k}_{end}"]) for k in (0, 1) for end in ("low", "high")} - {"None"}
    if len(zones) > 1:
        said = " and ".join(sorted(zones))
        message = f"columns {spec.time!r} and {spec.starts!r} hold instants of {said}"
        yield MIXED_ZONES.at(Span(path=source) if source else None, message, MIXED_ZONES.fix)


def by_group(table: "ibis.Table", spec: RolloutSpec) -> "ibis.Table":
    """Give the expression with a row per group: rows, first and last day, earliest and latest start, rows without."""
    rows = table.select(group=arm_of(table, spec.group), day=_day(table[spec.time]), starts=_day(table[spec.starts]))
    rows = rows.filter(_inside(rows.day, spec))
    return rows.group_by("group").aggregate(
        n=rows.count(),
        first=rows.day.min(),
        last=rows.day.max(),
        low=rows.starts.min(),
        high=rows.starts.max(),
        without=rows.count(where=rows.starts.isnull()),
    )


def groups_of(rows: Sequence[Row]) -> tuple[GroupStart, ...]:
    """Read the fetched rows of `by_group`, in the order of their starts; those that never start come last."""
    found = (
        GroupStart(
            group=str(row["group"]), starts=_date(row["low"]), rows=int(str(row["n"])), first=_sure(row["first"]),
            last=_sure(row["last"]),
        )
        for row in rows
    )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.starts or date.max, each.group)))


def start_findings(rows: Sequence[Row], spec: RolloutSpec, source: str) -> Iterator[Finding]:
    """Find groups that start on two days, or on one and on none."""
    for row in sorted(rows, key=lambda each: str(each["group"])):
        low, high, without = _date(row["low"]), _date(row["high"]), int(str(row["without"]))
        if low == high and (low is None or not without):
            continue
        other = f"on {high}" if high != low else f"on none, in {without:,} rows"
        message = f"group {str(row['group'])!r} starts on {low} and {other} (column {spec.starts!r})"
        yield STARTS_TWICE.at(Span(path=source) if source else None, message, STARTS_TWICE.fix)


def with_cells(table: "ibis.Table", spec: RolloutSpec, bounds: Sequence[date]) -> "ibis.Table":
    """Add the column CELL: group and step; the step counts the bounds (starts, ascending) that the row's day reached.

    Every column must exist, and no row be at fault.
    """
    import ibis

    day = _day(table[spec.time])
    step = sum(((day >= ibis.date(each)).cast("int64") for each in bounds), ibis.literal(0, "int64"))
    cell = arm_of(table, spec.group) + _PARTED + step.cast("string")
    return table.mutate(**{CELL: ibis.ifelse(_inside(day, spec), cell, ibis.literal(OUTSIDE))})


def cells_of(aggregates: Aggregates, metric: str) -> dict[tuple[str, int], Moments]:
    """Return the moments of a metric by group and step."""
    found = {}
    for arm in aggregates.arms:
        if arm.arm != OUTSIDE:
            group, _, step = arm.arm.rpartition(_PARTED)
            found[group, int(step)] = arm.moments[metric]
    return found


def _faults(table: "ibis.Table", spec: RolloutSpec) -> list[_Fault]:
    time, starts = table[spec.time], table[spec.starts]
    return [
        _Fault(NO_GROUP, spec.group, arm_of(table, spec.group).isnull()),
        _Fault(UNREADABLE_DAY, spec.time, _day(time).isnull()),
        _Fault(UNREADABLE_START, spec.starts, starts.notnull() & _day(starts).isnull()),
        *(_Fault(NEGATIVE_EFFORT, each, number(table, each, binary=False) < 0) for each in spec.effort),
    ]


def _inside(day: "ibis.expr.types.DateValue", spec: RolloutSpec) -> "ibis.expr.types.BooleanValue":
    import ibis

    inside: ibis.expr.types.BooleanValue = ibis.literal(value=True)
    if spec.first is not None:
        inside &= day >= ibis.date(spec.first)
    return inside & (day < ibis.date(spec.until)) if spec.until is not None else inside


def _day(column: "ibis.Value") -> "ibis.expr.types.DateValue":
    """Read a cell as a calendar day, as it is written there; null where it is none."""
    import ibis

    if not column.type().is_string():
        return column.cast("date")
    text = column.strip()
    return ibis.ifelse(text.re_search(_DAY), text.substr(0, 10), ibis.null("string")).try_cast("date")


def _date(cell: object) -> date | None:
    return date.fromisoformat(re.split("[T ]", str(cell))[0]) if cell is not None and str(cell) != "NaT" else None


def _sure(cell: object) -> date:
    found = _date(cell)
    assert found is not None
    return found


def _span(source: str, table: "ibis.Table", column: str, row: int) -> Span | None:
    field = tuple(table.columns).index(column) + 1
    return Span(path=source, line=row + 1, column=field, end_column=field + 1) if source else None
