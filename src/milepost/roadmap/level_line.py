"""The levels of one KPI as they come, and which of them stay: every program judges the same by them at any instant."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec

from milepost.kernel.time import day_in, end_of_day, start_of_day

Name = int | str
"""What an entry goes by: its sequence, or its event's id."""
DAYS_DRAWN = 12
"""Of how many days, the last ones, the page may draw a KPI's level."""
NEAR, INFINITE = 1e-6, float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one accepted program looks at a KPI: the source of its metric, its horizon and time zone."""

    source: str
    start: datetime
    end: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the accepted programs ask of a KPI.

    `thresholds` are what its level is held against, rising. After `fresh_for` from the end of its data a level may be
    about to expire by some program; None where levels never expire.
    """

    views: tuple[View, ...] = ()
    thresholds: tuple[Decimal, ...] = ()
    fresh_for: timedelta | None = None


class Level(msgspec.Struct, frozen=True, gc=False):
    """A measurement: when recorded, when it happened if it says so, and of what rows."""

    at: datetime
    occurred: datetime | None
    value: str
    metric: str
    grade: str
    rows: str


class _Known(msgspec.Struct, frozen=True, gc=False):
    """A measurement as it counts. `until` is the end of its data as each view sees it, none where that can't be told.

    Two of one kind, one after the other, are held alike against everything that any program asks, but for their age.
    """

    name: Name
    level: Level
    until: tuple[datetime, ...]
    kind: object


class _Calm(msgspec.Struct, frozen=True, gc=False):
    """Where the next levels may lie to be of the last one's kind, day and month, and none of them near its expiry."""

    metric: str
    grade: str
    low: float
    high: float
    since: datetime
    until: datetime
    before: datetime


@dataclass(slots=True)
class LevelLine:
    """Call `see` in the order of recording, then `ends`. What stays is told to `keep`, sooner or later, some twice."""

    watched: Watched
    first_seen: Callable[[str, Level], datetime | None]
    """When a level's rows were first loaded from a source; None where that can't be told."""
    keep: Callable[[Name, Level], None]
    _marks: tuple[float, ...] = ()
    _last: _Known | None = None
    _stays: _Known | None = None
    _calm: _Calm | None = None
    _in_calm: tuple[Name, Level] | None = None
    _by_kind: dict[object, _Known] = field(default_factory=dict)
    _days: dict[tuple[int, object], dict[date, _Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Ready the thresholds as the floats that most levels are compared with."""
        self._marks = tuple(map(float, self.watched.thresholds))

    def see(self, name: Name, level: Level) -> None:
        """See the next level."""
        if self._calm is not None and self._is_calm(self._calm, level):
            self._in_calm = (name, level)
            return
        self._settle()
        new, last, fresh_for = self._known(name, level), self._last, self.watched.fresh_for
        if last is not None and (last.level.at.month, last.level.at.year) != (level.at.month, level.at.year):
            self._keep(last)
        if last is None or last.kind != new.kind:
            self._keep(new)
        elif fresh_for is not None and not _fresh(self._stays, last, level.at - fresh_for):
            self._keep(last)
        self._take(new)
        self._calm = self._calm_after(new)

    def ends(self) -> None:
        """Keep the last of each kind, which is the last altogether for some, and what the page draws."""
        self._settle()
        for known in self._by_kind.values():
            self.keep(known.name, known.level)
        for days in self._days.values():
            for known in days.values():
                self.keep(known.name, known.level)

    def _keep(self, known: _Known) -> None:
        self.keep(known.name, known.level)
        self._stays = known

    def _is_calm(self, calm: _Calm, level: Level) -> bool:
        return (
            calm.low < float(level.value) < calm.high
            and level.at < calm.before
            and level.metric == calm.metric
            and level.grade == calm.grade
            and level.occurred is None
            and (seen := self.first_seen(self.watched.views[0].source, level)) is not None
            and calm.since <= seen < calm.until
        )

    def _settle(self) -> None:
        """Take up the last of the levels that calm let pass: it stands for those before it."""
        if self._in_calm is not None:
            self._take(self._known(*self._in_calm))
        self._in_calm = self._calm = None

    def _take(self, new: _Known) -> None:
        self._last = self._by_kind[new.kind] = new
        for number, until in enumerate(new.until):
            view = self.watched.views[number]
            days = self._days.setdefault((number, (new.level.metric, view.start <= until < view.end)), {})
            days[day_in(until, view.zone)] = new
            if len(days) > DAYS_DRAWN:
                del days[min(days)]

    def _known(self, name: Name, level: Level) -> _Known:
        untils = [self._until(view, level) for view in self.watched.views]
        until = tuple(each for each in untils if each is not None)
        if len(until) < len(untils):
            return _Known(name, level, (), object())
        inside = (view.start <= each < view.end for view, each in zip(self.watched.views, until, strict=True))
        held = _held(level.value, self._marks, self.watched.thresholds)
        return _Known(name, level, until, (level.metric, level.grade, held, *inside))

    def _until(self, view: View, level: Level) -> datetime | None:
        seen = self.first_seen(view.source, level)
        return seen if seen is None or level.occurred is None else min(seen, level.occurred)

    def _calm_after(self, new: _Known) -> _Calm | None:
        """Say for how long nothing changes; None where that would take more than a look at one view."""
        if len(new.until) != 1 or self._stays is None or not self._stays.until:
            return None
        number, fresh_for = float(new.level.value), self.watched.fresh_for
        if any(abs(number - each) <= _apart(each) for each in self._marks):
            return None
        low = max((each + _apart(each) for each in self._marks if each <= number), default=-INFINITE)
        high = min((each - _apart(each) for each in self._marks if each > number), default=INFINITE)
        since, until = _stretch(self.watched.views[0], new.until[0])
        before = _month_after(new.level.at)
        if fresh_for is not None:
            before = min(before, min(since, *self._stays.until) + fresh_for)
        return _Calm(new.level.metric, new.level.grade, low, high, since, until, before)


def _held(value: str, marks: tuple[float, ...], thresholds: tuple[Decimal, ...]) -> object:
    """Say where a level lies among the thresholds; near one, exactly and as the float that criteria compare."""
    number = float(value)
    if any(abs(number - each) <= _apart(each) for each in marks):
        exact, read = Decimal(value), Decimal(repr(number))
        return tuple(((exact > one) - (exact < one), (read > one) - (read < one)) for one in thresholds)
    return bisect_left(marks, number)


def _apart(mark: float) -> float:
    return NEAR * (1 + abs(mark))


def _fresh(stays: _Known | None, last: _Known, since: datetime) -> bool:
    """Tell whether both held, far from expiring, through to the next level: then the first stands in for the second."""
    if stays is None or not stays.until or not last.until:
        return False
    return min(*stays.until, *last.until) > since


def _stretch(view: View, until: datetime) -> tuple[datetime, datetime]:
    """Return the part of the day around an instant, as the view counts days, that its horizon does not cut."""
    day = day_in(until, view.zone)
    starts = (start_of_day(day, view.zone), view.start, view.end)
    ends = (end_of_day(day, view.zone), view.start, view.end)
    return max(each for each in starts if each <= until), min((each for each in ends if each > until), default=until)


def _month_after(at: datetime) -> datetime:
    year, month = divmod(at.year * 12 + at.month, 12)
    return at.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
