"""The plan's one schedule on paper: what waits for what, how far each may slip, and what a slip moves.

Dates are those of `as_planned`: all takes its median and works. The arcs are the needs and the teams: whoever frees the
place in a team comes before the one that takes it (Kelley and Walker 1959, with resource arcs).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from milepost.plan.model import NEVER, NOTHING, PlanModel, Planned, Range
from milepost.plan.simulate import as_planned

AT_ONCE = 0.02
"""Days within which two dates are one: the simulation keeps days as 32-bit floats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One capability on paper. Days are day numbers, NEVER where it never comes to that; lengths are days.

    `waits_for` are the places of what lets it begin when it does: its latest needs, or who held the team before.
    `free` is how far it may slip before anything else moves, `slack` before the last day of the plan moves, `to_due`
    before a milestone misses its date: below zero by how much one does already, NEVER where none has a date. A
    capability that is live has no slack to use: its `free`, `slack` and `to_due` are NEVER, and it is not critical.
    """

    slug: str
    begun: float
    live: float
    waits_for: tuple[int, ...]
    free: float
    slack: float
    to_due: float
    is_done: bool

    @property
    def is_critical(self) -> bool:
        """Tell whether any slip moves the last day of the plan."""
        return self.slack < AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All slots in the model's order; the day on which each milestone is reached; the last day of the plan.

    `path` are the places of one longest chain that ends on the last day, first to last; it is empty where the plan ends
    with a measurement or nothing is open.
    """

    slots: tuple[Slot, ...]
    milestones: tuple[float, ...]
    finish: float
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a change moves: days later, by slug, where it is more than an hour. NEVER where it no longer comes."""

    capabilities: Mapping[str, float]
    milestones: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a plan's work begins and ends on paper, and when its milestones are reached: day numbers, by slug."""

    begun: Mapping[str, float]
    live: Mapping[str, float]
    milestones: Mapping[str, float]


def dates_of(model: PlanModel) -> Dates:
    """Lay the plan out at its medians; what it earns and costs is left out, since no date hangs on it."""
    bare = tuple(replace(each, money=NOTHING, level=NOTHING, costs=()) for each in model.capabilities)
    found = as_planned(replace(model, capabilities=bare, goals=(), months=1))
    slugs = [each.slug for each in model.capabilities]
    return Dates(
        begun=dict(zip(slugs, map(float, found.begun[0]), strict=True)),
        live=dict(zip(slugs, map(float, found.live[0]), strict=True)),
        milestones=dict(zip([each.slug for each in model.milestones], map(float, found.milestones[0]), strict=True)),
    )


def schedule_of(model: PlanModel) -> Schedule:
    """Lay the plan out at its medians, with what waits for what and how far each may slip."""
    found = dates_of(model)
    begun, live = list(found.begun.values()), list(found.live.values())
    days = tuple(found.milestones.values())
    finish = max((day for day in (*live, *days) if math.isfinite(day)), default=0.0)
    before = _arcs(model, begun, live)
    times = list(zip(begun, live, strict=True))
    free = _latest(model, before, times, _next_dates(model, days, finish), is_chained=False)
    last = _latest(model, before, times, _all_by(model, finish), is_chained=True)
    due = _latest(model, before, times, _all_due(model), is_chained=True)
    slots = tuple(
        Slot(
            slug=each.slug,
            begun=begun[place],
            live=live[place],
            waits_for=tuple(_driving(each, before[place], begun[place], live)),
            free=_room(each, free[place], live[place]),
            slack=_room(each, last[place], live[place]),
            to_due=_room(each, due[place], live[place]),
            is_done=each.done is not None,
        )
        for place, each in enumerate(model.capabilities)
    )
    return Schedule(slots=slots, milestones=days, finish=finish, path=_path(slots, finish))


def if_slipped(model: PlanModel, slips: Mapping[str, float]) -> Moved:
    """Tell what moves when capabilities take so many days longer: the plan is laid out again, not reckoned by slack.

    One that is live no longer slips. The slipped ones are named too.
    """
    return later(dates_of(model), dates_of(slower(model, slips)))


def slower(model: PlanModel, slips: Mapping[str, float]) -> PlanModel:
    """Return the model in which capabilities take so many days longer, by slug."""
    return replace(model, capabilities=tuple(_slower(each, slips.get(each.slug, 0.0)) for each in model.capabilities))


def later(old: Dates, new: Dates) -> Moved:
    """Tell by how many days things come later in `new`; what comes earlier or never came is left out."""
    return Moved(capabilities=dict(_later(old.live, new.live)), milestones=dict(_later(old.milestones, new.milestones)))


