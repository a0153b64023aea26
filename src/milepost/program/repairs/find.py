"""Which findings can be repaired, and how."""

from collections.abc import Mapping

from milepost.kernel.finding import Finding, Span
from milepost.program.compiler import Compilation
from milepost.program.repairs.of_draft import draft_edits
from milepost.program.repairs.of_schema import schema_repairs
from milepost.program.repairs.repair import REPAIRABLE, Repair

_OF_SCHEMA = frozenset(REPAIRABLE[:3])


def repairs_of(texts: Mapping[str, bytes], made: Compilation) -> tuple[Repair, ...]:
    """Return a repair for each finding that has one, in the order of the findings."""
    wanted: dict[tuple[str, Span | None], Finding] = {
        (each.code, each.span): each for each in made.findings if each.code in REPAIRABLE and each.span
    }
    found: dict[tuple[str, Span | None], Repair] = {}
    for path in sorted({span.path for code, span in wanted if code in _OF_SCHEMA and span is not None}):
        for repair in schema_repairs(path, texts[path], wanted):
            found[repair.finding.code, repair.finding.span] = repair
    if any(code not in _OF_SCHEMA for code, _ in wanted):
        for code, ref, at, edit in draft_edits(made.draft):
            place = (code, made.draft.span(ref, *at))
            if place in wanted:
                found[place] = Repair(finding=wanted[place], edit=edit)
    return tuple(found[place] for place in wanted if place in found)
