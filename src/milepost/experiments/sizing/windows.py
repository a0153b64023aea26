"""From a table of unit, time and value to its history: one SELECT for the windows, one for the days, one for faults."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from milepost.experiments.sizing.asked import Asked
from milepost.experiments.sizing.history import WEEK
from milepost.experiments.sizing.rules import MIXED_ZONES, NO_TIME, TOO_SHORT
from milepost.kernel.finding import Finding, Rule, Span
from milepost.kernel.near import hint
from milepost.outcomes.cells import breaks, finite, number
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rules import (
    MISSING_COLUMN,
    NEGATIVE_MONEY,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_UNIT,
    NULL_VALUE,
    UNREADABLE_VALUE,
)

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]
MOST_WINDOWS = 26
LEAST_WEEKS = 2
_ZONE = r"([zZ]|[+-]\d{2}:?\d{2})\s*$"


def missing_columns(table: "ibis.Table", asked: Asked, source: str) -> Iterator[Finding]:
    """Find the columns that the table lacks, from its schema alone."""
    for column in dict.fromkeys(_columns(asked)):
        if column not in table.columns:
            message = f"there is no column {column!r} in {source}"
            yield MISSING_COLUMN.at(Span(path=source), message, hint(column, table.columns, "column"))


def extent(table: "ibis.Table", asked: Asked) -> "ibis.Table":
    """Give the one-row expression of the first and last day, the rows, and how many break each rule."""
    cells = _cells(table, asked)
    counts = {f"broken{k}": broken.sum() for k, (_, _, broken) in enumerate(_faults(cells, asked))}
    zoned = cells.zoned.sum() if "zoned" in cells.columns else cells.count() * 0
    return cells.aggregate(first=cells.day.min(), last=cells.day.max(), rows=cells.count(), zoned=zoned, **counts)


def first_fault(table: "ibis.Table", asked: Asked, k: int) -> "ibis.Table":
    """Give the expression of the first row that breaks the k-th rule, counted from 1 below the header."""
    import ibis

    cells = _cells(table, asked)
    cells = cells.mutate(row=ibis.row_number() + 1)
    _, _, broken = list(_faults(cells, asked))[k]
    return cells.filter(broken).aggregate(row=cells.filter(broken).row.min())


def extent_findings(
    row: Row, asked: Asked, table: "ibis.Table", source: str, rows: Mapping[int, int]
) -> Iterator[Finding]:
    """Find what is wrong with the cells; `rows` has the first row at fault by the rule's place."""
    faults = _fault_names(asked)
    for k, (rule, column) in enumerate(faults):
        if int(str(row[f"broken{k}"] or 0)):
            field = tuple(table.columns).index(column) + 1
            span = Span(path=source, line=rows[k] + 1, column=field, end_column=field + 1)
            yield rule.at(span, f"column {column!r}, row {rows[k]:,}: {rule.title.lower()}", rule.fix)
    count, zoned = int(str(row["rows"])), int(str(row["zoned"] or 0))
    if 0 < zoned < count:
        message = f"column {asked.time!r}: {zoned:,} of {count:,} times have a zone, the others none"
        yield MIXED_ZONES.at(Span(path=source), message, MIXED_ZONES.fix)
    first, last = row["first"], row["last"]
    weeks = ((last - first).days + 1) // WEEK if isinstance(first, date) and isinstance(last, date) else 0
    if weeks < LEAST_WEEKS:
        message = f"{source} holds {weeks} whole week{'' if weeks == 1 else 's'} of history"
        yield TOO_SHORT.at(Span(path=source), message, TOO_SHORT.fix)


def broken_rules(row: Row, asked: Asked) -> list[int]:
    """Return the places of the rules that some row breaks."""
    return [k for k in range(len(_fault_names(asked))) if int(str(row[f"broken{k}"] or 0))]


def windows(table: "ibis.Table", asked: Asked, last: date, weeks: int) -> "ibis.Table":
    """Give the expression with a row per half of the units: for each window what a unit had in it and before it."""
    cells = _cells(table, asked)
    week = (_literal(last).delta(cells.day, unit="day") / WEEK).floor().cast("int64")
    sums = {name: _summed(cells[name], is_binary=binary) for name, binary in _values(asked)}
    held = {"covariate": cells.covariate.min(), "covariate_to": cells.covariate.max()} if _covariate(asked) else {}
    weekly = cells.mutate(week=week).group_by(["unit", "week"]).aggregate(**sums, **held)
    units = weekly.group_by("unit").aggregate(**_by_unit(weekly, asked, weeks))
    half = units.unit.cast("string").hexdigest("md5").right(1).isin(list("01234567"))
    found = units.mutate(half=half)
    moved = {"moved": (found.covariate != found.covariate_to).sum()} if _covariate(asked) else {}
    return found.group_by("half").aggregate(**moved, **_moments(found, asked, weeks))


def days(table: "ibis.Table", asked: Asked) -> "ibis.Table":
    """Give the expression with a row per day: the primary metric's sum, and how much it is a sum over."""
    cells, primary = _cells(table, asked), asked.metrics[0]
    names = [name for name, _ in _values(asked)][: len(primary.columns)]
    over = cells[names[1]].sum() if primary.denominator else cells.unit.nunique()
    return cells.group_by("day").aggregate(top=cells[names[0]].sum(), over=over).order_by("day")


def width_of(metric: MetricSpec, asked: Asked) -> int:
    """Return how many columns a metric's moments have: its own, and those of its past or of the covariate."""
    return len(metric.columns) + (1 if _covariate(asked) else len(metric.columns))


