"""A template's dates move by whole quarters, in the text."""

from datetime import date

import pytest

from milepost.kernel.time import add_months
from milepost.program.starting.calendar import marked_simulated, moved, quarters_to, started


def test_dates_and_quarters_move_and_comments_stay() -> None:
    text = (
        "starts: 2026-02-01   # not before 2026-02-01\nquarter: 2026Q4\nwindow: 2025-11-30/2026-02-01\nid: test-2026\n"
    )
    assert moved(text, 1) == (
        "starts: 2026-05-01   # not before 2026-05-01\nquarter: 2027Q1\nwindow: 2026-02-28/2026-05-01\nid: test-2026\n"
    )
    assert moved(text, 0) == text


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2031, 7, 2)])
@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2026, 2, 1)])
def test_a_program_begins_next_quarter_or_a_year_ago(today: date, first: date) -> None:
    begins = add_months(first, 3 * quarters_to(first, today, lived=False))
    assert today <= begins < add_months(today, 3)
    begun = add_months(first, 3 * quarters_to(first, today, lived=True))
    assert add_months(begun, 12) <= today < add_months(begun, 15)


def test_each_source_and_nothing_else_is_marked() -> None:
    marked = marked_simulated("kind: Source\nid: crm\n---\nkind: Role\nid: cmo\n")
    assert marked == "kind: Source\nid: crm\nsimulated: true\n---\nkind: Role\nid: cmo\n"


def test_texts_without_a_program_have_no_start() -> None:
    with pytest.raises(LookupError, match="when the program starts"):
        started({"a.yaml": "kind: Role\n"})
