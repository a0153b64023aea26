"""The history told naively: every word judged at every instant at which any fact was recorded or any date passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from milepost.kernel.time import end_of_day, start_of_day
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Action
from milepost.program.documents.condition import Criterion, criteria
from milepost.roadmap.criterion import lapses, valid_until
from milepost.roadmap.facts import Facts
from milepost.roadmap.history import History, Thing
from milepost.roadmap.judge import Bench

TICK = timedelta(microseconds=1)


class NaiveHistory(History):
    """Judges everything at all instants there are."""

    def instants(self, thing: Thing, slug: str) -> tuple[datetime, ...]:  # noqa: ARG002  of all alike
        if ("all", "") not in self._instants:
            found = {each for each in changes(self.bench) if each <= self.until}
            self._instants["all", ""] = tuple(sorted(found | {self.until}))
        return self._instants["all", ""]


def changes(bench: Bench) -> Iterator[datetime]:
    facts = bench.facts
    for told, program in facts.programs:
        yield told.at
        yield from _dates(program)
    for group in (facts.loads, facts.checks, facts.verdicts, facts.measurements, facts.statements, facts.postings):
        yield from (told.at for several in group.values() for told in several)
    yield from (told.at for several in facts.attestations.values() for told in several)
    yield from (told.at for several in facts.probes.values() for told in several)
    yield from facts.reversed_at.values()
    for program in bench.programs:
        for until in _lapses(program, facts):
            yield until + TICK
            yield program.program.tolerances.expiring_within.before(until, program.program.time_zone)


def _lapses(program: CompiledProgram, facts: Facts) -> Iterator[datetime]:
    steps = [step for each in program.capabilities.values() for step in each.needs.governance]
    signed = [step.evidence for step in steps if isinstance(step, Action) and step.evidence]
    asked = [each for milestone in program.milestones.values() for each in criteria(milestone.exit)]
    for criterion in (*asked, *(Criterion(evidence=f"attestation/{each}") for each in signed)):
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
        for step in capability.needs.governance:
            if isinstance(step, Action) and step.by is not None:
                yield end_of_day(step.by, zone) + TICK
