"""The verb `experiment freeze`: the last reading as a page and its JSON, named by the digest of all they say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from milepost.actions.design_program import experiment_named
from milepost.actions.ports import SnapshotFolder, State
from milepost.actions.programs import accepted_program, facts_until, in_force, sound
from milepost.actions.rules import NOTHING_TO_FREEZE
from milepost.experiments.program_reading import design_of
from milepost.experiments.registration import parts_of
from milepost.experiments.snapshot import FROZEN, Reading, Snapshot
from milepost.experiments.verdict import Verdict
from milepost.kernel.digest import Digest, digest_of, short
from milepost.kernel.finding import Refused
from milepost.outcomes.query import query_of
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.experiment import Way
from milepost.record.canonical import to_json
from milepost.record.event import EventId, Fact
from milepost.roadmap.facts import Facts, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was frozen: its id, event and files by kind. `is_new` is False where it was frozen before."""

    snapshot: Digest
    event: str
    files: Mapping[str, Path]
    is_new: bool


def freeze_experiment(
    state: State, folder: SnapshotFolder, page: Callable[[Reading], str], slug: str, actor: str
) -> Frozen:
    """Freeze the last reading of an experiment; `page` writes it as HTML.

    Files come whole and before the event that names them, so that what the record names is there. Raises Refused with
    MP645 where there is no such experiment, MP646 where it was never read, and what the disk refuses.
    """
    with state.lock():
        sound(state.record)
        version = in_force(state.record)
        experiment_named(version.program, slug)
        facts = facts_until(state.record)
        told = facts.verdicts.get(slug, ())
        if not told:
            raise Refused(NOTHING_TO_FREEZE.at(None, f"experiment/{slug} was never read", NOTHING_TO_FREEZE.fix))
        reading = reading_of(facts, accepted_program(state.record, str(told[-1].event.program)), slug, told[-1])
        name = f"{slug}-{short(reading.snapshot)}"
        contents = {f"{name}.json": reading.content, f"{name}.html": page(reading).encode()}
        files = {each.rpartition(".")[2]: folder.write(each, content) for each, content in contents.items()}
        snapshot = Snapshot(
            experiment=slug,
            snapshot=reading.snapshot,
            verdict=reading.event,
            registration=reading.registered,
            files={each: digest_of(content) for each, content in contents.items()},
        )
        fact = Fact(
            type=FROZEN,
            subject=f"experiment/{slug}",
            key=reading.snapshot,
            actor=actor,
            program=told[-1].event.program,
            data={"snapshot": to_json(snapshot)},
            causes=tuple(EventId(each) for each in (reading.event, reading.registered) if each),
        )
        known = state.record.event(fact.id)
        event = known or state.record.append([fact])[0]
        return Frozen(snapshot=reading.snapshot, event=event.id, files=files, is_new=known is None)


def reading_of(facts: Facts, program: CompiledProgram, slug: str, told: Told[Verdict]) -> Reading:
    """Gather what a snapshot of a verdict says, by the program that it was read under."""
    registrations = facts.registrations.get(slug, ())
    held = next((each for each in registrations if each.event.id == told.fact.registration), None)
    return Reading(
        verdict=told.fact,
        event=told.event.id,
        read_at=told.at,
        program=program.digest,
        parts=parts_of(program, slug),
        registration=held.fact if held else None,
        registered=held.event.id if held else None,
        registered_at=held.at if held else None,
        query=_query(program, slug),
    )


def _query(program: CompiledProgram, slug: str) -> str | None:
    experiment = program.experiments[slug]
    schema = program.table_of(experiment.source)
    if experiment.way is not Way.ARMS or schema is None:
        return None
    return query_of(design_of(program, slug, randomised=False).aggregates, schema)
