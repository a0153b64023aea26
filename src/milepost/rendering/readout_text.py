"""A read-out as plain text: the sentence, marks of trust, bars with their tables, money, and what stands behind."""

from collections.abc import Iterator
from dataclasses import replace

from milepost.kernel.words import SYMBOLS
from milepost.presentation.readout_folded import Folded
from milepost.presentation.readout_view import ReadOutView
from milepost.presentation.values import Table
from milepost.rendering.intervals import Interval, intervals_of
from milepost.rendering.text import paragraph, table_text

_NAME, _LEAST_BAR = 24, 20
_KEY = "Bars: o the estimate, --- its 95% interval, | zero (no effect); each bar has its own scale."


def readout_text(view: ReadOutView, width: int = 80) -> str:
    """Write a read-out, wrapped to `width` characters; tables of many number columns may stay wider."""
    return "\n\n".join(each for each in _blocks(view, width) if each) + "\n"


def _blocks(view: ReadOutView, width: int) -> Iterator[str]:
    yield paragraph(view.sentence, width)
    yield _strip(view, width)
    yield paragraph(view.trust, width)
    yield from (paragraph(each, width) for each in view.waiting)
    yield from (_effects(each, width) for each in view.effects)
    yield paragraph(_KEY, width) if any(map(_drawn, view.effects)) else ""
    for other in (view.guardrails, view.money):
        yield table_text(other, width) if other else ""
    for part in view.folded:
        yield _folded(part, width)
    yield paragraph(view.grade, width)
    yield paragraph(view.strength, width) if view.strength else ""
    yield _behind(view, width)


def _strip(view: ReadOutView, width: int) -> str:
    """Lay the marks side by side; one that does not fit begins a line."""
    lines: list[str] = []
    for mark in view.strip:
        said = f"{mark.symbol} {mark.word}"
        if lines and len(lines[-1]) + 3 + len(said) <= width - 7:
            lines[-1] += f"   {said}"
        else:
            lines.append(said)
    return "\n".join(f"{'Trust' if not place else '':7}{line}".rstrip() for place, line in enumerate(lines))


def _effects(of: Table, width: int) -> str:
    """Write an arm's title, its bars, and the numbers beneath them."""
    if not (found := _drawn(of)):
        return table_text(of, width)
    bars = "\n".join([paragraph(of.title, width), *_bars(found, width)])
    return f"{bars}\n\n{table_text(replace(_without_phases(of), title=''), width)}"


def _drawn(of: Table) -> tuple[Interval, ...]:
    return intervals_of(of, name="Metric", estimate="Effect", least=None)


def _bars(found: tuple[Interval, ...], width: int) -> Iterator[str]:
    name = min(_NAME, max(len(each.name) for each in found))
    phases = [f"  {SYMBOLS[each.phase]} {each.phase}" if each.phase else "" for each in found]
    room = max(_LEAST_BAR, width - name - 2 - max(map(len, phases)))
    for each, phase in zip(found, phases, strict=True):
        yield f"{_cut(each.name, name)}  {_bar(each, room)}{phase}".rstrip()


def _without_phases(of: Table) -> Table:
    """Leave out the column that the bars tell already, where they tell it of every row."""
    told = [each for each in _drawn(of) if each.phase]
    if len(told) < len(of.rows) or of.columns[-1].title != "Phase":
        return of
    return replace(of, columns=of.columns[:-1], rows=tuple(row[:-1] for row in of.rows))


def _bar(of: Interval, room: int) -> str:
    """Draw an interval on its own scale, that holds zero."""
    low, high = min(float(of.low), 0.0), max(float(of.high), 0.0)
    span = (high - low) or 1.0

    def place(value: float) -> int:
        return round((value - low) / span * (room - 1))

    cells = [" "] * room
    for at in range(place(float(of.low)), place(float(of.high)) + 1):
        cells[at] = "-"
    cells[place(0.0)] = "|"
    cells[place(float(of.middle))] = "o"
    return "".join(cells)


def _cut(name: str, width: int) -> str:
    return name.ljust(width) if len(name) <= width else f"{name[: width - 2]}.."


def _folded(of: Folded, width: int) -> str:
    if of.is_apart:
        return ""
    blocks = [
        of.title,
        *(paragraph(each, width) for each in of.lines),
        *(table_text(each, width) for each in of.brief or of.tables),
    ]
    return "\n\n".join(blocks)


def _behind(view: ReadOutView, width: int) -> str:
    apart = any(each.is_apart for each in view.folded)
    lines = [paragraph("Method and SQL: in --json and on the page of --html.", width)] if apart else []
    return "\n".join([*lines, *([f"snapshot {view.snapshot}"] if view.snapshot else [])])
