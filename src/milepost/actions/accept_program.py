"""The verb `accept`: the compiled program becomes the version in force, with who states what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.actions.foretell import facts_of_plan
from milepost.actions.ports import Blob, ProgramFolder, RecordReader, State
from milepost.actions.programs import accepted_program, compile_folder, layout_of, sound
from milepost.actions.progress_now import progress_now
from milepost.experiments.holdout_verdict import holdout_digest
from milepost.experiments.verdict import design_digest
from milepost.governance.attestation import RANDOMISED, RandomisationStatement
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Finding, Refused, has_errors
from milepost.kernel.ids import Ref
from milepost.program.acceptance import ACCEPTED, RELAID, Acceptance, Layout
from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import Compilation
from milepost.program.documents.experiment import Randomised
from milepost.program.rules import BASELINE_MOVED, HOLDOUT_MOVED, OTHER_PROGRAM
from milepost.record.canonical import Json, canonical_bytes, canonical_digest, to_json
from milepost.record.event import Event, EventId, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What accepting gave. `is_new` is False when this version was in force already.

    `recorded` names the kinds of fact that were recorded; empty when nothing was new.
    """

    program: CompiledProgram
    is_new: bool
    event: str
    recorded: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is to be accepted: what its texts compiled to, and the folder that holds the documents it names."""

    made: Compilation
    texts: Mapping[str, bytes]
    folder: ProgramFolder


def accept_program(folder: ProgramFolder, state: State, actor: str) -> Accepted:
    """Record the folder's program as the version in force, in one transaction.

    Raises Refused with all findings when it does not compile, a named document is missing, or a frozen baseline or a
    holdout moved.
    """
    of = Candidate(made=compile_folder(folder), texts=folder.texts(), folder=folder)
    if of.made.program is None or has_errors(of.made.findings):
        raise Refused(*of.made.findings)
    with state.lock():
        return accept_locked(of, state, actor)


def accept_locked(of: Candidate, state: State, actor: str) -> Accepted:
    """Accept what compiled, for who holds the state's lock; raises Refused as `accept_program` does."""
    program = of.made.program
    assert program is not None
    sound(state.record)
    earlier = state.record.events(ACCEPTED)
    if findings := tuple(moved(of.made, state.record)):
        raise Refused(*findings)
    return _record(of, program, state, actor, earlier[-1] if earlier else None)


def moved(made: Compilation, record: RecordReader) -> Iterator[Finding]:
    """Find what an earlier acceptance forbids: another program, a frozen baseline that moved, a holdout that moved."""
    assert made.program is not None
    earlier = record.events(ACCEPTED)
    if earlier and earlier[-1].subject != f"program/{made.program.program.id}":
        message = f"this state belongs to {earlier[-1].subject}, not to program/{made.program.program.id}"
        yield OTHER_PROGRAM.at(None, message, OTHER_PROGRAM.fix)
        return
    versions = [accepted_program(record, str(each.program)) for each in earlier]
    yield from _moved_baselines(made, versions)
    yield from _moved_holdouts(made, versions)


def _record(of: Candidate, program: CompiledProgram, state: State, actor: str, last: Event | None) -> Accepted:
    is_new = last is None or last.program != program.digest
    places = canonical_bytes(to_json(_places(of.made)))
    layout = Layout(files={path: digest_of(text) for path, text in of.texts.items()}, places=digest_of(places))
    told = _acceptance(program, layout, last, actor) if is_new else _relaid(program, layout, state.record, last, actor)
    facts = [*([told] if told else []), *_statements(program, of.folder)]
    if is_new and told is not None:
        facts += facts_of_plan(program, progress_now(program, state.record), actor, told)
    facts = [each for each in facts if state.record.event(each.id) is None]
    blobs = [Blob(digest=digest_of(each), content=each) for each in (program.canonical, places, *of.texts.values())]
    events = state.record.append(facts, blobs if told else ())
    return Accepted(
        program=program,
        is_new=is_new,
        event=events[0].id if is_new else last.id if last else "",
        recorded=tuple(each.type for each in events),
        findings=of.made.findings,
    )


