"""What the status needs of the facts: all but loads, checks and measurements that move nothing.

What is left out is no word's, no `since`'s and no number's; which it is depends on what the accepted programs ask.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from milepost.experiments.holdout_verdict import HELD
from milepost.experiments.verdict import READ
from milepost.kernel.time import Duration, start_of_day
from milepost.outcomes.measurement import MEASURED
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import Criterion, criteria
from milepost.record.event import PINNED
from milepost.roadmap.facts import FORMS, Facts, Told
from milepost.roadmap.level_line import Level, View, Watched
from milepost.roadmap.screen import Screen
from milepost.roadmap.sieve import Kind, Sieve
from milepost.tables.facts import CHECKED, LOADED

T = TypeVar("T")
RULES = 4
"""Goes up when other facts are left out than before: what was remembered by other rules is not used."""
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
CLOCKS_MOVE = timedelta(days=2)
"""By how much a calendar's days may differ from days of 24 hours: once at each end."""
KINDS = dict.fromkeys((*FORMS, PINNED), Kind.FACT) | {
    LOADED: Kind.LOAD,
    CHECKED: Kind.CHECK,
    MEASURED: Kind.LEVEL,
    READ: Kind.READING,
    HELD: Kind.READING,
}


def sieve_for(programs: Iterable[CompiledProgram]) -> Sieve:
    """Make the sieve that lets through what a status by these programs needs, and little else."""
    return Sieve(KINDS, watched(programs))


def essential(facts: Facts) -> Facts:
    """Leave out what moves nothing: the status at any instant from the last fact on stays the same."""
    screen = Screen(watched=watched(program for _, program in facts.programs), whole=True)
    for source, load in _each(facts.loads):
        screen.load(load.event.id, load.at, source, load.fact.logical_digest)
    for source, check in _each(facts.checks):
        screen.check(check.event.id, source, ok=check.fact.ok)
    for kpi, level in _each(facts.measurements):
        told = level.fact
        screen.level(
            level.event.id,
            kpi,
            Level(
                at=level.at,
                occurred=level.event.occurred_at,
                value=str(told.value),
                metric=told.metric,
                grade=told.grade,
                rows=told.rows_digest,
            ),
        )
    for _, verdict in _each(facts.verdicts):
        screen.used(verdict.fact.rows_digest)
    for _, held in _each(facts.holdouts):
        screen.used(held.fact.rows_digest)
    names = screen.names()
    return replace(
        facts,
        loads=_left(facts.loads, names),
        checks=_left(facts.checks, names),
        measurements=_left(facts.measurements, names),
    )


def watched(programs: Iterable[CompiledProgram]) -> dict[str, Watched]:
    """Say what the programs ask of each KPI."""
    versions = list(programs)
    return {kpi: _watched(kpi, versions) for program in versions for kpi in program.kpis}


def _watched(kpi: str, programs: Sequence[CompiledProgram]) -> Watched:
    naming = [each for each in programs if kpi in each.kpis]
    asked = [(each, criterion) for each in naming for criterion in _asked(each, kpi)]
    values = {criterion.value.value for _, criterion in asked if criterion.value is not None}
    values |= {goal.target.value.value for each in naming for goal in each.goals.values() if goal.kpi == kpi}
    values |= {
        side
        for each in naming
        for capability in each.capabilities.values()
        for adoption in capability.adoption
        for side in (adoption.target, 1 - adoption.target)
        if adoption.kpi == kpi
    }
    # A KPI that is back where it was takes back the forecasts that moved it.
    baselines = (each.kpis[kpi].baseline for each in naming)
    values |= {each.value.value for each in baselines if each is not None}
    ages = [_fresh_for(each, criterion.max_age) for each, criterion in asked if criterion.max_age is not None]
    return Watched(
        views=tuple(dict.fromkeys(_view(each, kpi) for each in naming)),
        thresholds=tuple(sorted(values)),
        fresh_for=min(ages, default=None),
    )


def _asked(program: CompiledProgram, kpi: str) -> Iterator[Criterion]:
    conditions = [each.exit for each in program.milestones.values()]
    conditions += [each.exit_when for each in program.capabilities.values()]
    yield from (each for one in conditions for each in criteria(one) if each.evidence == f"kpi/{kpi}")


def _view(program: CompiledProgram, kpi: str) -> View:
    zone, period = program.program.time_zone, program.program.period
    start, end = start_of_day(period.start, zone), start_of_day(period.end, zone)
    return View(source=program.metrics[program.kpis[kpi].metric].source, start=start, end=end, zone=zone)


def _fresh_for(program: CompiledProgram, age: Duration) -> timedelta:
    """Return how long a level is surely neither expired nor about to expire, whatever the calendar."""
    within = program.program.tolerances.expiring_within
    shortest = timedelta(days=age.days + SHORTEST_MONTH * age.months)
    return shortest - timedelta(days=within.days + LONGEST_MONTH * within.months) - CLOCKS_MOVE


def _each(told: Mapping[str, Sequence[Told[T]]]) -> Iterator[tuple[str, Told[T]]]:
    yield from ((slug, each) for slug, several in told.items() for each in several)


def _left(told: Mapping[str, Sequence[Told[T]]], names: set[int | str]) -> dict[str, tuple[Told[T], ...]]:
    return {slug: tuple(each for each in several if each.event.id in names) for slug, several in told.items()}
