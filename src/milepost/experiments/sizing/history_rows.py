"""From what was fetched of a table to its history."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from milepost.experiments.sizing.asked import Asked
from milepost.experiments.sizing.history import WEEK, History, Window
from milepost.experiments.sizing.rules import COVARIATE_MOVES
from milepost.experiments.sizing.windows import width_of
from milepost.kernel.finding import Finding, Span
from milepost.statistics.moments import Moments

Row = Mapping[str, object]


def history_of(extent_row: Row, half_rows: Sequence[Row], day_rows: Sequence[Row], asked: Asked, weeks: int) -> History:
    """Read what was fetched."""
    first, last = extent_row["first"], extent_row["last"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    levels = [(each["day"], _ratio(each)) for each in day_rows]
    cycle, left = _cycle([(day, level) for day, level in levels if isinstance(day, date) and level is not None])
    fixed, whole = asked.covariate_column is not None, ((last - first).days + 1) // WEEK
    return History(
        first=first,
        last=last,
        rows=int(str(extent_row["rows"])),
        windows=tuple(_window(half_rows, asked, w, has_past=fixed or 2 * w <= whole) for w in range(1, weeks + 1)),
        cycle=cycle,
        daily=(_repeats(left, 1), _repeats(left, WEEK)),
    )


def moved_findings(half_rows: Sequence[Row], asked: Asked, source: str) -> Iterator[Finding]:
    """Find units whose covariate is not one number."""
    moved = sum(int(str(each.get("moved") or 0)) for each in half_rows)
    if moved:
        message = f"column {asked.covariate!r} changes within {moved:,} units"
        yield COVARIATE_MOVES.at(Span(path=source), message, COVARIATE_MOVES.fix)


def _window(half_rows: Sequence[Row], asked: Asked, w: int, *, has_past: bool) -> Window:
    halves = {}
    for i, metric in enumerate(asked.measured):
        width = width_of(metric, asked)
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
