"""How far a program has come by its record: one reading for every verb that plans."""

from dataclasses import replace
from datetime import date

from milepost.actions.known_facts import facts_then, versions_of
from milepost.actions.ports import RecordReader
from milepost.kernel.time import end_of_day
from milepost.plan.progress import NOTHING_KNOWN, Progress
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.progress import progress_of


def progress_now(program: CompiledProgram, record: RecordReader | None, day: date | None = None) -> Progress:
    """Say how far a program has come by what is recorded, whether it was accepted or not.

    `day` asks as of the end of a day, in the program's zone: nothing that is not live by then is live before it. None
    asks by all that is recorded, as of the last day that the data reaches. Without a record, or an accepted version in
    it by then, nothing is known. Raises Refused where the record does not hold.
    """
    found = _known(program, record, day) if record is not None else NOTHING_KNOWN
    return found if day is None else replace(found, day=day)


def _known(program: CompiledProgram, record: RecordReader, day: date | None) -> Progress:
    versions, last = versions_of(record), record.sound().recorded_at
    until = last if day is None else end_of_day(day, program.program.time_zone)
    if until is None or not any(accepted <= until for accepted, _ in versions.accepted):
        return NOTHING_KNOWN
    return progress_of(program, facts_then(record, versions, until, program), until)
