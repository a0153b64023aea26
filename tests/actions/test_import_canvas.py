"""Random edits of random cells: what comes back is what was written into them, or a finding and no change."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.actions.import_canvas import import_canvas
from milepost.kernel.finding import has_errors
from milepost.presentation.canvas.sheets import canvas_sheets
from milepost.program.compiler import compile_program
from milepost.program.sheet.form import BASE, FORMS, Sort
from milepost.program.sheet.rows import tidy
from milepost.program.sheet.table import ReadSheet
from milepost.roadmap.canvas.canvas import canvas_of
from milepost.roadmap.canvas.known import Known
from program.overlay import overlay

MORE = """\
kind: Capability
id: mail
# The one capability, with comments.
title: Spring mail   # its title
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: "last year's sends"}  # why
needs:
  data: [crm]
  governance:
    - consent to e-mail  # of everybody
    - {step: a review, owner: cmo}
costs: [{kind: compute, amount: 0.05 USD, per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
# nothing else is said
limits: >-
  Two weeks of one spring.
"""
FILES = overlay(MORE)
WORDS = ("", "No", "1e3", "a: b", "x # y", "- z", "'", '"', " lead", "two\nlines", "=1+1", "crm", "cmo", "crm-lead")
WORDS += ("0.20 USD", "4,5", "1,400", "2026-12-01", "80%", "é😀", "\u2028", "null", "margin", "grow", "experience")

FITTING = {
    "Block": ("data", "model"), "Goals": ("grow",), "Owner": ("cmo", "finance"), "Approver": ("finance", "analyst"),
    "KPI": ("margin",), "Data": ("crm", "crm, crm"), "Roles": ("cmo, analyst", "cmo", ""),
    "After": ("",), "Channels": ("",), "Integrations": ("",), "Access": ("requested", "granted"),
    "Function": ("data", "sales"),
    "Benefit": ("efficiency",),
    "Direction": ("up",), "Metric": ("contribution",), "Contract": ("crm-mail",), "Team": ("crm",),
    "Baseline window": ("2026-07-01/2026-09-01",),
}  # fmt: skip
BY_SORT = {
    Sort.AMOUNT: ("0.15 USD", "0,16 USD", "$0.17"), Sort.DAY: ("2026-12-01", "1.12.2026", 46387.0),
    Sort.SHARE: ("80%", 0.5),
    Sort.COUNT: (10.0, "1'000", 7), Sort.LENGTH: ("6 weeks", "90d"), Sort.TEXTS: ("one\ntwo: #", "No", "a\nb\nc"),
}  # fmt: skip


def values(column):
    """Give what a column may hold two times in three, and else anything."""
    fitting = FITTING.get(column.title) or BY_SORT.get(column.sort)
    told = st.sampled_from(fitting) if fitting else st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
    return told | (told if fitting else st.sampled_from(WORDS)) | st.sampled_from(WORDS) | ANY


ANY = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.floats() | st.integers(0, 60_000) | st.dates() | st.times() | st.booleans() | st.just(0.25)


class Folder:
    """Fills ProgramFolder with a dictionary."""

    def __init__(self, texts):
        self.held = dict(texts)

    def texts(self):
        return dict(self.held)

    def document_digest(self, path):  # noqa: ARG002  the port's word
        return None

    def write(self, texts, read):
        assert all(self.held.get(name) == read.get(name) for name in texts)
        self.held |= texts


class Sheets:
    """Fills Spreadsheet with sheets as they were exported."""

    def __init__(self, texts):
        canvas = canvas_of(compile_program(texts).draft, Known())
        self.cells = {
            each.name: [list(each.columns), *(list(row) for row in each.rows)] for each in canvas_sheets(canvas)
        }

    def sheets(self):
        return [
            ReadSheet(
                file="canvas.xlsx",
                name=name,
                rows=tuple(
                    (number, tuple(None if cell == "" else cell for cell in row)) for number, row in enumerate(rows, 1)
                ),
            )
            for name, rows in self.cells.items()
        ]


def comments(texts):
    return sorted(each for text in texts.values() for each in re.findall(r"(?m)(?:^|\s)(# .*)$", text.decode()))


@settings(max_examples=100)
@given(st.data())
def test_a_cell_comes_back_as_it_was_written_or_nothing_is(data):
    folder, sheets = Folder(FILES), Sheets(FILES)
    wanted = {}
    for _ in range(data.draw(st.integers(1, 4))):
        form = data.draw(st.sampled_from([each for each in FORMS if len(sheets.cells[each.name]) > 1]))
        rows = sheets.cells[form.name]
        row = data.draw(st.integers(1, len(rows) - 1))
        column = data.draw(st.sampled_from(form.columns))
        value = data.draw(values(column) | NUMBERS if data.draw(st.integers(0, 5)) == 0 else values(column))
        rows[row][rows[0].index(column.title)] = value
        wanted[form.name, rows[row][0], column] = value
    done = import_canvas(folder, sheets, "canvas.xlsx")
    if has_errors(done.findings):
        assert folder.held == FILES
        assert "MP801" not in {each.code for each in done.findings}, done.findings
        return
    again = Sheets(folder.held).cells
    for (name, key, column), value in wanted.items():
        rows = again[name]
        found = next((row for row in rows if row[0] == key), None)
        said = found[rows[0].index(column.title)] if found else ""
        if column.sort in {Sort.TEXT, Sort.ID, Sort.TEXTS} and isinstance(value, str):
            assert tidy(said).split() == tidy(value).split()
    assert import_canvas(folder, Sheets(folder.held), "canvas.xlsx").changes == ()
    assert len(comments(folder.held)) >= len(comments(FILES)) - len(wanted)


def test_every_exported_cell_is_the_text_of_its_file():
    cells = Sheets(FILES).cells
    capability = dict(zip(*cells["Capabilities"], strict=True))
    assert capability["Lift p50"] == "0.15 USD"
    assert capability["Because"] == "last year's sends"
    assert capability["Limits"] == "Two weeks of one spring."
    assert [row[3] for row in cells["Steps"][1:]] == ["consent to e-mail", "a review"]
    assert all(row[-1].startswith("spring:") for row in cells["Steps"][1:])
    assert cells["Steps"][0][-1] == BASE


def test_an_untouched_sheet_changes_nothing():
    folder = Folder(FILES)
    done = import_canvas(folder, Sheets(FILES), "canvas.xlsx")
    assert (done.changes, done.new, done.findings, done.is_written) == ((), (), (), False)
