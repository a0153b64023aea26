"""The canvas as sheets: those that may be edited and brought back, the gaps, and how it is done."""

from milepost.presentation.canvas.fields import role
from milepost.presentation.canvas.view import message, place_said, titled, waiting_said
from milepost.presentation.ledger_sheets import Cell, Sheet
from milepost.program.sheet.form import FORMS, Form
from milepost.program.sheet.rows import SheetRow, base_of, rows_of
from milepost.roadmap.canvas.canvas import Canvas

GAPS = "Gaps"
READ_ME = "Read me"


def canvas_sheets(of: Canvas) -> tuple[Sheet, ...]:
    """Give every sheet of the workbook, in order."""
    return (_read_me(of), *(form_sheet(of, form) for form in FORMS), gaps_sheet(of))


def form_sheet(of: Canvas, form: Form) -> Sheet:
    """Give the sheet of a form; its texts are those of the files."""
    program = of.draft.program.id if of.draft.program else ""
    return Sheet(
        name=form.name,
        columns=form.titles,
        rows=tuple(_row(program, form, each) for each in rows_of(of.draft, form)),
    )


def gaps_sheet(of: Canvas) -> Sheet:
    """Give the gaps, to be read; what closes one is edited in another sheet or in the file."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            "before work" if each.is_first else "later",
            titled(of, each.of),
            each.what,
            role(of.draft, each.owner),
            each.todo,
            waiting_said(of, each),
            place_said(each),
        )
        for each in of.gaps
    )
    return Sheet(name=GAPS, columns=("When", "Of", "What", "Owner", "What to do", "Waiting", "Where"), rows=rows)


def _row(program: str, form: Form, of: SheetRow) -> tuple[Cell, ...]:
    which = (of.key, of.ref.slug) if form.is_of_items else (of.key,)
    kinds = (of.kind,) if len(form.lists) > 1 else ()
    return (*which, *kinds, *of.cells, base_of(program, form, of.cells))


def _read_me(of: Canvas) -> Sheet:
    title = of.draft.program.title if of.draft.program else ""
    lines = (
        title,
        message(of),
        "Edit any cell but Id, then bring it back: milepost import canvas.xlsx -C DIR (add --dry-run to look first).",
        "A cell that is emptied takes its value out. A row that is deleted takes nothing out.",
        "A new row with an id of its own (small letters, digits, hyphens) makes a new document.",
        "A new row in Steps, Training or Adoption has no Id; name its capability.",
        "Several ids stand in one cell with commas between them; several texts, such as Fails when, a line each.",
        "Days are written 2026-12-31, amounts 4.50 EUR, lengths 6 weeks or 90d, shares 80%.",
        "The hidden last column tells what each cell was, so that a change on both sides is found. Leave it.",
    )
    return Sheet(name=READ_ME, columns=("Outcomes canvas",), rows=tuple((each,) for each in lines))