def _acceptance(program: CompiledProgram, layout: Layout, last: Event | None, actor: str) -> Fact:
    previous = last.id if last else None
    told = Acceptance(digest=program.digest, files=layout.files, places=layout.places, previous=previous)
    return _fact(ACCEPTED, program, f"{program.digest} after {previous}", actor, {"acceptance": to_json(told)})


def _relaid(
    program: CompiledProgram, layout: Layout, record: RecordReader, accepted: Event | None, actor: str
) -> Fact | None:
    """Tell of other texts for the program in force, so that a trace knows them; None when they are known."""
    assert accepted is not None
    last, known = layout_of(accepted, record)
    if known == layout:
        return None
    key = f"{canonical_digest(to_json(layout))} after {last.id}"
    return _fact(RELAID, program, key, actor, {"layout": to_json(layout)}, (accepted.id,))


def _fact(
    type_: str,
    program: CompiledProgram,
    key: str,
    actor: str,
    data: Mapping[str, Json],
    causes: tuple[EventId, ...] = (),
) -> Fact:
    return Fact(
        type=type_,
        subject=f"program/{program.program.id}",
        key=key,
        actor=actor,
        program=program.digest,
        data=data,
        causes=causes,
    )


def _places(made: Compilation) -> dict[str, dict[str, str | int]]:
    """Say where each document stands: path, line and column, by `kind/id`."""
    spans = {str(ref): made.draft.span(ref) for ref in made.draft.origins}
    return {name: {"path": s.path, "line": s.line, "column": s.column} for name, s in spans.items()}


def _statements(program: CompiledProgram, folder: ProgramFolder) -> Iterator[Fact]:
    for ref, stated, design in _draws(program):
        told = RandomisationStatement(
            experiment=ref.slug,
            design=design,
            signer=stated.stated_by,
            document=stated.document,
            document_digest=str(folder.document_digest(stated.document)),
            told_by="program",
        )
        yield statement_fact(told, program.digest, ref)


def _draws(program: CompiledProgram) -> Iterator[tuple[Ref, Randomised, str]]:
    """Give what is stated to be drawn at random, by whom, and the design that the statement binds to."""
    for slug, experiment in program.experiments.items():
        if experiment.randomised is not None:
            yield Ref("experiment", slug), experiment.randomised, design_digest(program, slug)
    for slug, holdout in program.holdouts.items():
        if holdout.randomised is not None:
            yield Ref("holdout", slug), holdout.randomised, holdout_digest(program, slug)


def statement_fact(told: RandomisationStatement, program: str, about: Ref) -> Fact:
    """Make the fact of a statement about an experiment or a holdout; the signer is its actor."""
    return Fact(
        type=RANDOMISED,
        subject=str(about),
        key=f"{told.design} {told.signer} {told.document_digest} {told.told_by}",
        actor=f"role/{told.signer}",
        program=program,
        data={"statement": to_json(told)},
    )


def _moved_baselines(made: Compilation, earlier: list[CompiledProgram]) -> Iterator[Finding]:
    assert made.program is not None
    for slug, kpi in made.program.kpis.items():
        frozen = next((each.kpis[slug].baseline for each in earlier if slug in each.kpis), kpi.baseline)
        if frozen is not None and frozen != kpi.baseline:
            span = made.draft.key_span(Ref("kpi", slug), "baseline")
            message = f"the baseline of kpi/{slug} was frozen at {frozen.value} over {frozen.window}"
            yield BASELINE_MOVED.at(span, message, BASELINE_MOVED.fix)


def _moved_holdouts(made: Compilation, earlier: list[CompiledProgram]) -> Iterator[Finding]:
    assert made.program is not None
    for slug, holdout in made.program.holdouts.items():
        first = next((each.holdouts[slug] for each in earlier if slug in each.holdouts), holdout)
        for key in ("unit", "share", "salt", "starts"):
            if (old := getattr(first, key)) != getattr(holdout, key):
                span = made.draft.key_span(Ref("holdout", slug), key)
                message = (
                    f"the {key} of holdout/{slug} was {old if old is not None else 'not given'} when it was accepted"
                )
                yield HOLDOUT_MOVED.at(span, message, HOLDOUT_MOVED.fix)
