"""The accepted baseline: what was promised of each thing when it was first accepted. It does not move afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milepost.plan.inputs import model_of
from milepost.plan.network import schedule_of
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """When work was to begin and when it was to be done, by the plan on paper of the version that first held it.

    Of a milestone `done` is its due date, and `begun` None. `done` is None where it was never to come, or has no date.
    """

    begun: date | None
    done: date | None
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Promises by slug; empty where nothing was accepted by then."""

    capabilities: Mapping[str, Promise]
    milestones: Mapping[str, Promise]


def baseline_of(facts: Facts, at: datetime) -> Baseline:
    """Return for each thing the promise of the first accepted version that held it: a changed date shows as a slip."""
    capabilities: dict[str, Promise] = {}
    milestones: dict[str, Promise] = {}
    for told, program in facts.programs:
        if told.at <= at:
            if set(program.capabilities) - set(capabilities):
                capabilities = dict(_planned(program, told.at)) | capabilities
            milestones = dict(_due(program, told.at)) | milestones
    return Baseline(capabilities=capabilities, milestones=milestones)


def _planned(program: CompiledProgram, at: datetime) -> Iterator[tuple[str, Promise]]:
    model = model_of(program)
    for each in schedule_of(model).slots:
        yield each.slug, Promise(begun=model.day(each.begun), done=model.day(each.live), accepted_at=at)


def _due(program: CompiledProgram, at: datetime) -> Iterator[tuple[str, Promise]]:
    for slug, each in program.milestones.items():
        due = each.due_date(program.program.fiscal_year_starts)
        yield slug, Promise(begun=None, done=due, accepted_at=at)