def _covariate(asked: Asked) -> str | None:
    return asked.covariate_column


def _columns(asked: Asked) -> Iterator[str]:
    yield from (asked.unit, asked.time)
    yield from (column for metric in asked.measured for column in metric.columns)
    yield from ([_covariate(asked)] if _covariate(asked) else [])  # type: ignore[misc]
    yield from ([asked.only[0]] if asked.only else [])


def _values(asked: Asked) -> list[tuple[str, bool]]:
    """Return the name in our cells of each metric's columns, and whether it is read as zeros and ones."""
    return [(f"y{i}_{a}", m.is_binary) for i, m in enumerate(asked.measured) for a in range(len(m.columns))]


def _cells(table: "ibis.Table", asked: Asked) -> "ibis.Table":
    if asked.only is not None:
        column, value = asked.only
        table = table.filter(table[column].isnull() | (table[column].cast("string") == value))
    columns = {"unit": table[asked.unit], **_day(table[asked.time])}
    for i, metric in enumerate(asked.measured):
        for a, column in enumerate(metric.columns):
            value = number(table, column, binary=metric.is_binary)
            columns |= {f"cell{i}_{a}": table[column], f"x{i}_{a}": value, f"y{i}_{a}": finite(value)}
    if (covariate := _covariate(asked)) is not None:
        columns["covariate"] = finite(number(table, covariate, binary=False))
    return table.select(**columns)


def _day(column: "ibis.Value") -> dict[str, "ibis.Value"]:
    kind = column.type()
    if not kind.is_string():
        return {"day": column.try_cast("timestamp").date() if not kind.is_date() else column}
    text = column.strip()
    # A plain timestamp would drop the offset without a word.
    return {
        "day": text.try_cast("timestamp('UTC')").cast("timestamp").date(),
        "zoned": (text.length() > len("2026-11-22")) & text.re_search(_ZONE),
    }


def _fault_names(asked: Asked) -> list[tuple[Rule, str]]:
    names = [(NULL_UNIT, asked.unit), (NO_TIME, asked.time)]
    for metric in asked.measured:
        for column in metric.columns:
            names += [(rule, column) for rule in _rules(metric, column, asked)]
    return names


def _faults(cells: "ibis.Table", asked: Asked) -> Iterator[tuple[Rule, str, "ibis.Value"]]:
    named = iter(_fault_names(asked))
    for broken in _breaks(cells, asked):
        rule, column = next(named)
        yield rule, column, broken


def _breaks(cells: "ibis.Table", asked: Asked) -> Iterator["ibis.Value"]:
    yield breaks(NULL_UNIT, cells.unit)
    yield cells.day.isnull()
    for i, metric in enumerate(asked.measured):
        for a, column in enumerate(metric.columns):
            cell, value = cells[f"cell{i}_{a}"], cells[f"x{i}_{a}"]
            yield from (breaks(rule, cell, value) for rule in _rules(metric, column, asked))


def _rules(metric: MetricSpec, column: str, asked: Asked) -> tuple[Rule, ...]:
    money = asked.money
    is_revenue = money is not None and not money.is_contribution and column == money.metric
    binary = (NOT_BINARY_VALUE,) if metric.is_binary else ()
    return (NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE, *binary, *((NEGATIVE_MONEY,) if is_revenue else ()))


def _summed(column: "ibis.Column", *, is_binary: bool) -> "ibis.Value":
    return column.max() if is_binary else column.sum()


def _by_unit(weekly: "ibis.Table", asked: Asked, weeks: int) -> dict[str, "ibis.Value"]:
    columns: dict[str, ibis.Value] = {}
    if _covariate(asked):
        columns |= {"covariate": weekly.covariate.min(), "covariate_to": weekly.covariate_to.max()}
    for w in range(1, weeks + 1):
        now, before = weekly.week < w, (weekly.week >= w) & (weekly.week < 2 * w)
        columns[f"seen{w}"] = now.any()
        for name, binary in _values(asked):
            of = weekly[name]
            columns[f"{name}_now{w}"] = of.max(where=now) if binary else of.sum(where=now)
            if not _covariate(asked):
                # The past of a share is how many of its weeks had it: more of it is told than by any.
                columns[f"{name}_past{w}"] = of.sum(where=before).fill_null(0.0)
    return columns


def _parts(metric: MetricSpec, i: int, w: int, asked: Asked) -> list[str]:
    now = [f"y{i}_{a}_now{w}" for a in range(len(metric.columns))]
    past = ["covariate"] if _covariate(asked) else [f"y{i}_{a}_past{w}" for a in range(len(metric.columns))]
    return now + past


def _moments(units: "ibis.Table", asked: Asked, weeks: int) -> dict[str, "ibis.Value"]:
    columns: dict[str, ibis.Value] = {}
    for w in range(1, weeks + 1):
        seen = units[f"seen{w}"]
        columns[f"n{w}"] = units.count(where=seen)
        for i, metric in enumerate(asked.measured):
            values = [units[name].fill_null(0.0) for name in _parts(metric, i, w, asked)]
            for a, one in enumerate(values):
                columns[f"m{i}_{w}_{a}"] = one.mean(where=seen)
                for b, other in enumerate(values[: a + 1]):
                    crossed = one.var(how="pop", where=seen) if a == b else one.cov(other, how="pop", where=seen)
                    columns[f"c{i}_{w}_{b}_{a}"] = crossed
    return columns


def _literal(day: date) -> "ibis.Value":
    import ibis

    return ibis.literal(day)
