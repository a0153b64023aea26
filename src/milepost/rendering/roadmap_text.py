"""A roadmap for a terminal: bars from characters, the accepted baseline under each, nothing wider than the terminal."""

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from milepost.presentation.goal_lines import GoalLine, ValueChain
from milepost.presentation.roadmap_timeline import RoadmapTimeline, RowKind, Stretch, TimelineGroup, TimelineRow
from milepost.presentation.roadmap_view import DONE, RoadmapView
from milepost.presentation.values import Table
from milepost.rendering.text import paragraph, table_text
from milepost.rendering.wrapping import wrapped

LABEL, RIGHT = 27, 13
TITLE_LINES = 2
IN_TEXT = ("Item", "Baseline", "Due", "Forecast", "p10 to p90", "Delays")
"""Columns of the table that the lines of the timeline do not say already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The characters of a drawing. Each form has its own: none is told apart by colour."""

    past: str = "█"
    ahead: str = "▒"
    critical: str = "▓"
    live: str = "━"
    baseline: str = "╌"
    spread: str = "·"
    made: str = "◆"
    open: str = "◇"
    due: str = "△"
    today: str = "┆"
    beyond: str = "▸"


UNICODE = Marks()
ASCII = Marks(
    past="#", ahead="=", critical="%", live="_", baseline="-", spread=".",
    made="*", open="o", due="^", today=":", beyond=">",
)  # fmt: skip
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "’": "'", "−": "-", "–": "-", "·": "-", "…": "~", "≥": ">=", "≤": "<=",
    "✓": "v", "↺": "~", "■": "X", "▲": "!", "◌": ".", "●": "o", "◇": "<", "◆": "*", "→": "->",
})  # fmt: skip


def roadmap_text(view: RoadmapView, width: int = 80, *, is_ascii: bool = False) -> str:
    """Write a roadmap, wrapped to `width` characters; in ASCII where the terminal may not have the shapes."""
    marks = ASCII if is_ascii else UNICODE
    blocks = [
        paragraph(view.program, width),
        paragraph(view.message, width),
        *(paragraph(each, width) for each in (" ".join(view.banners), view.notes[0]) if each),
        "\n".join(_timeline(view.timeline, width, marks)),
        *(table_text(each, width) for each in (view.what_if,) if each),
        *(table_text(each, width) for each in (_narrow(view.table),) if each.rows),
        "\n".join(_goals(view.goals, width)),
        *(paragraph(each, width) for each in view.notes[1:]),
    ]
    text = "\n\n".join(blocks) + "\n"
    return plain(text) if is_ascii else text


