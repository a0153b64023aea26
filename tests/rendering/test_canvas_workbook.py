"""The workbook of a canvas: texts only, the base hidden, the same bytes each time."""

import io

import openpyxl

from milepost.presentation.ledger_sheets import Sheet
from milepost.program.sheet.form import BASE
from milepost.rendering.canvas.csv_text import canvas_csv
from milepost.rendering.canvas.workbook import canvas_workbook

SHEET = Sheet(
    name="Capabilities",
    columns=("Id", "Title", "Block", "Owner", BASE),
    rows=(("mail", "=HYPERLINK(\"x\")", "data", "2026-01-01", "spring:x"), ("two", "-5 hours", "", "'q", "")),
)  # fmt: skip


def test_every_cell_is_the_text_it_was_given():
    page = openpyxl.load_workbook(io.BytesIO(canvas_workbook([SHEET])))["Capabilities"]
    for row, cells in enumerate(SHEET.rows, 2):
        for column, cell in enumerate(cells, 1):
            found = page.cell(row, column)
            assert (found.value or "") == cell
            assert found.data_type in {"s", "n"}
            assert found.number_format == "@"
            assert not cell or found.data_type == "s"


def test_the_base_is_hidden_and_words_are_offered():
    page = openpyxl.load_workbook(io.BytesIO(canvas_workbook([SHEET])))["Capabilities"]
    assert page.column_dimensions["E"].hidden
    assert {each.formula1 for each in page.data_validations.dataValidation} == {
        '"data,model,experience,operations"',
        "Roles!$A$2:$A$2000",
    }


def test_the_same_sheets_are_the_same_bytes():
    assert canvas_workbook([SHEET]) == canvas_workbook([SHEET])


def test_no_cell_of_csv_begins_like_a_formula():
    lines = canvas_csv(SHEET).decode("utf-8-sig").splitlines()
    assert lines[1] == 'mail,"\'=HYPERLINK(""x"")",data,2026-01-01,spring:x'
    assert lines[2] == "two,'-5 hours,,''q,"
