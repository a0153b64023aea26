"""Texts -> repaired texts: what is kept leaves fewer findings than before, and none that was not there."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.kernel.finding import Finding
from milepost.program.compiler import Compilation, compile_program
from milepost.program.edits.edit import InDocument
from milepost.program.edits.edited import BOM, edited_files
from milepost.program.repairs.find import repairs_of
from milepost.program.repairs.repair import Rename, Repair

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """The texts that changed, by path, the findings that are gone, and what the changed program compiles to."""

    texts: Mapping[str, bytes]
    repairs: tuple[Repair, ...]
    made: Compilation


def repaired(texts: Mapping[str, bytes]) -> Repaired:
    """Make all repairs that make the program better, until none is left; a second time there is nothing to do."""
    now, made, done = dict(texts), compile_program(texts), list[Repair]()
    while kept := _round(now, made):
        now |= _applied(now, kept) or {}
        made = compile_program(now)
        done += kept
    changed = {path: content for path, content in now.items() if content != texts[path]}
    return Repaired(texts=changed, repairs=tuple(done), made=made)


def _round(texts: Mapping[str, bytes], before: Compilation) -> list[Repair]:
    """Return the repairs that can be made together: halves are tried where the whole is not better."""
    kept: list[Repair] = []
    best = _counted(before.findings)
    waiting = [list(repairs_of(texts, before))]
    while waiting:
        these = waiting.pop()
        made = _applied(texts, [*kept, *these]) if these else None
        after = _counted(compile_program({**texts, **made}).findings) if made else best
        if after.total() < best.total() and after <= best:
            kept, best = [*kept, *these], after
        elif len(these) > 1:
            half = len(these) // 2
            waiting += [these[half:], these[:half]]
    return kept


def _applied(texts: Mapping[str, bytes], repairs: Sequence[Repair]) -> dict[str, bytes] | None:
    """Give the files that change; None where an edit can't be made."""
    edits: dict[str, list[InDocument]] = {}
    renames: dict[str, list[Rename]] = {}
    for each in repairs:
        if isinstance(each.edit, Rename):
            renames.setdefault(each.path, []).append(each.edit)
        else:
            edits.setdefault(each.path, []).append(each.edit)
    # Keys first: they keep their lines, and no other edit goes through a key that was not known.
    made = {path: _renamed(texts[path], of_file) for path, of_file in renames.items()}
    done = edited_files({**texts, **made}, edits)
    return None if done.findings else made | dict(done.texts)


def _renamed(content: bytes, renames: Sequence[Rename]) -> bytes:
    mark = BOM if content.startswith(BOM) else b""
    lines = _LINE.findall(content.decode("utf-8-sig"))
    for each in sorted(renames, key=lambda rename: rename.span, reverse=True):
        line, at = lines[each.span.line - 1], each.span
        lines[at.line - 1] = line[: at.column - 1] + each.name + line[at.end_column - 1 :]
    return mark + "".join(lines).encode()


def _counted(findings: Sequence[Finding]) -> Counter[tuple[str, str, str]]:
    """Count findings by what they say: lines may move."""
    return Counter((each.code, each.message, each.span.path if each.span else "") for each in findings)
