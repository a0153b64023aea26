"""The verb `canvas`: the files as they are, with what a record of them knows."""

from dataclasses import dataclass
from datetime import date, datetime

from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder
from milepost.governance.attestation import SIGNED, Attestation
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.time import day_in
from milepost.program.acceptance import ACCEPTED
from milepost.record.canonical import from_json
from milepost.record.event import Event
from milepost.roadmap.canvas.canvas import Canvas, canvas_of
from milepost.roadmap.canvas.known import Known
from milepost.tables.facts import LOADED


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A canvas, and what compiling its files found."""

    canvas: Canvas
    findings: tuple[Finding, ...]


def draw_canvas(folder: ProgramFolder, record: RecordReader, now: datetime) -> Drawn:
    """Draw the canvas of the files as they are now, accepted or not; a file that can't be read is told by findings.

    Raises Refused where the files hold no program, or the record does not hold.
    """
    made = compile_folder(folder)
    program = made.draft.program
    if program is None:
        raise Refused(*made.findings)
    record.sound()
    canvas = canvas_of(made.draft, _known(record, day_in(now, program.time_zone)))
    return Drawn(canvas=canvas, findings=made.findings)


def _known(record: RecordReader, today: date) -> Known:
    told = record.events(ACCEPTED, SIGNED, LOADED)
    if not told:
        return Known()
    loaded = frozenset(each.subject.removeprefix("source/") for each in told if each.type == LOADED)
    signed = [_signed(each) for each in told if each.type == SIGNED]
    return Known(today=today, loaded=loaded, attested={each.name: each.expires for each in signed})


def _signed(event: Event) -> Attestation:
    return from_json(event.data["attestation"], Attestation)
