"""The facts that a status needs, with as few entries read as what was remembered of the record allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from milepost.actions.ports import RecordReader, Sound
from milepost.actions.programs import accepted_program
from milepost.kernel.finding import Refused
from milepost.program.acceptance import ACCEPTED
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import canonical_digest
from milepost.record.chain import Place
from milepost.record.event import Event
from milepost.roadmap.essential import KINDS, RULES, essential, sieve_for
from milepost.roadmap.facts import Facts, gather
from milepost.tables.facts import LOADED

ESSENTIAL = "essential"
WORTH_REMEMBERING = 1_000
"""Entries from which it is remembered which of them a status needs."""
MOST_SINCE = 5_000
"""Entries after those remembered that are read whole rather than sifted anew."""


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries a status needs of a record that ends with `digest`. `key` digests the rules it was chosen by."""

    key: str
    sequence: Place
    digest: str
    names: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The accepted programs by their digests, and when each was accepted, in order."""

    programs: dict[str, CompiledProgram]
    accepted: tuple[tuple[datetime, CompiledProgram], ...]

    @property
    def key(self) -> str:
        """Return what the choice of entries depends on, beside the entries."""
        return canonical_digest([RULES, *sorted(KINDS), *(each.digest for _, each in self.accepted)])


def versions_of(record: RecordReader) -> Versions:
    """Read the accepted programs. Of a record that does not hold, that is what it raises Refused for."""
    try:
        events = record.events(ACCEPTED)
        programs = {digest: accepted_program(record, digest) for digest in {str(each.program) for each in events}}
    except Refused:
        record.sound(anew=True)
        raise
    return Versions(
        programs=programs, accepted=tuple((each.recorded_at, programs[str(each.program)]) for each in events)
    )


def make_sure(record: RecordReader, versions: Versions) -> Sound:
    """Verify the record, and let a sieve look along. Raises Refused where it does not hold."""
    is_known = _remembered(record, versions) is not None
    return record.sound(None if is_known else sieve_for(versions.programs.values()))


def facts_now(record: RecordReader, versions: Versions, sound: Sound) -> Facts:
    """Gather what a status at or after the last entry needs, and remember which entries these were."""
    known = _remembered(record, versions)
    if known is not None and not 0 <= sound.sequence - known.sequence <= MOST_SINCE:
        known = None
    entries = record.entries(known.names, *KINDS, after=known.sequence) if known is not None else ()
    if known is None or _may_be_loaded_again(entries, known.sequence):
        looked = sound.names
        entries = record.entries(looked if looked is not None else record.sift(sieve_for(versions.programs.values())))
    entries = [each for each in entries if each[0] <= sound.sequence]
    facts = _gathered(record, versions, [event for _, event in entries])
    if known is None or known.sequence < sound.sequence:
        _remember(record, versions, sound, facts, entries)
    return facts


def _may_be_loaded_again(entries: Sequence[tuple[int, Event]], known: int) -> bool:
    """Tell whether a newer load has rows that may have been loaded before: when they were first seen is then not known.

    The first load of rows that nothing used is not among the remembered entries.
    """
    loads = [(sequence, (each.subject, _rows_of(each))) for sequence, each in entries if each.type == LOADED]
    first = {rows for sequence, rows in loads if sequence <= known}
    return any(rows not in first for sequence, rows in loads if sequence > known)


def _rows_of(load: Event) -> str:
    told = load.data["load"]
    return str(told.get("logical_digest")) if isinstance(told, dict) else ""


def facts_then(record: RecordReader, versions: Versions, at: datetime, draft: CompiledProgram | None = None) -> Facts:
    """Gather what a status at an instant needs, of what was recorded by then; `draft` may judge it too."""
    programs = [*versions.programs.values(), *([draft] if draft is not None else [])]
    names = record.sift(sieve_for(programs), at)
    return _gathered(record, versions, [event for _, event in record.entries(names)])


def _gathered(record: RecordReader, versions: Versions, events: Sequence[Event]) -> Facts:
    return gather(events, lambda digest: versions.programs.get(digest) or accepted_program(record, digest))


def _remembered(record: RecordReader, versions: Versions) -> Remembered | None:
    """Return what was remembered by these rules of this very record, or None."""
    content = record.remembered(ESSENTIAL)
    if content is None:
        return None
    try:
        found = msgspec.json.decode(content, type=Remembered)
    except (ValueError, RecursionError):
        return None
    return found if found.key == versions.key and record.digest_at(found.sequence) == found.digest else None


def _remember(
    record: RecordReader, versions: Versions, sound: Sound, facts: Facts, entries: Sequence[tuple[int, Event]]
) -> None:
    if sound.sequence < WORTH_REMEMBERING:
        return
    left_out = set(_ids(facts)) - set(_ids(essential(facts)))
    names = tuple(sequence for sequence, event in entries if event.id not in left_out)
    content = Remembered(key=versions.key, sequence=sound.sequence, digest=sound.digest, names=names)
    record.remember(ESSENTIAL, msgspec.json.encode(content))


def _ids(facts: Facts) -> Iterator[str]:
    for group in (facts.loads, facts.checks, facts.measurements):
        yield from (told.event.id for several in group.values() for told in several)
