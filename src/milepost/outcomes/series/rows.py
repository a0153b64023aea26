"""From a table to one row a period: one SELECT, whatever the number of metrics and checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Refused, Rule, Span
from milepost.outcomes.aggregates import AggregateSpec, Check
from milepost.outcomes.cells import breaks, finite, number
from milepost.outcomes.faults import column_findings, fault_said
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.outcomes.rules import NEGATIVE_MONEY, NOT_FINITE_VALUE, NULL_VALUE, UNREADABLE_VALUE
from milepost.outcomes.series.rules import NO_PERIOD_VALUE, TOO_MANY_PERIODS

if TYPE_CHECKING:
    import ibis

MOST = 20_000
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpec:
    """What to read: `time` is the column of dates. `money_column` is never negative; None without."""

    time: str
    metrics: tuple[MetricSpec, ...]
    money_column: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the metrics' columns, each once."""
        return tuple(dict.fromkeys(column for metric in self.metrics for column in metric.columns))

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return every rule for cells, in the order in which they are reported."""
        return tuple(Check(rule=rule, column=column) for column in self.columns for rule in self._rules(column))

    def _rules(self, column: str) -> Iterator[Rule]:
        yield from (NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE)
        if column == self.money_column:
            yield NEGATIVE_MONEY


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One text of the time column: `n` rows bear it, the first of which is data row `row`, counted from 1."""

    time: str | None
    n: int
    row: int
    sums: Mapping[str, float]
    broken: Mapping[Check, str]
    """What the first broken cell of each check says; only checks that are broken."""


def asked(table: "ibis.Table", spec: SeriesSpec, source: str) -> Iterator[Finding]:
    """Find what the schema alone shows: columns that miss or hold no numbers, metrics that have no level by period."""
    # The time's column is looked for as an arm's would be: it must be there, whatever it holds.
    yield from column_findings(table, AggregateSpec(arm_column=spec.time, metrics=spec.metrics), source)
    for metric in spec.metrics:
        if metric.kind is MetricKind.PROPORTION:
            message = f"metric {metric.name!r} is a proportion of units, and a row of a series is a period"
            yield NO_PERIOD_VALUE.at(Span(path=source), message, NO_PERIOD_VALUE.fix)


def period_query(table: "ibis.Table", spec: SeriesSpec) -> "ibis.Table":
    """Give the expression with a row per time: count, first row, sums, and the first broken cell of each check."""
    import ibis

    columns: dict[str, ibis.Value] = {"time": table[spec.time].cast("string"), "row": ibis.row_number() + 1}
    for j, column in enumerate(spec.columns):
        columns |= {f"cell{j}": table[column], f"x{j}": number(table, column, binary=False)}
    cells = table.select(**columns)
    asked_of: dict[str, ibis.Value] = {"n": cells.count(), "first": cells.row.min()}
    for j in range(len(spec.columns)):
        asked_of[f"sum{j}"] = finite(cells[f"x{j}"]).sum()
    for k, check in enumerate(spec.checks):
        j = spec.columns.index(check.column)
        wrong = breaks(check.rule, cells[f"cell{j}"], cells[f"x{j}"])
        asked_of |= {f"broken{k}": wrong.sum(), f"text{k}": cells[f"cell{j}"].cast("string").min(where=wrong)}
    return cells.group_by("time").aggregate(**asked_of).order_by("first").limit(MOST + 1)


def period_rows(rows: Sequence[Row], spec: SeriesSpec) -> tuple[PeriodRow, ...]:
    """Read the fetched rows of `period_query`, in the order of the file."""
    return tuple(_row(each, spec) for each in rows)


def row_findings(rows: Sequence[PeriodRow], spec: SeriesSpec, source: str) -> Iterator[Finding]:
    """Find a table that is no series, and the first cell that breaks each rule."""
    if len(rows) > MOST:
        message = f"column {spec.time!r} has more than {MOST:,} values"
        yield TOO_MANY_PERIODS.at(Span(path=source), message, TOO_MANY_PERIODS.fix)
        return
    for check in spec.checks:
        broken = [each for each in rows if check in each.broken]
        if broken:
            first, more = broken[0], f" ({len(broken):,} such rows)" if len(broken) > 1 else ""
            said, todo = fault_said(check, first.broken[check] or None)
            message = f"row {first.row}, column {check.column!r}: {said}{more}"
            yield check.rule.at(Span(path=source, line=first.row + 1), message, todo)


def values_of(rows: Sequence[PeriodRow], metric: MetricSpec, source: str) -> tuple[float, ...]:
    """Return the metric's value by period; raises Refused where a ratio's denominator is zero."""
    if metric.denominator is None:
        return tuple(each.sums[metric.column] for each in rows)
    nothing = next((each for each in rows if each.sums[metric.denominator] == 0), None)
    if nothing is not None:
        message = f"row {nothing.row}, column {metric.denominator!r}: the denominator of {metric.name!r} is zero"
        raise Refused(NO_PERIOD_VALUE.at(Span(path=source, line=nothing.row + 1), message, NO_PERIOD_VALUE.fix))
    return tuple(each.sums[metric.column] / each.sums[metric.denominator] for each in rows)


def _row(row: Row, spec: SeriesSpec) -> PeriodRow:
    broken = {
        check: str(row[f"text{k}"] or "") for k, check in enumerate(spec.checks) if int(str(row[f"broken{k}"] or 0))
    }
    sums = {column: float(str(row[f"sum{j}"] or 0)) for j, column in enumerate(spec.columns)}
    time = row["time"]
    return PeriodRow(
        time=None if time is None else str(time),
        n=int(str(row["n"])),
        row=int(str(row["first"])),
        sums=sums,
        broken=broken,
    )
