"""The program: compiled from its folder, or the versions that the record holds in force."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.governance.rules import NO_DOCUMENT
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.ids import Ref
from milepost.program.acceptance import ACCEPTED, RELAID, Acceptance, Layout
from milepost.program.compiled import CompiledProgram, from_canonical
from milepost.program.compiler import Compilation, compile_program
from milepost.program.rules import ACCEPT_FIRST, OTHER_FORM
from milepost.record.canonical import from_json
from milepost.record.event import PINNED, Event
from milepost.record.rules import BROKEN_LINK
from milepost.roadmap.facts import FORMS, Facts, gather


def compile_folder(folder: ProgramFolder) -> Compilation:
    """Compile a folder and look for the documents it names. Raises Refused when there is nothing to read."""
    return compile_texts(folder.texts(), folder)


def compile_texts(texts: Mapping[str, bytes], folder: ProgramFolder) -> Compilation:
    """Compile the texts read from a folder and look there for the documents they name."""
    made = compile_program(texts)
    missing = tuple(_missing_documents(made, folder))
    if not missing:
        return made
    return Compilation(program=None, findings=(*made.findings, *missing), draft=made.draft)


def named_documents(program: CompiledProgram | None) -> dict[Ref, str]:
    """Return the documents that a program names, by what names them; none where there is no program."""
    if program is None:
        return {}
    named = {Ref("experiment", slug): each.randomised for slug, each in program.experiments.items()}
    named |= {Ref("holdout", slug): each.randomised for slug, each in program.holdouts.items()}
    return {ref: stated.document for ref, stated in named.items() if stated is not None}


def _missing_documents(made: Compilation, folder: ProgramFolder) -> Iterator[Finding]:
    for ref, document in named_documents(made.program).items():
        if folder.document_digest(document) is None:
            span = made.draft.span(ref, "randomised", "document")
            yield NO_DOCUMENT.at(span, f"there is no document {document} in the folder", NO_DOCUMENT.fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The program version in force, and the event that accepted it."""

    program: CompiledProgram
    event: str


def sound(record: RecordReader) -> datetime | None:
    """Make sure of the chain and return when its last entry was recorded, None for an empty record.

    Raises Refused with a finding for each entry that does not fit.
    """
    return record.sound().recorded_at


def facts_until(record: RecordReader, until: datetime | None = None) -> Facts:
    """Gather the facts recorded by an instant (None: all), with the programs they were judged by."""
    return gather(record.events(*FORMS, PINNED, until=until), lambda digest: accepted_program(record, digest))


def in_force(record: RecordReader) -> InForce:
    """Return the version in force; raises Refused with MP620 where none was ever accepted."""
    accepted = record.events(ACCEPTED)
    if not accepted:
        raise Refused(ACCEPT_FIRST.at(None, "this program was never accepted", ACCEPT_FIRST.fix))
    last = accepted[-1]
    return InForce(program=accepted_program(record, str(last.program)), event=last.id)


def layout_of(accepted: Event, record: RecordReader) -> tuple[Event, Layout]:
    """Return the texts an accepted version is known by, and the event that told them: the last of its layouts."""
    told = from_json(accepted.data["acceptance"], Acceptance)
    relaid = [each for each in record.events(RELAID) if accepted.id in each.causes]
    if relaid:
        return relaid[-1], from_json(relaid[-1].data["layout"], Layout)
    return accepted, Layout(files=told.files, places=told.places)


def accepted_program(record: RecordReader, digest: str) -> CompiledProgram:
    """Read back an accepted program; raises Refused when its bytes do not fit their digest."""
    content = record.blob(digest)
    if content is None or digest_of(content) != digest:
        state = "is gone" if content is None else "was changed"
        raise Refused(BROKEN_LINK.at(None, f"the accepted program {digest} {state}", BROKEN_LINK.fix))
    try:
        program = from_canonical(json.loads(content))
    except (ValueError, KeyError) as error:
        message = f"the accepted program {digest} was written in a form that this version does not read"
        raise Refused(OTHER_FORM.at(None, message, OTHER_FORM.fix)) from error
    vars(program)["digest"] = digest  # what was accepted, whatever this version would make of it
    return program
