"""A roadmap in a terminal: the whole as it is read, nothing wider, and nothing but ASCII where that is asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from milepost.presentation.roadmap_timeline import QuarterMark
from milepost.presentation.roadmap_view import Grouping
from milepost.rendering.roadmap_text import plain, roadmap_text
from presentation.roadmap_program import hostile_view, view

WHOLE = Path(__file__).with_name("roadmap_screen.txt")


def test_it_is_drawn_as_on_the_screen() -> None:
    assert roadmap_text(view(), 80) == WHOLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("by", list(Grouping))
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(by: Grouping, width: int) -> None:
    timeline = roadmap_text(view(by), width).partition("If One customer record")[0]
    assert max(map(len, timeline.splitlines())) <= width


def test_eighty_columns_hold_all_of_it() -> None:
    for text in (roadmap_text(each, 80) for each in (view(), view(is_paper=True), hostile_view())):
        assert max(map(len, text.splitlines())) <= 80


def test_ascii_has_the_same_rows_and_no_other_character() -> None:
    drawn, shapes = roadmap_text(view(), 80, is_ascii=True), roadmap_text(view(), 80)
    assert drawn.isascii()
    assert len(drawn.splitlines()) == len(shapes.splitlines())
    assert "##" in drawn
    assert "%%" in drawn


def test_every_bar_has_its_baseline_under_it_and_its_word_beside_it() -> None:
    lines = roadmap_text(view(), 80).splitlines()
    place = next(n for n, each in enumerate(lines) if each.startswith("  One customer record"))
    assert "▓" in lines[place]
    assert "+18 wk" in lines[place]
    assert "╌" in lines[place + 1]
    assert "not started" in lines[place + 1]


def test_plain_keeps_what_a_reader_needs() -> None:
    assert plain("✓ “Größe” −3 → x") == 'v "Gro?e" -3 -> x'


def test_a_first_year_of_one_quarter_gives_way_to_the_next() -> None:
    of = view()
    first, second = of.timeline.start, of.timeline.start + (of.timeline.end - of.timeline.start) / 9
    marks = (QuarterMark(on=first, label="Q4", year="2025"), QuarterMark(on=second, label="Q1", year="2026"))
    text = roadmap_text(replace(of, timeline=replace(of.timeline, quarters=marks)), 80)
    assert any(each.split() in (["'25", "2026"], ["2025", "2026"], ["2026"]) for each in text.splitlines())


@pytest.mark.parametrize("width", [60, 70, 80])
def test_a_sign_of_the_legend_stands_with_its_word(width: int) -> None:
    lines = roadmap_text(view(), width).splitlines()
    start = next(place for place, each in enumerate(lines) if each.startswith("██ work done"))
    assert not [each for each in lines[start : start + 4] if each.endswith(("◇", "╌╌", "△", "▓▓", "━━", "··", "◆"))]