def plain(text: str) -> str:
    """Write a text in ASCII: shapes by letters, accents left out, anything else as a question mark."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(each for each in text if not unicodedata.combining(each)).encode("ascii", "replace").decode()


def _timeline(of: RoadmapTimeline, width: int, marks: Marks) -> Iterator[str]:
    room = width - LABEL - RIGHT - 2
    yield from _header(of, room, marks)
    for group in of.groups:
        yield from _group(of, group, width, marks)
    yield ""
    yield from (each.replace("\u00a0", " ") for each in textwrap.wrap(_legend(of, marks), width))


def _header(of: RoadmapTimeline, room: int, marks: Marks) -> Iterator[str]:
    years, quarters = [" "] * room, [" "] * room
    # From the right: the first year may be one quarter wide, and gives way to a whole one.
    for each in reversed(of.quarters):
        place = _column(of, each.on, room)
        _write(years, place, each.year) or _write(years, place, f"'{each.year[2:]}" if each.year else "")
    for each in of.quarters:
        _write(quarters, _column(of, each.on, room), each.label)
    yield f"{'':{LABEL}} {''.join(years)}".rstrip()
    yield f"{'':{LABEL}} {''.join(quarters)}".rstrip()
    if of.today is not None:
        place = _column(of, of.today, room)
        said = f"as of {of.today.day} {of.today:%b}"
        line = f"{said} {marks.today}" if place > len(said) else f"{'':{place}}{marks.today} {said}"
        yield f"{'':{LABEL}} {line.rjust(place + 1)}".rstrip()


def _write(cells: list[str], place: int, text: str) -> bool:
    """Write a text into cells unless it would touch another or run over the end; tells whether it did."""
    has_room = place + len(text) <= len(cells)
    if not has_room or any(each != " " for each in cells[max(0, place - 1) : place + len(text) + 1]):
        return False
    cells[place : place + len(text)] = text
    return True


def _group(of: RoadmapTimeline, group: TimelineGroup, width: int, marks: Marks) -> Iterator[str]:
    badge = f"  {group.badge.symbol} {group.badge.word}" if group.badge else ""
    hidden = f"  ({group.hidden} more)" if group.hidden else ""
    room = width - len(badge) - len(hidden)
    yield ""
    yield f"{_cut(group.title.upper(), room)}{badge}{hidden}"
    for row in group.rows:
        yield from _row(of, row, width, marks)


def _row(of: RoadmapTimeline, row: TimelineRow, width: int, marks: Marks) -> Iterator[str]:
    room = width - LABEL - RIGHT - 2
    drawn, promised = _empty(of, room, marks), _empty(of, room, marks)
    _draw(of, row, drawn, marks)
    _promise(of, row, promised, marks)
    name = row.about.partition(",")[0]
    word = f"{row.badge.symbol} {row.badge.word}"
    left = [*_title(row, marks), f"    {_cut(f'{word}, {name}' if name else word, LABEL - 4)}"]
    plots = [drawn, promised, *([_empty(of, room, marks)] * (len(left) - 2))]
    rights = [row.slip, row.room or row.chance or row.done_on, *([""] * (len(left) - 2))]
    for label, plot, right in zip(left, plots, rights, strict=True):
        yield f"{label:{LABEL}} {''.join(plot)} {right}".rstrip()


def _title(row: TimelineRow, marks: Marks) -> Iterator[str]:
    """Write the title on at most two lines, behind the sign of a milestone."""
    symbol = (marks.made if row.is_done else marks.open) if row.kind is RowKind.MILESTONE else " "
    first, *rest = textwrap.wrap(row.title, LABEL - 2) or [row.ref]
    yield f"{symbol} {first}"
    if rest:
        yield f"  {rest[0] if len(rest) < TITLE_LINES else _cut(f'{rest[0]} {rest[1]}', LABEL - 2)}"


def _empty(of: RoadmapTimeline, room: int, marks: Marks) -> list[str]:
    cells = [" "] * room
    if of.today is not None:
        cells[_column(of, of.today, room)] = marks.today
    return cells


def _draw(of: RoadmapTimeline, row: TimelineRow, cells: list[str], marks: Marks) -> None:
    _fill(of, row.spread, cells, marks.spread)
    _fill(of, row.live, cells, marks.live)
    _fill(of, row.ahead, cells, marks.critical if row.is_critical else marks.ahead)
    _fill(of, row.past, cells, marks.past)
    ends = [each.end for each in (row.ahead, row.past) if each] + ([row.day] if row.day else [])
    if row.day is not None:
        cells[_column(of, row.day, len(cells))] = marks.made if row.is_done else marks.open
    if any(each >= of.end for each in ends):
        cells[-1] = marks.beyond


def _promise(of: RoadmapTimeline, row: TimelineRow, cells: list[str], marks: Marks) -> None:
    if row.baseline is None:
        return
    if row.kind is RowKind.MILESTONE:
        cells[_column(of, row.baseline.end, len(cells))] = marks.due
    else:
        _fill(of, row.baseline, cells, marks.baseline)


def _fill(of: RoadmapTimeline, stretch: Stretch | None, cells: list[str], mark: str) -> None:
    if stretch is None or stretch.start >= of.end or stretch.end < of.start:
        return
    first, last = _column(of, stretch.start, len(cells)), _column(of, stretch.end, len(cells))
    for place in range(first, max(first + 1, last)):
        cells[place] = mark


def _column(of: RoadmapTimeline, day: date, room: int) -> int:
    return min(room - 1, int(of.place(day) * room))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(0, room - 1)].rstrip()}…"


def _legend(of: RoadmapTimeline, marks: Marks) -> str:
    """Give the signs drawn, each with its word behind spaces that do not break."""
    rows = of.rows
    told = [
        (any(each.past for each in rows), f"{marks.past * 2} work done"),
        (any(each.ahead and not each.is_critical for each in rows), f"{marks.ahead * 2} work to come"),
        (any(each.ahead and each.is_critical for each in rows), f"{marks.critical * 2} critical"),
        (any(each.live for each in rows), f"{marks.live * 2} live"),
        (any(each.spread for each in rows), f"{marks.spread * 2} p10 to p90"),
        (any(each.day and each.is_done for each in rows), f"{marks.made} achieved"),
        (any(each.day and not each.is_done for each in rows), f"{marks.open} forecast"),
        (any(each.baseline for each in rows if each.kind is RowKind.CAPABILITY), f"{marks.baseline * 2} baseline"),
        (any(each.baseline for each in rows if each.kind is RowKind.MILESTONE), f"{marks.due} due"),
    ]
    return "  ".join(text.replace(" ", "\u00a0") for is_drawn, text in told if is_drawn)


def _narrow(of: Table) -> Table:
    kept = [place for place, each in enumerate(of.columns) if each.title in IN_TEXT]
    # What is done has its day in the timeline already.
    spread = [each.title for each in of.columns].index("Slack")
    rows = tuple(tuple(row[place] for place in kept) for row in of.rows if row[spread] != DONE)
    return Table(title=of.title, columns=tuple(of.columns[place] for place in kept), rows=rows, note=of.note)


def _goals(of: tuple[GoalLine, ...], width: int) -> Iterator[str]:
    yield "DATA -> DECISION -> CUSTOMER OUTCOME -> VALUE; amounts of a goal are not added"
    for goal in of:
        yield ""
        badge = f"  {goal.badge.symbol} {goal.badge.word}"
        yield f"{_cut(goal.title, width - len(badge))}{badge}"
        yield from wrapped(goal.target, width, "  ", "  ")
        if not goal.chains and not goal.hidden:
            yield from wrapped("gap: no capability serves it; write `serves:` in one", width, "  ", "  ")
        for chain in goal.chains:
            yield from _chain(chain, width)
        if goal.hidden:
            yield f"  {goal.hidden} more capabilities serve it; --all shows them"


def _chain(of: ValueChain, width: int) -> Iterator[str]:
    yield f"  {_cut(of.title, width - 24)}  {of.badge.symbol} {of.badge.word}"
    for name, link in of.links:
        grade = f", grade {of.grade}{of.basis}" if name == "value" and of.grade else ""
        said = f"gap: {link.todo}" if link.is_gap else link.text + grade
        lead = f"    {name:<9} "
        yield from wrapped(said, width, lead, " " * len(lead))
