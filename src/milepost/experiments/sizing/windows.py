"""From a table of unit, time and value to its history: one SELECT for the windows, one for the days, one for faults."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from milepost.experiments.sizing.asked import PRE, Asked
from milepost.experiments.sizing.history import WEEK, History, Window
from milepost.experiments.sizing.rules import COVARIATE_MOVES, MIXED_ZONES, NO_TIME, TOO_SHORT
from milepost.kernel.finding import Finding, Rule, Span
from milepost.kernel.near import hint
from milepost.outcomes.cells import breaks, number, usable
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rules import (
    MISSING_COLUMN,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_UNIT,
    NULL_VALUE,
    UNREADABLE_VALUE,
)
from milepost.statistics.moments import Moments

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]
MOST_WINDOWS = 26
LEAST_WEEKS = 2
_ZONE = r"([zZ]|[+-]\d{2}:?\d{2})\s*$"
_RULES = (NULL_UNIT, NO_TIME, NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE, NOT_BINARY_VALUE)


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


def history_of(extent_row: Row, half_rows: Sequence[Row], day_rows: Sequence[Row], asked: Asked, weeks: int) -> History:
    """Read what was fetched."""
    first, last = extent_row["first"], extent_row["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    levels = [(each["day"], _ratio(each)) for each in day_rows]
    cycle, left = _cycle([(day, level) for day, level in levels if isinstance(day, date) and level is not None])
    return History(
        first=first,
        last=last,
        rows=int(str(extent_row["rows"])),
        windows=tuple(
            _window(half_rows, asked, w, has_past=_has_past(asked, w, _whole(first, last))) for w in range(1, weeks + 1)
        ),
        cycle=cycle,
        daily=(_repeats(left, 1), _repeats(left, WEEK)),
    )


def moved_findings(half_rows: Sequence[Row], asked: Asked, source: str) -> Iterator[Finding]:
    """Find units whose covariate is not one number."""
    moved = sum(int(str(each.get("moved") or 0)) for each in half_rows)
    if moved:
        message = f"column {asked.covariate!r} changes within {moved:,} units"
        yield COVARIATE_MOVES.at(Span(path=source), message, COVARIATE_MOVES.fix)


def _whole(first: date, last: date) -> int:
    return ((last - first).days + 1) // WEEK


def _covariate(asked: Asked) -> str | None:
    return asked.covariate if asked.covariate not in {None, PRE} else None


def _has_past(asked: Asked, w: int, whole: int) -> bool:
    return _covariate(asked) is not None or 2 * w <= whole


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
            columns |= {f"cell{i}_{a}": table[column], f"x{i}_{a}": value, f"y{i}_{a}": usable(value)}
    if (covariate := _covariate(asked)) is not None:
        columns["covariate"] = usable(number(table, covariate, binary=False))
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
            rules = [NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE, *([NOT_BINARY_VALUE] if metric.is_binary else [])]
            names += [(rule, column) for rule in rules]
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
        for a in range(len(metric.columns)):
            cell, value = cells[f"cell{i}_{a}"], cells[f"x{i}_{a}"]
            rules = [NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE, *([NOT_BINARY_VALUE] if metric.is_binary else [])]
            yield from (breaks(rule, cell, value) for rule in rules)


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


def _window(half_rows: Sequence[Row], asked: Asked, w: int, *, has_past: bool) -> Window:
    halves = {}
    for i, metric in enumerate(asked.measured):
        width = len(_parts(metric, i, w, asked))
        found = [_read(each, i, w, width) for each in half_rows]
        found += [Moments.none(width)] * (2 - len(found))
        halves[metric.name] = (found[0], found[1])
    return Window(weeks=w, halves=halves, has_past=has_past)


def _read(row: Row, i: int, w: int, width: int) -> Moments:
    n = int(str(row[f"n{w}"] or 0))
    means = tuple(_float(row[f"m{i}_{w}_{a}"]) for a in range(width))
    cross = tuple(
        tuple(_float(row[f"c{i}_{w}_{min(a, b)}_{max(a, b)}"]) * n for b in range(width)) for a in range(width)
    )
    return Moments(n=n, means=means, cross=cross)


def _float(cell: object) -> float:
    return float(str(cell)) if cell is not None else 0.0


def _ratio(row: Row) -> float | None:
    over = _float(row["over"])
    return _float(row["top"]) / over if over else None


def _cycle(levels: Sequence[tuple[date, float]]) -> tuple[tuple[float, ...], list[float]]:
    """Return each weekday's level over the average, Monday first, and the days with the cycle taken out."""
    by_day: list[list[float]] = [[] for _ in range(WEEK)]
    for day, level in levels:
        by_day[day.weekday()].append(level)
    average = sum(level for _, level in levels) / len(levels)
    means = [sum(each) / len(each) if each else average for each in by_day]
    index = tuple(each / average if average else 1.0 for each in means)
    return index, [level - means[day.weekday()] for day, level in levels]


def _repeats(left: Sequence[float], lag: int) -> float | None:
    """Return the autocorrelation at a lag; None below three lags of days, or where nothing is left."""
    middle = sum(left) / len(left)
    off = [each - middle for each in left]
    total = sum(each**2 for each in off)
    if len(off) < 3 * lag + 1 or total <= 0:
        return None
    return sum(a * b for a, b in zip(off, off[lag:], strict=False)) / total


def _literal(day: date) -> "ibis.Value":
    import ibis

    return ibis.literal(day)
