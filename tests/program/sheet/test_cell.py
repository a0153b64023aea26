"""A cell as people and spreadsheets write it, and the text that a file gets; what can mean two things is asked back."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.program.sheet.cell import cell_text, plain_number
from milepost.program.sheet.form import Sort

READ = {
    "as it was": ("4.00 EUR", Sort.AMOUNT, "4.00 EUR", "4.00 EUR"),
    "the same amount, written otherwise": ("4 EUR", Sort.AMOUNT, "4.00 EUR", "4.00 EUR"),
    "blanks at the end": ("5 EUR  ", Sort.AMOUNT, "4.00 EUR", "5 EUR"),
    "a decimal comma": ("4,50 EUR", Sort.AMOUNT, "4.00 EUR", "4.50 EUR"),
    "a sign of money": ("€4.50", Sort.AMOUNT, "4.00 EUR", "4.50 EUR"),
    "a sign behind": ("4,50 €", Sort.AMOUNT, "", "4.50 EUR"),
    "the currency in front": ("EUR 4.50", Sort.AMOUNT, "", "4.50 EUR"),
    "thousands and a comma": ("1.400,50 EUR", Sort.AMOUNT, "", "1400.50 EUR"),
    "thousands and a point": ("1,400.50 EUR", Sort.AMOUNT, "", "1400.50 EUR"),
    "thousands twice": ("1,400,000 EUR", Sort.AMOUNT, "", "1400000 EUR"),
    "hard blanks": ("1\u00a0400 EUR", Sort.AMOUNT, "", "1400 EUR"),
    "a negative amount": ("-5 hours", Sort.AMOUNT, "-3 hours", "-5 hours"),
    "a true minus": ("−5 hours", Sort.AMOUNT, "-3 hours", "-5 hours"),
    "a bare number has the unit of the file": (5.0, Sort.AMOUNT, "4.00 EUR", "5 EUR"),
    "a bare number without a unit": (0.25, Sort.AMOUNT, "0.03", "0.25"),
    "what is no amount stays, for the compiler": ("a lot", Sort.AMOUNT, "4 EUR", "a lot"),
    "a whole number": (24000.0, Sort.COUNT, "20000", "24000"),
    "a whole number with marks": ("24,000", Sort.COUNT, "", "24000"),
    "a serial day": (46387.0, Sort.DAY, "", "2026-12-31"),
    "a day": (date(2026, 12, 31), Sort.DAY, "", "2026-12-31"),
    "a day with a time": (datetime(2026, 12, 31), Sort.DAY, "", "2026-12-31"),  # noqa: DTZ001  cells have no zone
    "a day with dots": ("31.12.2026", Sort.DAY, "", "2026-12-31"),
    "a day with slashes": ("12/31/2026", Sort.DAY, "", "2026-12-31"),
    "the same day and month": ("5/5/2026", Sort.DAY, "", "2026-05-05"),
    "a share": (0.8, Sort.SHARE, "", "0.8"),
    "a share in per cent": ("80 %", Sort.SHARE, "", "80%"),
    "a share with a comma": ("0,8", Sort.SHARE, "", "0.8"),
    "ids by any mark": ("a; b\nc,d ,", Sort.IDS, "", "a, b, c, d"),
    "a truth": (True, Sort.TEXT, "", "true"),
    "other line ends": ("a\r\nb  \r\n", Sort.TEXTS, "", "a\nb"),
    "empty": (None, Sort.AMOUNT, "4 EUR", ""),
    "blanks only": ("  ", Sort.TEXT, "x", ""),
}


@pytest.mark.parametrize("case", READ)
def test_it_is_read(case):
    cell, sort, now, wanted = READ[case]
    assert cell_text(cell, sort, now) == wanted


ASKED = {
    "a point or a mark of thousands": ("1,400 EUR", Sort.AMOUNT, "", "1400 to some and 1.400 to others"),
    "the same with a point": ("1.400", Sort.AMOUNT, "4.00 EUR", "1400 to some"),
    "marks at the wrong places": ("1,40,0 EUR", Sort.AMOUNT, "", "write 1400.50"),
    "two units": ("€ 5 USD", Sort.AMOUNT, "", "two units"),
    "a day for an amount": (date(2026, 5, 1), Sort.AMOUNT, "", "format the cell as text"),
    "a number for a day": (12.5, Sort.DAY, "", "write 2026-12-31"),
    "a number for a length": (6.0, Sort.LENGTH, "", "6 weeks"),
    "two days": ("3/4/2026", Sort.DAY, "", "2026-04-03"),
    "no day": ("31.02.2026", Sort.DAY, "", "no day"),
    "no number": (float("nan"), Sort.COUNT, "", "no number"),
    "a time": (time(12, 30), Sort.TEXT, "", "a time"),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_can_mean_two_things_is_asked_back(case):
    cell, sort, now, said = ASKED[case]
    with pytest.raises(ValueError, match=said):
        cell_text(cell, sort, now)


@given(st.text(max_size=60) | st.from_regex(r"[\d.,' _€$-]{1,20}( EUR)?", fullmatch=True), st.sampled_from(Sort))
def test_any_text_is_read_or_asked_back_in_words(text, sort):
    try:
        said = cell_text(text, sort, "4.00 EUR")
    except ValueError as error:
        said = str(error)
    assert said or not text.strip()


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=2))
def test_a_number_written_the_milepost_way_is_that_number(value):
    assert plain_number(f"{abs(value):f}", is_money=True) == abs(value)
