"""When work begins and is done: needs, signatures, seats and teams, all scenarios at once.

A serial schedule (Kolisch 1996, "Serial and parallel resource-constrained project scheduling methods revisited"): the
capabilities in build order, each as early as its needs, its signature, its people and its team allow. A team keeps its
place for what ranks higher; what ranks lower takes a gap only where it fits whole, so that it delays nobody.
"""

import numpy as np

from milepost.plan.draws import Draws, Floats, length_of, log_sides
from milepost.plan.model import NEVER, PlanModel, Planned, PlannedTeam

STALE = 2.326
"""Standard deviations past the median, 1 in 100: work that long over its range is taken not to have begun."""


GAPS = 64
"""How many gaps a team's calendar keeps beside one for each place: of more, the shortest are forgotten."""


class Calendar:
    """The free time of one team in each scenario, as gaps in no order: from a day up to a day."""

    def __init__(self, team: PlannedTeam, most: int, count: int) -> None:
        places = min(team.parallel, most)
        size = places + min(most, GAPS) + 1
        self._from = np.full((size, count), NEVER)
        self._until = np.full((size, count), NEVER)
        self._from[:places] = team.starts
        self._kept = np.full(count, places)
        self._gaps = places
        self._rows = np.arange(count)

    def earliest(self, ready: Floats, length: Floats) -> tuple[Floats, Floats]:
        """Return the first day on which work of that length can begin, NEVER where it cannot, and the gap's place."""
        if not self._gaps:
            return np.full(len(ready), NEVER), np.zeros(len(ready), int)
        days = np.maximum(self._from[: self._gaps], ready)
        days[days + length > self._until[: self._gaps]] = NEVER
        gap = days.argmin(axis=0)
        return days[gap, self._rows], gap

    def take(self, begun: Floats, done: Floats, gap: Floats) -> None:
        """Keep the team busy in a gap that `earliest` found: what is left of it are the gaps before and after."""
        if not self._gaps:
            return
        since, until = self._from[gap, self._rows], self._until[gap, self._rows]
        never = np.isinf(begun)
        left = ~never & (begun > since)
        self._until[gap, self._rows] = np.where(left, begun, until)
        after = np.where(left, self._kept, gap)
        self._from[after, self._rows] = np.where(never, since, done)
        self._until[after, self._rows] = until
        self._kept += left
        self._gaps = int(self._kept.max())
        if self._gaps == len(self._from):
            self._forget()

    def _forget(self) -> None:
        """Put the last gap in the place of the shortest where the calendar is full."""
        rows = np.flatnonzero(self._kept == len(self._from))
        with np.errstate(invalid="ignore"):
            length = self._until[:, rows] - self._from[:, rows]
        shortest = np.where(np.isnan(length), NEVER, length).argmin(axis=0)
        self._from[shortest, rows], self._until[shortest, rows] = self._from[-1, rows], self._until[-1, rows]
        self._from[-1, rows] = self._until[-1, rows] = NEVER
        self._kept[rows] -= 1
        self._gaps = int(self._kept.max())


def calendars(model: PlanModel, count: int) -> list[Calendar]:
    """Return the teams' empty calendars, in the model's order."""
    work = [sum(each.team == place for each in model.capabilities) for place in range(len(model.teams))]
    return [Calendar(team, most, count) for team, most in zip(model.teams, work, strict=True)]


def scheduled(
    each: Planned, luck: Draws, needs: list[tuple[Floats, Floats]], calendar: Calendar | None, as_of: float
) -> tuple[Floats, Floats]:
    """Return when work begins and when it is live, NEVER where it never is.

    `needs` are the days its predecessors went live, and whether they work: what follows something that does not work
    never begins. A signature is asked for once the needs are met.
    """
    count = len(luck.effort)
    if each.done is not None:
        return np.full(count, known_begin(each, each.done)), np.full(count, float(each.done))
    # A seat that is empty on the day of asking was not filled before it.
    staffed = max(each.staffed, as_of) if each.staffed > 0 else each.staffed
    ready = np.full(count, float(max(each.ready, staffed)))
    for live, works in needs:
        ready = np.maximum(ready, np.where(works, live, NEVER))
    ready += length_of(each.approval, luck.approval)
    begun, done, gap = _placed(each, luck, ready, calendar, as_of)
    if each.ends < NEVER:
        begun = np.where(begun < each.ends, begun, NEVER)
    if calendar is not None:
        calendar.take(begun, np.minimum(done, each.ends), gap)
    live = np.where((done < each.ends) & (begun < NEVER), done, NEVER)
    return begun, live


def known_begin(each: Planned, done: float) -> float:
    """Return when work began on what is live since a day: as long before as it takes at its median, once ready."""
    return float(min(done, max(each.ready, done - each.effort.p50)))


def _placed(
    each: Planned, luck: Draws, ready: Floats, calendar: Calendar | None, as_of: float
) -> tuple[Floats, Floats, Floats]:
    effort = length_of(each.effort, luck.effort)
    begun, gap = calendar.earliest(ready, effort) if calendar is not None else (ready, ready)
    if not (begun < as_of).any():
        return begun, begun + effort, gap
    stale = _passed(each, as_of - begun) > STALE
    ready = np.where(stale, np.maximum(ready, as_of), ready)
    begun, gap = calendar.earliest(ready, effort) if calendar is not None else (ready, ready)
    return begun, begun + _longer(each, luck.effort, effort, as_of - begun), gap


def _passed(each: Planned, days: Floats) -> Floats:
    """Return how far days of work are along the effort's range, in standard deviations from its median."""
    if each.effort.p50 <= 0:
        return np.where(days > 0, NEVER, -NEVER)
    down, up = log_sides(each.effort)
    far = np.log(np.maximum(days, 1e-9) / each.effort.p50)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(far == 0, 0.0, far / np.where(far < 0, down, up))
    return np.where(days > 0, found, -NEVER)


def _longer(each: Planned, normal: Floats, effort: Floats, days: Floats) -> Floats:
    """Draw the effort given that it is longer than the days of work that have passed without it being done."""
    from scipy.special import ndtr, ndtri

    passed = ndtr(_passed(each, days))
    return np.where(days > 0, length_of(each.effort, ndtri(passed + (1 - passed) * ndtr(normal))), effort)
