"""A status in a terminal: nothing wider than it, and what belongs together on one line."""

import re

import pytest

from milepost.presentation.status_entries import Entry, Section, StatusView
from milepost.presentation.status_view import status_view
from milepost.rendering.status_text import entry_lines, status_text
from presentation.lumen_page import reported

AMOUNT = "earned at least EUR 11,883 (estimate EUR 16,232, 95% interval 11,050 to 21,415)"


@pytest.fixture(scope="module")
def text() -> str:
    return status_text(status_view(reported().status), 80)


def test_no_line_is_wider_than_the_terminal(text: str):
    assert max(map(len, text.splitlines())) <= 80


def test_amounts_intervals_and_days_are_never_broken(text: str):
    lines = text.splitlines()
    assert not [each for each in lines if re.search(r"(?<!\d )\b(EUR|to|interval|--\w+|-C)$", each)]
    assert not [each for each in lines if re.match(r"\s*(to \d|\d{4}\b(?!-))", each)]


def test_each_capability_of_the_value_section_begins_after_a_blank_line(text: str):
    value = text.partition("\nVALUE\n")[2].partition("\n\nGOALS")[0].splitlines()
    heads = [place for place, each in enumerate(value) if re.match(r"  [A-Z].*\(capability/", each)]
    assert heads[0] == 0
    assert all(value[each - 1] == "" for each in heads[1:])
    assert len(heads) > 3


def test_an_interval_stays_whole():
    lines = list(entry_lines(Entry(mark="gain", title="Mail", lines=(AMOUNT,)), 80))
    assert lines[1:] == [
        " " * 18 + "earned at least EUR 11,883 (estimate EUR 16,232,",
        " " * 20 + "95% interval 11,050 to 21,415)",
    ]


def test_an_entry_without_a_mark_heads_those_that_follow():
    entries = (Entry(mark="", title="One"), Entry(mark="gain", title="Mail"), Entry(mark="", title="Two"))
    view = StatusView(title="P", notes=(), sections=(Section(heading="VALUE", entries=entries),))
    assert status_text(view) == "P\n\nVALUE\n  One\n  gain            Mail\n\n  Two\n"


def test_a_mark_that_fills_its_column_has_a_line_of_its_own():
    assert list(entry_lines(Entry(mark="product-marketing", title="decide"), 80)) == [
        "  product-marketing",
        " " * 18 + "decide",
    ]
