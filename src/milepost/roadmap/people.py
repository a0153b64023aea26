"""Seats, training, adoption and steps that people take: what is open, what is late, and who is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from milepost.kernel.ids import Ref
from milepost.kernel.money import Measure
from milepost.kernel.time import day_in
from milepost.kernel.words import Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Action, Adoption, Capability, Training
from milepost.program.documents.condition import Criterion, Op
from milepost.program.documents.outline import Direction
from milepost.roadmap.criterion import judge_criterion
from milepost.roadmap.facts import Facts


class About(StrEnum):
    """What a line is about."""

    SEAT = "seat"
    TRAINING = "training"
    ADOPTION = "adoption"
    GOVERNANCE = "governance"
    OPERATIONS = "operations"


class Done(StrEnum):
    """How it stands: shown by evidence, open, past its day, or without anything that could ever show it."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"
    UNSHOWN = "no evidence asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Something that people must do or be. `capability` is None for a seat; `by` None where no day is set.

    `who` is the role or the team that is asked; `events` are the facts that show it, `unsigned` the attestation that
    nobody ever signed.
    """

    about: About
    what: str
    who: str | None
    word: Done
    because: str
    capability: str | None = None
    by: date | None = None
    unsigned: str | None = None
    events: tuple[str, ...] = ()


def person_lines(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[PersonLine]:
    """Give all of the program's seats that are empty, and what each capability asks of people, at an instant."""
    today = day_in(at, program.program.time_zone)
    yield from _seats(program, today)
    for slug, capability in program.capabilities.items():
        if capability.retired is None or capability.retired.on > today:
            yield from lines_of(slug, capability, program, facts, at)


def lines_of(
    slug: str, capability: Capability, program: CompiledProgram, facts: Facts, at: datetime
) -> Iterator[PersonLine]:
    """Give what one capability asks of people: steps that somebody owns, training, adoption."""
    for about, steps in (
        (About.GOVERNANCE, capability.needs.governance),
        (About.OPERATIONS, capability.needs.operations),
    ):
        for step in steps:
            if isinstance(step, Action):
                who, evidence = step.owner or capability.owner, _signed(step)
                yield _line(about, step.step, who, step.by, evidence, slug, program, facts, at)
    for training in capability.training:
        what = f"train {training.team} in {training.of}"
        yield _line(About.TRAINING, what, capability.owner, training.by, _signed(training), slug, program, facts, at)
    for adoption in capability.adoption:
        what = f"{adoption.target:.0%} of {adoption.team} work with it"
        evidence = _used(adoption, program) or _signed(adoption)
        yield _line(About.ADOPTION, what, capability.owner, adoption.by, evidence, slug, program, facts, at)


def overdue(
    slug: str, capability: Capability, program: CompiledProgram, facts: Facts, at: datetime
) -> PersonLine | None:
    """Return a step of governance that is past its day without its evidence: None where there is none."""
    today = day_in(at, program.program.time_zone)
    for step in capability.needs.governance:
        if isinstance(step, Action) and step.by is not None and step.by < today:
            who, evidence = step.owner or capability.owner, _signed(step)
            line = _line(About.GOVERNANCE, step.step, who, step.by, evidence, slug, program, facts, at)
            if line.word is Done.LATE:
                return line
    return None


def _seats(program: CompiledProgram, today: date) -> Iterator[PersonLine]:
    for slug, role in program.roles.items():
        if role.held_by:
            continue
        late = role.expected is not None and role.expected < today
        waits = sorted(
            name
            for name, each in program.capabilities.items()
            if slug in {*each.needs.roles, each.owner, each.approver}
        )
        said = f"expected {role.expected}" if role.expected else "nobody knows when it is filled"
        because = f"{said}; it holds up {', '.join(waits) if waits else 'nothing yet'}"
        word = Done.LATE if late or (role.expected is None and waits) else Done.OPEN
        yield PersonLine(
            about=About.SEAT,
            what=f"fill role/{slug}",
            who=program.program.sponsor,
            word=word,
            because=because,
            by=role.expected,
        )


def _line(
    about: About,
    what: str,
    who: str | None,
    by: date | None,
    evidence: Criterion | None,
    slug: str,
    program: CompiledProgram,
    facts: Facts,
    at: datetime,
) -> PersonLine:
    if evidence is None:
        said = "no evidence is named that would show it"
        return PersonLine(about=about, what=what, who=who, word=Done.UNSHOWN, because=said, capability=slug, by=by)
    found = judge_criterion(evidence, program, facts, at)
    # Signed once and expired is another thing, and has its events.
    unsigned = evidence.ref.slug if evidence.ref.kind == "attestation" and not found.judged.events else None
    done, late = found.phase is Phase.SUCCESSFUL, by is not None and by < day_in(at, program.program.time_zone)
    return PersonLine(
        about=about,
        what=what,
        who=who,
        word=Done.DONE if done else Done.LATE if late else Done.OPEN,
        because=f"{unsigned} is not signed yet" if unsigned else found.judged.because,
        capability=slug,
        by=by,
        unsigned=unsigned,
        events=found.judged.events,
    )


def _signed(asked: Action | Training | Adoption) -> Criterion | None:
    return Criterion(evidence=str(Ref("attestation", asked.evidence))) if asked.evidence else None


def _used(adoption: Adoption, program: CompiledProgram) -> Criterion | None:
    """Hold a measured share against the target; a KPI that counts those who stay away is held the other way round."""
    kpi = program.kpis.get(adoption.kpi or "")
    if kpi is None:
        return None
    is_up = kpi.direction is Direction.UP
    value = Measure(value=adoption.target if is_up else 1 - adoption.target, unit="")
    return Criterion(evidence=f"kpi/{kpi.id}", op=Op.AT_LEAST if is_up else Op.AT_MOST, value=value)