def _slower(each: Planned, days: float) -> Planned:
    if not days or each.done is not None:
        return each
    effort = each.effort
    return replace(each, effort=Range(p10=effort.p10 + days, p50=effort.p50 + days, p90=effort.p90 + days))


def _later(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    for slug, was in old.items():
        if math.isfinite(was) and new[slug] - was > AT_ONCE * 2:
            yield slug, new[slug] - was


def _arcs(model: PlanModel, begun: Sequence[float], live: Sequence[float]) -> list[dict[int, float]]:
    """Give for each capability its predecessors with the days that must lie between: the signature's, or none.

    Who comes before whom in a team is read off the dates, so that it holds however teams are scheduled.
    """
    before = [
        {} if each.done is not None else dict.fromkeys(each.after, each.approval.p50) for each in model.capabilities
    ]
    held: list[list[tuple[float, int]]] = [[(each.starts, -1)] * each.parallel for each in model.teams]
    for place in _by_time(begun):
        each = model.capabilities[place]
        if each.done is None and each.team is not None and held[each.team] and math.isfinite(begun[place]):
            places = held[each.team]
            free = [server for server, (day, _) in enumerate(places) if day <= begun[place] + AT_ONCE]
            # Of those that are free, who was freed last: a place that waited is kept for somebody else.
            taken = max(free or range(len(places)), key=lambda server: places[server][0])
            if places[taken][1] >= 0:
                before[place].setdefault(places[taken][1], 0.0)
            places[taken] = (live[place], place)
    return before


def _by_time(begun: Sequence[float]) -> list[int]:
    return sorted(range(len(begun)), key=lambda place: (begun[place], place))


def _driving(each: Planned, before: Mapping[int, float], begun: float, live: Sequence[float]) -> Iterator[int]:
    if math.isinf(begun):
        # Of what it waits for in vain, all is to be named.
        yield from (place for place in before if math.isinf(live[place]))
        return
    if each.done is None:
        yield from (place for place, lag in before.items() if live[place] + lag >= begun - AT_ONCE)


def _all_by(model: PlanModel, day: float) -> list[float]:
    """Let each capability end by a day; those of a milestone are in time for the last day of the plan then."""
    return [day] * len(model.capabilities)


def _all_due(model: PlanModel) -> list[float]:
    """Return by when each capability must be live for all milestones to be in time."""
    due = [each.due for each in model.milestones]
    for place in reversed(range(len(model.milestones))):
        for before in model.milestones[place].after:
            due[before] = min(due[before], due[place])
    by = [NEVER] * len(model.capabilities)
    for milestone, day in zip(model.milestones, due, strict=True):
        for place in milestone.capabilities:
            by[place] = min(by[place], day)
    return by


def _next_dates(model: PlanModel, days: Sequence[float], finish: float) -> list[float]:
    """Return by when each capability must be live for no milestone to move."""
    by = _all_by(model, finish)
    for milestone, day in zip(model.milestones, days, strict=True):
        for place in milestone.capabilities:
            by[place] = min(by[place], day)
    return by


def _latest(
    model: PlanModel,
    before: Sequence[Mapping[int, float]],
    times: Sequence[tuple[float, float]],
    by: Sequence[float],
    *,
    is_chained: bool,
) -> list[float]:
    """Return the latest day on which each may be live; `is_chained` lets followers slip with it as far as they may.

    `times` are when each begins and is live.
    """
    latest = list(by)
    for place in reversed(_by_time([begun for begun, _ in times])):
        begun, live = times[place]
        if model.capabilities[place].done is not None or math.isinf(begun):
            continue
        start = latest[place] - (live - begun) if is_chained else begun
        for other, lag in before[place].items():
            latest[other] = min(latest[other], start - lag)
    return latest


def _room(each: Planned, latest: float, live: float) -> float:
    if each.done is not None or math.isinf(live):
        return NEVER
    room = latest - live
    return 0.0 if abs(room) < AT_ONCE else room


def _path(slots: Sequence[Slot], finish: float) -> tuple[int, ...]:
    ends = (place for place, each in enumerate(slots) if finish - AT_ONCE <= each.live < NEVER and not each.is_done)
    place = next(ends, None)
    found: list[int] = []
    while place is not None and not slots[place].is_done and place not in found:
        found.append(place)
        waits = slots[place].waits_for
        place = max(waits, key=lambda each: slots[each].live, default=None)
    return tuple(reversed(found))
