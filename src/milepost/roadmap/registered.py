"""Which registration an experiment is held against, whether it came in time, and what was changed since."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from milepost.experiments.registration import NOT_REGISTERED, Registration, changes, changes_said, lowered
from milepost.experiments.verdict import Change, Verdict
from milepost.kernel.time import day_in, start_of_day
from milepost.kernel.words import Phase
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.facts import Facts, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a reading is held against: the event of the registration, why it is late (None in time), what changed."""

    event: str
    late: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredLine:
    """How an experiment stands to its registration: `word` is registered, registered late or not registered."""

    experiment: str
    word: str
    at: datetime | None = None
    by: str | None = None
    late: str | None = None
    changes: tuple[Change, ...] = ()
    event: str | None = None


def standing_registration(facts: Facts, slug: str) -> Told[Registration] | None:
    """Return the registration that counts: the last in time, or else the first.

    Before the data one may think again. A later one takes nothing back: whoever registers anew after the data is held
    against what was meant before it.
    """
    told = facts.registrations.get(slug, ())
    in_time = [each for each in told if each.fact.late is None]
    return in_time[-1] if in_time else told[0] if told else None


def held_against(facts: Facts, program: CompiledProgram, slug: str) -> Held | None:
    """Return what a reading by this program is held against; None where nothing was registered."""
    told = standing_registration(facts, slug)
    if told is None:
        return None
    return Held(event=told.event.id, late=told.fact.late, changes=changes(told.fact, program, slug))


def registered_verdict(verdict: Verdict, held: Held | None) -> Verdict:
    """Put the registration into a verdict; a changed design costs a grade, and the reason says which part."""
    if held is None:
        return verdict
    named = replace(verdict, registration=held.event, is_registered_late=held.late is not None, changes=held.changes)
    if not held.changes or verdict.phase is Phase.ERROR:
        return named
    grade = lowered(verdict.grade)
    said = changes_said(held.changes)
    because = f"{verdict.because} Grade {grade} and not {verdict.grade}: {said}."
    return replace(named, grade=grade, because=because)


def late_because(facts: Facts, slug: str, now: datetime) -> str | None:
    """Say why a registration at `now` comes after the first exposure, None while it is in time.

    Every accepted version counts: a period that was moved, once it had begun, makes no new beginning.
    """
    begun = sorted(_begun(facts, slug))
    return next((said for at, said in begun if at <= now), None)


def _begun(facts: Facts, slug: str) -> Iterator[tuple[datetime, str]]:
    for verdict in facts.verdicts.get(slug, ())[:1]:
        yield verdict.at, "the experiment was read before"
    for place, (accepted, program) in enumerate(facts.programs):
        experiment = program.experiments.get(slug)
        if experiment is None:
            continue
        zone = program.program.time_zone
        until = facts.programs[place + 1][0].at if place + 1 < len(facts.programs) else None
        if experiment.period is not None:
            start = start_of_day(experiment.period.start, zone)
            if until is None or start < until:
                yield max(start, accepted.at), f"its period began on {experiment.period.start}"
            continue
        for load in facts.loads.get(experiment.source, ())[:1]:
            if until is None or load.at < until:
                day = day_in(load.at, zone)
                yield (
                    max(load.at, accepted.at),
                    f"source/{experiment.source} was loaded on {day}, and no period is named",
                )


def registered_lines(facts: Facts, program: CompiledProgram) -> Iterator[RegisteredLine]:
    """Give a line per experiment of the program."""
    for slug in program.experiments:
        told, held = standing_registration(facts, slug), held_against(facts, program, slug)
        if told is None or held is None:
            yield RegisteredLine(experiment=slug, word=NOT_REGISTERED)
            continue
        yield RegisteredLine(
            experiment=slug,
            word="registered late" if held.late else "registered",
            at=told.at,
            by=told.event.actor,
            late=held.late,
            changes=held.changes,
            event=told.event.id,
        )
