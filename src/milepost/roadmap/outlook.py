"""The roadmap as it stands to its baseline: forecast dates, slips, slack, what delays what, the chance of each date.

Forecasts are the plan's, grade D. A bar is the plan on paper at its medians, so that a slip is exact; the range beside
it holds 80 of 100 simulated futures in which it comes to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.roadmap.baseline import Promise

WEEK = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """What a slip moves, by `kind/slug`, and by how many days.

    `beyond` is by how many days a milestone then misses its date, zero or less when it still makes it; None for what
    has no date.
    """

    ref: str
    days: float
    beyond: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A milestone or capability in time. Lengths are days, None where there is nothing to tell.

    `because` is the status's reason for its word. `begun` and `done` are facts where `is_done`, else the forecast;
    `done` None says that by the plan it never comes, or, for a milestone, that all it waits for is in and is not
    enough. `low` and `high` are p10 and p90 of the futures in which it comes, `middle` their median. `slip` is `done`
    less the baseline's, below zero when earlier; of a milestone past its due date without a forecast it is what has
    passed already (`is_at_least`). `slack` is before the plan's last day moves, `to_due` before a milestone misses its
    date. `chance` is that of the due date, `index` the share of futures in which the capability is on the chain that
    the plan's length hangs on. `delays` is what its slip has moved, `would_delay` what four weeks more would move.
    """

    ref: str
    title: str
    owner: str | None
    word: MilestoneWord | CapabilityWord
    because: str
    is_done: bool
    begun: date | None
    done: date | None
    baseline: Promise | None = None
    due: date | None = None
    low: date | None = None
    middle: date | None = None
    high: date | None = None
    slip: float | None = None
    is_at_least: bool = False
    slack: float | None = None
    to_due: float | None = None
    is_critical: bool = False
    index: float | None = None
    chance: float | None = None
    delays: tuple[Delay, ...] = ()
    would_delay: tuple[Delay, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        """Tell whether it is late by half a week or more, so that a week is said."""
        return self.slip is not None and self.slip >= WEEK / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Slipped:
    """A question: what if these took so many days longer; and its answer."""

    slips: Mapping[str, float]
    moved: tuple[Delay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The roadmap in time. `finish` is the forecast of its last day; `path` the refs of a longest open chain.

    `is_accepted` tells whether there is a baseline: without one nothing slips.
    """

    today: date
    starts: date
    ends: date
    finish: date | None
    milestones: tuple[Dated, ...]
    capabilities: tuple[Dated, ...]
    path: tuple[str, ...]
    is_accepted: bool
    what_if: Slipped | None = None
