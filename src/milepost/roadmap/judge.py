"""What every word is judged with: the facts, the accepted programs, and a planner's chance of making a date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from milepost.kernel.time import end_of_day, start_of_day
from milepost.kernel.words import Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import Criterion, criteria
from milepost.program.documents.outline import Milestone
from milepost.roadmap.criterion import judge_criterion, lapses, phase_of, valid_until
from milepost.roadmap.facts import Facts
from milepost.roadmap.words import CriterionStatus

TICK = timedelta(microseconds=1)
LAST_YEAR = 9000


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Facts and how they are read.

    `chances` gives a planner's chance of making a milestone's date, by slug; empty as long as no planner gives it.
    `draft` judges from `draft_at` on by a program that is not in force, to show what accepting it would do.
    """

    facts: Facts
    chances: Mapping[str, Decimal] = field(default_factory=dict)
    draft: CompiledProgram | None = None
    draft_at: datetime | None = None
    _judged: dict[tuple[str, Criterion, datetime], CriterionStatus] = field(default_factory=dict)

    def program_at(self, at: datetime) -> CompiledProgram | None:
        """Return the program that judges `at`: the version accepted by then, or the draft."""
        if self.draft is not None and (self.draft_at is None or at >= self.draft_at):
            return self.draft
        found = self.facts.program_at(at)
        return found[1] if found else None

    def criteria_at(
        self, milestone: Milestone, program: CompiledProgram, at: datetime
    ) -> dict[Criterion, CriterionStatus]:
        """Judge every criterion of a milestone at an instant."""
        return {each: self._criterion(each, program, at) for each in criteria(milestone.exit)}

    def achieved(self, slug: str, at: datetime) -> bool:
        """Tell whether every exit criterion was Successful then, by the program of that instant."""
        program = self.program_at(at)
        milestone = program.milestones.get(slug) if program else None
        if program is None or milestone is None or milestone.exit is None:
            return False
        return phase_of(milestone.exit, self.criteria_at(milestone, program, at)) is Phase.SUCCESSFUL

    def _criterion(self, criterion: Criterion, program: CompiledProgram, at: datetime) -> CriterionStatus:
        key = (program.digest, criterion, at)
        if key not in self._judged:
            self._judged[key] = judge_criterion(criterion, program, self.facts, at)
        return self._judged[key]

    def instants(self, at: datetime) -> tuple[datetime, ...]:
        """Give every instant up to `at` at which some word may change, in order: facts, expiries, dates."""
        found = {each for each in self._changes() if each <= at}
        return tuple(sorted(found | {at}))

    def _changes(self) -> Iterator[datetime]:
        facts = self.facts
        for told, program in facts.programs:
            yield told.at
            yield from _dates(program)
        for group in (facts.loads, facts.checks, facts.verdicts, facts.measurements, facts.statements, facts.postings):
            yield from (told.at for several in group.values() for told in several)
        yield from (told.at for several in facts.attestations.values() for told in several)
        yield from facts.reversed_at.values()
        yield from self._expiries()

    def _expiries(self) -> Iterator[datetime]:
        programs = [program for _, program in self.facts.programs] + ([self.draft] if self.draft else [])
        for program in programs:
            for until in _lapses(program, self.facts):
                if until.year < LAST_YEAR:
                    yield until + TICK
                    yield program.program.tolerances.expiring_within.before(until, program.program.time_zone)


def _lapses(program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    """Give every instant at which some evidence lapses for the program."""
    asked = [each for milestone in program.milestones.values() for each in criteria(milestone.exit)]
    for criterion in dict.fromkeys(asked):
        yield from lapses(criterion, program, facts)
    for slug in program.experiments:
        for told in facts.verdicts.get(slug, ()):
            yield valid_until(program, facts, slug, told, None)


def _dates(program: CompiledProgram) -> Iterator[datetime]:
    zone = program.program.time_zone
    for milestone in program.milestones.values():
        if (due := milestone.due_date(program.program.fiscal_year_starts)) is not None:
            yield end_of_day(due, zone) + TICK
    for experiment in program.experiments.values():
        if experiment.period is not None:
            yield start_of_day(experiment.period.start, zone)
            yield start_of_day(experiment.period.end, zone)
    for capability in program.capabilities.values():
        if capability.retired is not None:
            yield start_of_day(capability.retired.on, zone)
