"""The value section of a status: by capability, harm first, each entry named by its experiment."""

from collections.abc import Iterator, Sequence

from milepost.kernel.words import Grade
from milepost.ledger.entry import LedgerEntry
from milepost.presentation.counted import counted
from milepost.presentation.graded import grade_because
from milepost.presentation.report.entries import BADGES, Standing, name_of, standing_of, told_of
from milepost.presentation.report.program_total import (
    shrunk_said,
    total_lines_said,
    total_said,
    why_not_said,
    without_total,
)
from milepost.presentation.report.value_rows import place_of
from milepost.presentation.report.wording import Wording, capital
from milepost.presentation.status_entries import Entry
from milepost.roadmap.money import bare, headline, money
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.value_lines import ValueLine

MOST_REVERSALS = 3
_WORDS = {Standing.GAIN: "realised gain", Standing.LOSS: "realised loss", Standing.UNCLEAR: "unclear"}


def value_entries(status: RoadmapStatus) -> Iterator[Entry]:
    """Give the lines of value under their capability, what was reversed, and that nothing is added."""
    words = Wording(status.program, {each.ref: each.title for each in status.capabilities})
    groups: dict[str, list[ValueLine]] = {}
    for line in sorted(status.value, key=place_of):
        groups.setdefault(line.capability, []).append(line)
    for slug, lines in sorted(groups.items(), key=lambda each: (_rank(each[1]), each[0])):
        ref = f"capability/{slug}"
        yield Entry(mark="", title=f"{words.title(ref)} ({ref})")
        yield from (_entry(each, status, words) for each in lines)
    yield from _reversed(status, words)
    yield from _total(status)


def _total(status: RoadmapStatus) -> Iterator[Entry]:
    """Tell the whole program apart from its parts; or why there is no total."""
    if status.totals:
        yield Entry(mark="", title="The whole program, by its holdout; the parts above are not added to it")
    for line in status.totals:
        mark = "total" if line.is_claimed else "not claimed"
        why = why_not_said(line)
        lines = (*([capital(why)] if why else []), *total_lines_said(line), line.event)
        yield Entry(mark=mark, title=total_said(line), lines=lines)
    for old in status.total_reversals[-MOST_REVERSALS:]:
        said = f"{headline(old.total.amount)}, grade {old.total.grade}, {old.total.period}; {old.event}"
        yield Entry(mark="reversed", title=f"total of holdout/{old.total.holdout}: {said}")
    if not status.totals and (status.no_total or (status.value and not status.program.holdouts)):
        yield Entry(mark="total", title=without_total(status))


def _rank(lines: Sequence[ValueLine]) -> int:
    """Put what loses first, then what was measured, then what is only planned."""
    found = {standing_of(each, each.entry) for each in lines if each.entry is not None}
    return 0 if Standing.LOSS in found else 1 if found else 2


def _entry(line: ValueLine, status: RoadmapStatus, words: Wording) -> Entry:
    if line.entry is None:
        assert line.plan is not None
        low, middle, high = line.plan
        said = f"{money(middle, line.currency)} by the plan (p10 {bare(low)}, p90 {bare(high)}), grade {Grade.D}"
        return Entry(mark="projected", title=said)
    standing = standing_of(line, line.entry)
    mark = f"{BADGES[standing].symbol} {_WORDS.get(standing, standing.value)}"
    return Entry(mark=mark, title=name_of(line.entry, words), lines=tuple(_lines(line, line.entry, status)))


def _lines(line: ValueLine, entry: LedgerEntry, status: RoadmapStatus) -> Iterator[str]:
    if (lapsed := line.lapsed) is not None:
        yield capital(lapsed)
    measured = "" if entry.grade.may_be_realised else "measured, but not to be called realised: "
    yield measured + told_of(line, entry)
    if line.shrunk is not None:
        yield shrunk_said(entry.amount.estimate, line.shrunk, line.currency)
    about = f"grade {entry.grade}, {grade_because(entry, status)} · {counted(entry, 'contacted')}"
    yield about + (f" · {entry.period}" if entry.period else "")
    yield f"{line.event}"


def _reversed(status: RoadmapStatus, words: Wording) -> Iterator[Entry]:
    if status.reversals:
        yield Entry(mark="", title="Reversed, no longer claimed")
    for old in status.reversals[-MOST_REVERSALS:]:
        until = f"claimed from {words.day(old.posted_at)} to {words.day(old.reversed_at)}; {old.event}"
        title = words.title(f"capability/{old.entry.capability}")
        said = f"{title}: {headline(old.entry.amount)}, grade {old.entry.grade}"
        yield Entry(mark="reversed", title=said, lines=(until,))
    if (more := len(status.reversals) - MOST_REVERSALS) > 0:
        yield Entry(mark="reversed", title=f"and {more} earlier readings")
