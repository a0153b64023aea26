"""Exports of the books: what is a number stays one, and what is a text is never run."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.happenings import Log, entry
from milepost.kernel.words import Grade
from milepost.ledger.entry import ValueKind
from milepost.presentation.ledger_sheets import Sheet
from milepost.rendering.ledger.beancount import beancount_text, quoted
from milepost.rendering.ledger.csv_text import sheet_csv
from milepost.rendering.ledger.workbook import workbook

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")']


def sheet(*cells: object) -> Sheet:
    return Sheet(name="Sheet", columns=tuple(f"c{at}" for at, _ in enumerate(cells)), rows=(cells,))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_escaped_in_csv_and_a_text_in_excel(text: str) -> None:
    _, [cell] = csv.reader(io.StringIO(sheet_csv(sheet(text)), newline=""))
    assert cell == f"'{text}"
    book = openpyxl.load_workbook(io.BytesIO(workbook([sheet(text)])))
    assert (book["Sheet"]["A2"].data_type, book["Sheet"]["A2"].hyperlink) == ("s", None)


def test_numbers_and_days_stay_what_they_are() -> None:
    told = sheet(Decimal("-1.50"), -3, date(2026, 10, 1), None, "plain")
    assert sheet_csv(told).splitlines()[1] == "-1.50,-3,2026-10-01,,plain"
    row = openpyxl.load_workbook(io.BytesIO(workbook([told])))["Sheet"][2]
    assert [each.data_type for each in row] == ["n", "n", "d", "n", "s"]
    assert workbook([told]) == workbook([told])


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
def test_no_text_begins_a_formula(text: str) -> None:
    _, [cell, *_] = csv.reader(io.StringIO(sheet_csv(sheet(text, "end")), newline=""))
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in {text, f"'{text}"}


def test_projected_value_is_a_commodity_of_its_own_in_beancount() -> None:
    log = Log()
    log.post(entry("100", grade=Grade.C))
    log.post(entry("60", experiment="proven"))
    log.post(entry("8", experiment="hours", kind=ValueKind.CAPACITY, currency="hours"))
    text = beancount_text(log.books(), 'A "title"\nof two lines')
    assert 'option "title" "A \\"title\\" of two lines"' in text
    assert "open Income:Projected:Margin:Mail USD-PROJECTED" in text
    assert "  Assets:Projected:Value  100 USD-PROJECTED" in text
    assert "  Assets:Realised:Value  8 HOURS" in text
    assert beancount_text(Log().books(), "empty").count("\n") == 4


def test_a_string_can_not_end_itself() -> None:
    assert quoted('a\\"\nb') == '"a\\\\\\" b"'
