"""The verb `import` for a canvas: edits of a spreadsheet come back into the program's files, all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.actions.ports import ProgramFolder, Spreadsheet
from milepost.kernel.finding import Finding, has_errors
from milepost.kernel.near import hint
from milepost.program.compiler import Compilation, compile_program
from milepost.program.draft import Draft
from milepost.program.edits.edited import edited_files
from milepost.program.kinds import MODELS
from milepost.program.sheet.changed import edits_of, fields_of, homeless
from milepost.program.sheet.compare import Change, Compared, NewRow, compared
from milepost.program.sheet.form import BASE
from milepost.program.sheet.matching import Matched, matched
from milepost.program.sheet.placed import Placed
from milepost.program.sheet.rows import base_read, rows_of
from milepost.program.sheet.rules import BAD_ROW, INCOMPLETE_ROW, OTHER_PROGRAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a spreadsheet changed. With an error among the findings nothing was written, and `paths` is empty."""

    changes: tuple[Change, ...]
    new: tuple[NewRow, ...]
    paths: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_written: bool


def import_canvas(folder: ProgramFolder, spreadsheet: Spreadsheet, file: str, *, dry_run: bool = False) -> Imported:
    """Bring a spreadsheet's edits into the files; with `dry_run` only say what it would be.

    `file` is the name by which findings call the spreadsheet. Raises Refused where it or the folder can't be read, or
    a file changed meanwhile.
    """
    texts = folder.texts()
    before = compile_program(texts)
    sheets, findings = matched(list(spreadsheet.sheets()), file)
    findings += _other_program(sheets, before.draft)
    if has_errors(findings):
        return _refused(findings)
    found = [compared(each, {row.key: row for row in rows_of(before.draft, each.form)}) for each in sheets]
    changes, new = [c for each in found for c in each.changes], [n for each in found for n in each.new]
    findings += _all_findings(before.draft, found, new)
    if has_errors(findings):
        # What can't be read in the files has no row, which may be why a row of the sheet can't be told.
        return _refused([*findings, *before.findings], changes, new)
    edited = edited_files(texts, edits_of(before.draft, changes, new))
    after = compile_program({**texts, **edited.texts}) if edited.texts else before
    findings += _at_cells(Placed(after.draft, changes, new), (*edited.findings, *_more(before, after)))
    if has_errors(findings):
        return _refused(findings, changes, new)
    if edited.texts and not dry_run:
        folder.write(edited.texts, texts)
    return Imported(
        changes=tuple(changes),
        new=tuple(new),
        paths=tuple(sorted(edited.texts)),
        findings=tuple(findings),
        is_written=bool(edited.texts) and not dry_run,
    )


def _refused(findings: Sequence[Finding], changes: Sequence[Change] = (), new: Sequence[NewRow] = ()) -> Imported:
    return Imported(changes=tuple(changes), new=tuple(new), paths=(), findings=tuple(findings), is_written=False)


def _other_program(sheets: Sequence[Matched], draft: Draft) -> Iterator[Finding]:
    own = draft.program.id if draft.program else None
    for each in sheets:
        for number, row in each.sheet.rows:
            told = each.cells(row, BASE)
            base = base_read(told, each.form) if isinstance(told, str) else None
            if base is not None and own is not None and base[0] != own:
                said = f"this row was exported from program/{base[0]}; the folder holds program/{own}"
                yield each.sheet.find(OTHER_PROGRAM, number, each.columns[BASE], said)
                break


def _all_findings(draft: Draft, found: Sequence[Compared], new: Sequence[NewRow]) -> Iterator[Finding]:
    for each in found:
        yield from each.findings
    for row in homeless(draft, new):
        of, kind = row.sheet, row.sheet.form.kind.lower()
        known = [ref.slug for ref in draft.origins if ref.kind == kind]
        said = f"there is no {kind} {row.key}"
        yield of.sheet.find(BAD_ROW, row.number, of.columns[of.form.kind], said, hint(row.key, known, kind))
    for row in new:
        if not row.sheet.form.is_of_items:
            yield from _incomplete(row)


def _incomplete(row: NewRow) -> Iterator[Finding]:
    form, fields = row.sheet.form, fields_of(row)
    required = [name for name, info in MODELS[form.kind].model_fields.items() if info.is_required()]
    missing = {name for name in required if name not in fields}
    titles = [each.title for each in form.columns if each.path[0] in missing]
    if titles:
        said = f"a new {form.kind} {row.key} needs {', '.join(titles)}"
        yield row.sheet.sheet.find(INCOMPLETE_ROW, row.number, row.sheet.columns["Id"], said)


def _at_cells(placed: Placed, findings: Sequence[Finding]) -> list[Finding]:
    """Place findings at their cells. An error elsewhere in the files follows from those, and is told only alone."""
    moved = [(placed.at_cell(each), each) for each in findings]
    at_cells = [new for new, old in moved if new is not old]
    return at_cells if has_errors(at_cells) else [new for new, _ in moved]


def _more(before: Compilation, after: Compilation) -> Iterator[Finding]:
    """Give the findings that the edits brought; warnings about what was there before stay out."""
    known = {(each.code, each.message) for each in before.findings}
    for each in after.findings:
        if (each.code, each.message) not in known:
            yield each
