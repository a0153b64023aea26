"""Where a trace begins: the events that an id, a digest or a line of the program stands for."""

import json
import re
from collections.abc import Iterator, Sequence

from milepost.actions.ports import RecordReader
from milepost.actions.programs import layout_of
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Refused
from milepost.kernel.ids import Ref
from milepost.program.acceptance import ACCEPTED, Layout
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.record.canonical import Json
from milepost.record.event import Event
from milepost.record.rules import BROKEN_LINK

_PLACE = re.compile(r"(.+?):(\d+)(?::\d+)?")


def roots_of(asked: str, program: CompiledProgram, events: Sequence[Event], record: RecordReader) -> list[Event]:
    """Return the events that `asked` stands for, the newest of a subject alone; empty when it stands for none."""
    if asked.startswith("sha256:"):
        return [each for each in events if _names(dict(each.data), asked)]
    if asked.startswith("ev_"):
        return [each for each in events if each.id.startswith(asked)][:1]
    if (place := _PLACE.fullmatch(asked)) is not None:
        return _of_refs(_at_line(place[1], int(place[2]), events, record), program, events)
    try:
        ref = Ref.parse(asked)
    except ValueError:
        return []
    return _of_refs([ref], program, events)


def known_ids(program: CompiledProgram, events: Sequence[Event]) -> list[str]:
    """Return the ids that can be asked for."""
    return sorted({each.subject for each in events} | {f"milestone/{slug}" for slug in program.milestones})


def _of_refs(refs: Sequence[Ref], program: CompiledProgram, events: Sequence[Event]) -> list[Event]:
    subjects = {name for ref in refs for name in _subjects(ref, program)}
    last = {(each.type, each.subject): each for each in events if each.subject in subjects}
    return list(last.values())


def _subjects(ref: Ref, program: CompiledProgram) -> Iterator[str]:
    """Give the subjects of events about a thing: a milestone's are its evidence, a goal's its KPI."""
    yield str(ref)
    if ref.kind == "milestone" and ref.slug in program.milestones:
        yield from (each.evidence for each in criteria(program.milestones[ref.slug].exit))
    if ref.kind == "goal" and ref.slug in program.goals:
        yield f"kpi/{program.goals[ref.slug].kpi}"
    if ref.kind == "capability":
        yield from (f"experiment/{name}" for name, each in program.experiments.items() if each.of == ref.slug)
    if ref.kind == "contract":
        yield from (f"source/{name}" for name, each in program.sources.items() if each.contract == ref.slug)
    if ref.kind == "metric":
        yield from (f"kpi/{name}" for name, each in program.kpis.items() if each.metric == ref.slug)
        yield from (f"experiment/{name}" for name, each in program.experiments.items() if each.primary == ref.slug)
        yield from (f"holdout/{name}" for name, each in program.holdouts.items() if each.metric == ref.slug)


def _at_line(path: str, line: int, events: Sequence[Event], record: RecordReader) -> list[Ref]:
    accepted = [each for each in events if each.type == ACCEPTED]
    places = places_of(layout_of(accepted[-1], record)[1], record) if accepted else {}
    above = {name: at for name, (where, at, _) in places.items() if where == path and at <= line}
    return [Ref.parse(max(above, key=lambda name: above[name]))] if above else []


def places_of(layout: Layout, record: RecordReader) -> dict[str, tuple[str, int, int]]:
    """Return where each document of an accepted program stood: path, line, column.

    Raises Refused with MP601 when what the record keeps of it does not fit its digest.
    """
    kept = record.blob(layout.places)
    if kept is None or digest_of(kept) != layout.places:
        raise Refused(BROKEN_LINK.at(None, "the places of the accepted documents were changed", BROKEN_LINK.fix))
    read = json.loads(kept)
    return {name: (str(at["path"]), int(at["line"]), int(at["column"])) for name, at in read.items()}


def _names(data: Json, digest: str) -> bool:
    if isinstance(data, dict):
        return any(_names(each, digest) for each in data.values())
    if isinstance(data, list):
        return any(_names(each, digest) for each in data)
    return isinstance(data, str) and data.startswith(digest)
