"""The instants at which a thing's word may change: its facts, its dates, and when its evidence lapses.

Between two of them, one after the other, every predicate of the thing gives the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from milepost.kernel.time import end_of_day, start_of_day
from milepost.ledger.entry import LedgerEntry
from milepost.outcomes.measurement import KpiMeasurement
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Action, Capability
from milepost.program.documents.condition import Criterion, criteria
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Goal
from milepost.roadmap.capability import experiments_of
from milepost.roadmap.criterion import lapses, valid_until
from milepost.roadmap.facts import Facts, Told, data_until
from milepost.roadmap.judge import Bench

T = TypeVar("T")
TICK = timedelta(microseconds=1)
LAST_YEAR, LONGEST_MONTH, CLOCKS_MOVE = 9000, 31, timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instants:
    """Gives the instants of each thing, in no order and some twice, by all that is in the facts."""

    bench: Bench
    _milestones: dict[str, tuple[datetime, ...]] = field(default_factory=dict)

    def milestone(self, slug: str) -> tuple[datetime, ...]:
        """Give those of a milestone, and of the milestones that it waits for in some version."""
        if slug not in self._milestones:
            self._milestones[slug] = tuple(self._milestone(slug, frozenset()))
        return self._milestones[slug]

    def _milestone(self, slug: str, seen: frozenset[str]) -> Iterator[datetime]:
        yield from self._accepted()
        for program in self.bench.programs:
            milestone = program.milestones.get(slug)
            if milestone is None:
                continue
            if (due := milestone.due_date(program.program.fiscal_year_starts)) is not None:
                yield end_of_day(due, program.program.time_zone) + TICK
            for each in criteria(milestone.exit):
                yield from _of_criterion(each, program, self.bench.facts)
            yield from _of_chance(slug, program, self.bench.facts)
            for other in milestone.after:
                if other not in seen:
                    yield from self._milestone(other, seen | {slug})

    def goal(self, slug: str) -> Iterator[datetime]:
        """Give those of a goal: of its KPI's levels and of its milestones."""
        yield from self._accepted()
        for program in self.bench.programs:
            if slug in program.goals:
                yield from _of_target(program.goals[slug], program, self.bench.facts)
        for name in {name for each in self.bench.programs for name, of in each.milestones.items() if of.goal == slug}:
            yield from self.milestone(name)

    def capability(self, slug: str, seen: frozenset[str] = frozenset()) -> Iterator[datetime]:
        """Give those of a capability, and of the capabilities that it needs in some version."""
        facts = self.bench.facts
        yield from self._accepted()
        entries = facts.postings.get(slug, ())
        yield from _ats(entries)
        yield from (facts.reversed_at[each.event.id] for each in entries if each.event.id in facts.reversed_at)
        for program in self.bench.programs:
            if slug in program.capabilities:
                yield from _of_capability(slug, program, facts, entries)
                for other in program.capabilities[slug].needs.after:
                    if other not in seen:
                        yield from self.capability(other, seen | {slug})

    def _accepted(self) -> Iterator[datetime]:
        yield from (told.at for told, _ in self.bench.facts.programs)


def _of_capability(
    slug: str, program: CompiledProgram, facts: Facts, entries: Sequence[Told[LedgerEntry]]
) -> Iterator[datetime]:
    capability, zone = program.capabilities[slug], program.program.time_zone
    if capability.retired is not None:
        yield start_of_day(capability.retired.on, zone)
    own = experiments_of(program, slug)
    for source in {*capability.needs.data, *(program.experiments[name].source for name in own)}:
        yield from _turns(facts, source)
    for name in {*own, *(each.fact.experiment for each in entries)}:
        yield from _of_experiment(name, program, facts)
        untils = (valid_until(program, facts, name, told, None) for told in facts.verdicts.get(name, ()))
        yield from _lapsing(facts.verdicts.get(name, ()), untils, program)
    for milestone in program.milestones.values():
        if slug in milestone.capabilities:
            asked = (each for each in criteria(milestone.exit) if each.ref.kind == "attestation")
            yield from (at for each in asked for at in _of_criterion(each, program, facts))
    yield from _of_needs(capability, program, facts)


