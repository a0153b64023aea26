"""What `milepost roadmap` shows: message, timeline with baseline, table, and each goal's way from data to euro."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from milepost.kernel.digest import short
from milepost.kernel.time import add_months
from milepost.ledger.calendar import FiscalCalendar
from milepost.presentation.goal_lines import GoalLine, goal_lines
from milepost.presentation.numbers import percent
from milepost.presentation.report.marks import Badge, badge_of
from milepost.presentation.report.simulated import simulation_said
from milepost.presentation.report.wording import Wording
from milepost.presentation.roadmap_message import message
from milepost.presentation.roadmap_rows import capability_row, milestone_row
from milepost.presentation.roadmap_timeline import QuarterMark, RoadmapTimeline, TimelineGroup, TimelineRow
from milepost.presentation.roadmap_words import (
    day_short,
    delays_said,
    room_said,
    slip_said,
    spread_said,
    weeks,
)
from milepost.presentation.values import NOTHING, Table, columns
from milepost.program.documents.outline import Program
from milepost.roadmap.outlook import Dated, Delay, Outlook
from milepost.roadmap.status import RoadmapStatus

SHOWN_WHOLE = 40
"""Rows up to which a roadmap is shown whole; of a longer one what presses, unless all is asked for."""
MOST_PRESSING = 30
MOST_MARKS = 16
DONE = "done"
"""In the place of a slack: the work lies behind."""


class Grouping(StrEnum):
    """What capabilities stand under."""

    GOAL = "goal"
    BLOCK = "block"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapView:
    """The message first, then what bears it out. `notes` say as of when, by which baseline, how it was reckoned."""

    program: str
    message: str
    notes: tuple[str, ...]
    timeline: RoadmapTimeline
    table: Table
    goals: tuple[GoalLine, ...]
    what_if: Table | None = None
    banners: tuple[str, ...] = ()
    command: str = ""


def roadmap_view(
    status: RoadmapStatus, outlook: Outlook, by: Grouping = Grouping.GOAL, *, show_all: bool = False, place: str = ""
) -> RoadmapView:
    """Lay out a roadmap.

    `show_all` shows every row of a long one. `place` is what a command needs to find the program, such as `-C FOLDER`.
    """
    words = Wording(status.program, {each.ref: each.title for each in status.capabilities})
    titles = {each.ref: each.title for each in (*outlook.milestones, *outlook.capabilities)}
    timeline = _timeline(status, outlook, by, words, titles, show_all=show_all)
    shown = {row.ref for row in timeline.rows}
    return RoadmapView(
        program=status.program.program.title,
        message=message(outlook, titles),
        notes=tuple(_notes(status, outlook, words, timeline)),
        timeline=timeline,
        table=_table(outlook, shown, titles),
        goals=tuple(_lines_shown(status, shown)) if timeline.hidden else goal_lines(status),
        what_if=_what_if(outlook, titles),
        banners=tuple(_banners(status, words)),
        command=f"milepost roadmap {place}".rstrip(),
    )


def _lines_shown(status: RoadmapStatus, shown: set[str]) -> Iterator[GoalLine]:
    """Give the lines of what is shown: those of a long roadmap would bury it."""
    for each in goal_lines(status):
        chains = tuple(one for one in each.chains if one.ref in shown)
        yield replace(each, chains=chains, hidden=len(each.chains) - len(chains))


def _banners(status: RoadmapStatus, words: Wording) -> Iterator[str]:
    if status.accepted is None:
        yield "Never accepted. This draws the files on paper: there is no baseline, and nothing is known of progress."
    elif status.draft:
        yield "Draft. The forecast is that of the files as they are now; the baseline is the accepted one."
    if status.simulated_from is not None:
        yield f"Dates in this record were set by hand from {words.day(status.simulated_from)} on."
    if simulation := simulation_said(status.program):
        yield simulation.partition(". ")[0] + "."


def _notes(status: RoadmapStatus, of: Outlook, words: Wording, timeline: RoadmapTimeline) -> Iterator[str]:
    if of.is_accepted:
        yield (
            f"As of {words.day(of.today)}. Program {short(status.program.digest)}; the baseline of each thing is what "
            "was promised when it was first accepted, and does not move."
        )
    if of.path:
        indices = {each.ref: each.index for each in of.capabilities}
        named = [f"{words.title(ref)} ({percent(indices[ref] or 0.0)})" for ref in of.path]
        yield (
            f"The longest open chain, ending {words.day(of.finish) if of.finish else 'never'}: {' → '.join(named)}; "
            "in brackets the share of simulated futures in which it is on the chain that ends last."
        )
    yield (
        "Forecasts are the plan's at its medians, grade D; ranges are p10 to p90 of the simulated futures that get "
        "there. Where the record does not tell when work began, its planned length is drawn."
    )
    if timeline.hidden:
        yield f"{len(timeline.rows)} rows that press most are shown, {timeline.hidden} are left out; --all shows them."


def _timeline(
    status: RoadmapStatus, of: Outlook, by: Grouping, words: Wording, titles: dict[str, str], *, show_all: bool
) -> RoadmapTimeline:
    program = status.program.program
    whole = show_all or len(of.milestones) + len(of.capabilities) <= SHOWN_WHOLE
    made = tuple(_groups(status, of, by, words, titles))
    groups = made if whole else tuple(_shown(each, _pressing(of, made)) for each in made)
    start, end = _axis(program, of)
    return RoadmapTimeline(
        start=start,
        end=end,
        horizon=of.ends - timedelta(days=1),
        today=of.today if of.is_accepted else None,
        today_said=words.day(of.today),
        quarters=tuple(_quarters(program, start, end)),
        groups=tuple(each for each in groups if each.rows or each.hidden),
    )


def _pressing(of: Outlook, groups: tuple[TimelineGroup, ...]) -> set[str]:
    """Choose the rows of a long roadmap that press most: what delays most first, then what slipped most."""
    pressing = {row.ref for group in groups for row in group.rows if row.is_pressing}
    found = [each for each in (*of.capabilities, *of.milestones) if each.ref in pressing]
    return {each.ref for each in sorted(found, key=_pressure)[:MOST_PRESSING]}


def _pressure(of: Dated) -> tuple[float, float, str]:
    return -max((each.days for each in of.delays), default=0.0), -(of.slip or 0.0), of.ref


def _shown(of: TimelineGroup, pressing: set[str]) -> TimelineGroup:
    rows = tuple(each for each in of.rows if each.ref in pressing)
    return TimelineGroup(title=of.title, badge=of.badge, rows=rows, hidden=len(of.rows) - len(rows))


def _groups(
    status: RoadmapStatus, of: Outlook, by: Grouping, words: Wording, titles: dict[str, str]
) -> Iterator[TimelineGroup]:
    made = {each.ref: capability_row(each, of, words, titles) for each in sorted(of.capabilities, key=_first_day)}
    goals = [item.ref.partition("/")[2] for item in status.goals]
    for goal, item in zip(goals, status.goals, strict=True):
        asked = [each for each in of.milestones if status.program.milestones[_slug(each.ref)].goal == goal]
        rows = [milestone_row(each, of, words) for each in asked]
        if by is Grouping.GOAL:
            rows += [made.pop(ref) for ref in list(made) if _first_goal(status, _slug(ref), goals) == goal]
        yield TimelineGroup(title=item.title, badge=badge_of(item.judged.word), rows=tuple(rows))
    for title, refs in _headings(status, by, list(made)).items():
        yield _group(title, None, [made[ref] for ref in refs])


def _group(title: str, badge: Badge | None, rows: Sequence[TimelineRow]) -> TimelineGroup:
    return TimelineGroup(title=title, badge=badge, rows=tuple(rows))


def _headings(status: RoadmapStatus, by: Grouping, refs: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ref in refs:
        capability = status.program.capabilities[_slug(ref)]
        title = "Serves no goal of the program"
        if by is Grouping.BLOCK:
            title = f"Block: {capability.block.value}"
        elif by is Grouping.TEAM and capability.effort is None:
            title = "No team named"
        elif by is Grouping.TEAM and capability.effort is not None:
            team = status.program.teams.get(capability.effort.team)
            title = f"Team: {(team.title if team else None) or capability.effort.team}"
        found.setdefault(title, []).append(ref)
    return dict(sorted(found.items()))


def _first_goal(status: RoadmapStatus, slug: str, goals: list[str]) -> str | None:
    return next((each for each in goals if each in status.program.capabilities[slug].serves), None)


def _slug(ref: str) -> str:
    return ref.partition("/")[2]


def _first_day(of: Dated) -> tuple[date, str]:
    return of.begun or date.max, of.ref


def _axis(program: Program, of: Outlook) -> tuple[date, date]:
    """Give whole fiscal quarters from the start to the last forecast, at most half a horizon beyond the horizon."""
    calendar = FiscalCalendar.of(program)
    ends = [each for one in (*of.milestones, *of.capabilities) for each in (one.done, one.high) if each]
    last = min(max([of.ends - timedelta(days=1), *ends]), of.ends + (of.ends - of.starts) / 2)
    return calendar.dates(calendar.quarter_of(of.starts)).start, calendar.dates(calendar.quarter_of(last)).end


def _quarters(program: Program, start: date, end: date) -> Iterator[QuarterMark]:
    calendar = FiscalCalendar.of(program)
    every = 1
    while (end - start).days / 91.3 / every > MOST_MARKS:
        every *= 2
    year, place, on = 0, 0, start
    while on < end:
        quarter = calendar.quarter_of(on)
        if place % every == 0:
            said = str(quarter.year) if quarter.year != year else ""
            yield QuarterMark(on=on, label=f"Q{quarter.number}" if every < 4 else "", year=said)
            year = quarter.year
        place, on = place + 1, add_months(on, 3)


def _table(outlook: Outlook, shown: set[str], titles: dict[str, str]) -> Table:
    of = [each for each in (*outlook.milestones, *outlook.capabilities) if each.ref in shown]
    promised = "Baseline" if outlook.is_accepted else "Due"
    return Table(
        title="Baseline and forecast" if outlook.is_accepted else "Dates on paper",
        columns=columns(
            "Item", promised, "Forecast", "p10 to p90", "Slip", "Slack", "Delays", "Chance", "Owner",
            right=(promised, "Forecast", "p10 to p90"),
        ),
        rows=tuple(_row(each, titles) for each in of),
        note="Slack: how far it may slip before a milestone misses its date, or else before the plan's last day "
        "moves; below zero it is what is missing already. Delays in brackets are what 4 weeks more would move.",
    )  # fmt: skip


def _row(of: Dated, titles: dict[str, str]) -> tuple[str, ...]:
    promised = of.baseline.done if of.baseline else of.due
    trial = delays_said(of.would_delay, titles)
    delays = delays_said(of.delays, titles) or (f"({trial})" if trial else NOTHING)
    return (
        of.title,
        day_short(promised),
        day_short(of.done) if of.done else "no date",
        spread_said(of.low, of.high) or NOTHING,
        slip_said(of) or NOTHING,
        DONE if of.is_done else room_said(of).removeprefix("slack ") or NOTHING,
        delays,
        percent(of.chance) if of.chance is not None else NOTHING,
        of.owner or NOTHING,
    )


def _what_if(of: Outlook, titles: dict[str, str]) -> Table | None:
    if of.what_if is None:
        return None
    slips = ", ".join(
        f"{titles.get(f'capability/{slug}', slug)} took {weeks(days)} longer" for slug, days in of.what_if.slips.items()
    )
    asked = {f"capability/{slug}" for slug in of.what_if.slips}
    moved = [each for each in of.what_if.moved if each.ref not in asked]
    rows = tuple((titles.get(each.ref, each.ref), weeks(each.days), _then(each)) for each in moved)
    return Table(
        title=f"If {slips}",
        columns=columns("Moves", "Later by", "Then", right=("Later by",)),
        rows=rows,
        note="" if rows else "Nothing else would move.",
    )


def _then(of: Delay) -> str:
    if of.ref.startswith("capability/"):
        return "live later"
    if of.beyond is None:
        return "reached later, it has no date"
    return f"misses its date by {weeks(of.beyond)}" if of.beyond > 0 else "still in time"
