"""Which rows of a table of aggregates can be read, and what is wrong with the others."""

import math
from collections.abc import Iterator, Mapping, Sequence

from milepost.experiments.looks.rules import BROKEN_LOOK, NO_READING, SAME_LOOK, SHRINKING
from milepost.experiments.rules import SRM_FAILED
from milepost.kernel.finding import Finding, Rule, Span
from milepost.outcomes.cells import LARGEST
from milepost.outcomes.look_table import COLUMNS, NAMES, NUMBERS, Key, LookRow

SHRINKS = "fewer units than at an earlier look"
MISFIT = "the arms' sizes do not fit the intended split (SRM p < .001)"
_COUNTS, _VARIANCES = ("count_c", "count_t"), ("variance_c", "variance_t")


def row_findings(rows: Sequence[LookRow], source: str) -> Iterator[Finding]:
    """Find the cells that make a table unusable: one finding a column, at its first row, and looks that stand twice."""
    seen: dict[str, tuple[LookRow, str, int]] = {}
    for row in rows:
        for column, fault in _faults(row):
            first, text, count = seen.get(column, (row, fault, 0))
            seen[column] = (first, text, count + 1)
    for column, (row, fault, count) in seen.items():
        more = f" ({count:,} such rows)" if count > 1 else ""
        message = f"row {row.row}, column {column!r}: {fault}{more}"
        yield BROKEN_LOOK.at(_span(source, row.row, column), message, BROKEN_LOOK.fix)
    yield from _doubles(rows, source)


def reason(row: LookRow) -> str:
    """Say why a sound row gives no number; empty where it does."""
    cells = dict(zip(NUMBERS, row.numbers, strict=True))
    if missing := [name for name in NUMBERS if cells[name] is None]:
        return f"no {missing[0]}"
    if few := [name for name in _COUNTS if (cells[name] or 0) < 2]:
        return f"{few[0]} below two"
    flat = [name for name in _VARIANCES if not (cells[name] or 0) > 0]
    return "neither arm varies" if len(flat) > 1 else f"{flat[0]} is zero" if flat else ""


def shrinking(rows: Sequence[LookRow]) -> frozenset[int]:
    """Name the rows, in order of time, in which an arm has fewer units than in an earlier one that can be read."""
    found, most = set(), [0.0, 0.0]
    for row in rows:
        counts = [each or 0.0 for each in row.numbers[1:3]]
        if any(now < before for now, before in zip(counts, most, strict=True)):
            found.add(row.row)
        else:
            most = counts if not reason(row) else most
    return frozenset(found)


def skipped_findings(skipped: Mapping[str, Sequence[LookRow]], source: str) -> Iterator[Finding]:
    """Find the looks that give no number, once a reason, at the first row."""
    rules: Mapping[str, Rule] = {SHRINKS: SHRINKING, MISFIT: SRM_FAILED}
    for why, rows in ((why, rows) for why, rows in skipped.items() if rows):
        rule = rules.get(why, NO_READING)
        first, series = rows[0], len({each.key for each in rows})
        more = f" ({len(rows):,} such rows, of {series:,} series)" if len(rows) > 1 else ""
        yield rule.at(_span(source, first.row, NAMES[0]), f"row {first.row}: {why}, so no number{more}", rule.fix)


def _faults(row: LookRow) -> Iterator[tuple[str, str]]:
    yield from ((name, "the cell is empty") for name, cell in zip(NAMES, row.key, strict=True) if not cell)
    if row.broken is not None:
        yield row.broken[0], f"{row.broken[1][:40]!r} is not a number"
        return
    for name, value in zip(NUMBERS, row.numbers, strict=True):
        if value is None:
            if name == NUMBERS[0]:
                yield name, "the cell is empty"
        elif not abs(value) <= LARGEST:
            yield name, "the number is not finite, or beyond 1e100"
        elif value < 0 and name in (*_COUNTS, *_VARIANCES):
            yield name, f"{value:g} is below zero"
        elif name in _COUNTS and not math.isclose(value, round(value), abs_tol=0):
            yield name, f"{value:g} is not a whole number"


def _doubles(rows: Sequence[LookRow], source: str) -> Iterator[Finding]:
    first: dict[tuple[Key, float], LookRow] = {}
    for row in rows:
        if row.time is None or not all(row.key):
            continue
        if (other := first.setdefault((row.key, row.time), row)) is not row:
            name = ", ".join(f"{column} {cell}" for column, cell in zip(NAMES, row.key, strict=True))
            message = f"rows {other.row} and {row.row} are both of {name}, time {row.time:g}"
            yield SAME_LOOK.at(_span(source, row.row, NAMES[0]), message, SAME_LOOK.fix)


def _span(source: str, row: int, column: str) -> Span:
    place = COLUMNS.index(column) + 1
    return Span(path=source, line=row + 1, column=place, end_column=place + 1)
