"""The three tiers on one time axis: goals, milestones, capabilities, each with its accepted baseline.

A value without any drawing: the terminal, SVG and HTML draw it, and so may a report, a deck or a console.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milepost.presentation.report.marks import Badge


class RowKind(StrEnum):
    """What a row draws: a day, or work and what came of it."""

    MILESTONE = "milestone"
    CAPABILITY = "capability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time on the axis. `end` lies not before `start`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A milestone or capability.

    `past` is work that lies behind, `ahead` work that lies ahead, `live` since when it is in use: each None where there
    is none. `day` is the day of a milestone: achieved where `is_done`, else its forecast, None where nothing gives it
    one. `baseline` is the accepted work, of a milestone a single day. `spread` is p10 to p90 of the end.

    `slip`, `room`, `done_on` and `chance` are short texts, empty where there is nothing to say; `about` is who answers
    for it. `told` says in one sentence all that is drawn. `is_pressing` tells that it is late, critical or at risk.
    `because` says why a word that asks for something holds, empty for the others.
    """

    kind: RowKind
    ref: str
    title: str
    badge: Badge
    about: str
    told: str
    is_done: bool
    past: Stretch | None = None
    ahead: Stretch | None = None
    live: Stretch | None = None
    day: date | None = None
    baseline: Stretch | None = None
    spread: Stretch | None = None
    slip: str = ""
    is_late: bool = False
    is_critical: bool = False
    room: str = ""
    done_on: str = ""
    chance: str = ""
    because: str = ""
    waits_for: str = ""
    delays: str = ""
    is_pressing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineGroup:
    """Rows under a heading. `badge` is a goal's word, None for a group that has none; `hidden` rows were left out."""

    title: str
    badge: Badge | None
    rows: tuple[TimelineRow, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterMark:
    """A fiscal quarter's start. `year` is said where a year begins on the axis, else empty."""

    on: date
    label: str
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapTimeline:
    """The axis and its groups, from `start` up to, not including, `end`. `horizon` is the program's last day.

    `today` is None on paper: a program that nobody accepted has not begun.
    """

    start: date
    end: date
    horizon: date
    today: date | None
    today_said: str
    quarters: tuple[QuarterMark, ...]
    groups: tuple[TimelineGroup, ...]

    def place(self, day: date) -> float:
        """Return where a day lies on the axis, 0 at its start and 1 at its end; days outside lie at the ends."""
        whole = max(1, (self.end - self.start).days)
        return min(1.0, max(0.0, (day - self.start).days / whole))

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        """Return all rows in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def hidden(self) -> int:
        """Return how many rows were left out."""
        return sum(each.hidden for each in self.groups)