def _of_needs(capability: Capability, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    """Give when an integration began to answer or to fail, and when a step of governance is late or shown."""
    for slug in capability.needs.integrations:
        yield from _ats(facts.probes.get(slug, ()))
        test = program.integrations[slug].test if slug in program.integrations else None
        if test is not None and test.source:
            yield from _turns(facts, test.source)
    for step in capability.needs.governance:
        if isinstance(step, Action) and step.by is not None:
            yield end_of_day(step.by, program.program.time_zone) + TICK
            if step.evidence is not None:
                yield from _of_criterion(Criterion(evidence=f"attestation/{step.evidence}"), program, facts)


def _of_criterion(criterion: Criterion, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    slug, untils = criterion.ref.slug, lapses(criterion, program, facts)
    match criterion.ref.kind:
        case "experiment":
            yield from _of_experiment(slug, program, facts)
            yield from _before_reading(slug, program, facts)
            yield from _lapsing(facts.verdicts.get(slug, ()), untils, program)
        case "kpi":
            levels, source = facts.measurements.get(slug, ()), program.metrics[program.kpis[slug].metric].source
            lapsing = list(_lapsing(levels, untils, program))
            yield from lapsing
            yield from _ats(facts.loads.get(source, ())[:1])
            sorts = [(each.fact.metric, each.fact.grade, _side(criterion, each.fact.value)) for each in levels]
            yield from _replacing(levels, sorts, lapsing)
        case _:
            # Of several signatures the one that holds longest counts, so each may lapse though it is not the last.
            yield from _ats(facts.attestations.get(slug, ()))
            yield from (at for until in untils for at in _around(until, program))


def _of_chance(slug: str, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    """Give when the plan's chance of a milestone came to lie on another side of what is tolerated."""
    tolerances, before = program.program.tolerances, None
    for told in facts.foretold.get(program.program.id, ()):
        found = told.fact.milestones.get(slug) if told.event.program == program.digest else None
        floors = (tolerances.off_track_below, tolerances.at_risk_below)
        side = None if found is None or not found.due else sum(found.chance >= each for each in floors)
        if side != before:
            yield told.at
        before = side


def _of_target(goal: Goal, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    levels, target = facts.measurements.get(goal.kpi, ()), goal.target.value.value
    zone, period = program.program.time_zone, program.program.period
    start, end = start_of_day(period.start, zone), start_of_day(period.end, zone)
    source = program.metrics[program.kpis[goal.kpi].metric].source
    inside = [start <= data_until(facts, source, each) < end for each in levels]
    sides = [(each.fact.value > target) - (each.fact.value < target) for each in levels]
    sorts = [(each.fact.metric, each.fact.grade, *of) for each, *of in zip(levels, sides, inside, strict=True)]
    yield from _replacing(levels, sorts, [])


def _side(criterion: Criterion, value: Decimal) -> int:
    """Say on which side of the threshold a level lies, read as `compare` reads it."""
    if criterion.value is None:
        return 0
    read, threshold = Decimal(repr(float(value))), criterion.value.value
    return (read > threshold) - (read < threshold)


def _replacing(
    levels: Sequence[Told[KpiMeasurement]], sorts: Sequence[object], lapsing: Sequence[datetime]
) -> Iterator[datetime]:
    """Give when a level took the place of one of another sort, or of one that had begun to lapse."""
    begun = sorted(lapsing)
    for index, each in enumerate(levels):
        before = levels[index - 1].at if index else None
        is_other = before is None or sorts[index] != sorts[index - 1]
        if is_other or (before is not None and bisect_right(begun, each.at) > bisect_left(begun, before)):
            yield each.at


def _of_experiment(slug: str, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    yield from _ats(facts.verdicts.get(slug, ()))
    yield from _ats(facts.statements.get(slug, ()))
    experiment: Experiment | None = program.experiments.get(slug)
    if experiment is not None:
        yield from _ats(facts.loads.get(experiment.source, ())[:1])
        if experiment.period is not None:
            yield start_of_day(experiment.period.start, program.program.time_zone)
            yield start_of_day(experiment.period.end, program.program.time_zone)


def _before_reading(slug: str, program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    """Give when the source's contract began to hold or to break, as far as no reading was made."""
    readings = facts.verdicts.get(slug, ())
    turns = _turns(facts, program.experiments[slug].source) if slug in program.experiments else ()
    yield from (at for at in turns if not readings or at < readings[0].at)


def _turns(facts: Facts, source: str) -> Iterator[datetime]:
    held: bool | None = None
    for each in facts.checks.get(source, ()):
        if each.fact.ok is not held:
            yield each.at
        held = each.fact.ok


def _lapsing(told: Sequence[Told[T]], untils: Iterator[datetime], program: CompiledProgram) -> Iterator[datetime]:
    """Give when each lapses, unless a newer one took its place before; `untils` go along with `told`, or are none."""
    within = program.program.tolerances.expiring_within
    longest = timedelta(days=within.days + LONGEST_MONTH * within.months) + CLOCKS_MOVE
    for index, (each, until) in enumerate(zip(told, untils, strict=False)):
        newer = told[index + 1].at if index + 1 < len(told) else None
        if newer is None or newer > until - longest:
            # What had begun to lapse when it was recorded moves the word then.
            begun = (max(at, each.at) for at in _around(until, program))
            yield from (at for at in begun if newer is None or at <= newer)


def _around(until: datetime, program: CompiledProgram) -> Iterator[datetime]:
    if until.year < LAST_YEAR:
        yield until + TICK
        yield program.program.tolerances.expiring_within.before(until, program.program.time_zone)


def _ats(told: Sequence[Told[T]]) -> Iterator[datetime]:
    return (each.at for each in told)
