"""The read-out's page: drawn from the worded view, and it draws nothing that the view does not say."""

import re

from milepost.presentation.readout_view import ReadOutView
from milepost.presentation.values import Table, columns
from milepost.rendering.intervals import intervals_of
from milepost.rendering.readout_page import readout_page
from rendering.whole_readout import whole_view

EFFECTS = Table(
    title="mail against none",
    columns=columns("Metric", "Control", "Effect", "95% interval", "Lift", "p adj.", "Phase", right=("Effect",)),
    rows=(
        ("visit", "0.1062", "+0.0766", "0.0700 to 0.0832", "+72.1%", "<0.001", "✓ Successful"),
        ("<b>spend</b>", "0.65", "-0.77", "-1.05 to 0.49", "-", "0.213", "▲ Inconclusive"),
        ("broken", "-", "-", "-", "-", "-", "■ Error"),
    ),
    note="p adjusted.",
)
MONEY = Table(
    title="Net value in USD",
    columns=columns("Arm", "At least", "Estimate", "95% interval"),
    rows=(("mail", "2,328.29", "3,855.46", "2,035.71 to 5,675.21"),),
)
VIEW = ReadOutView(
    sentence="Mail earns at least USD 2,328 (estimate USD 3,855, 95% interval 2,036 to 5,675), net of its cost.",
    trust="Split fits the intended one (SRM p = 0.904): mail 10, none 10.",
    effects=(EFFECTS,),
    money=MONEY,
    grade="Grade A: assigned at random.",
)


def test_rows_without_an_interval_are_not_drawn():
    found = intervals_of(EFFECTS, name="Metric", estimate="Effect", least=None)
    assert [each.name for each in found] == ["visit", "<b>spend</b>"]
    assert str(found[1].low) == "-1.05"


def test_the_sentence_leads_and_all_of_the_view_is_there():
    page = readout_page(VIEW)
    said = re.sub(r"<style>.*?</style>", "", page.replace("\N{NO-BREAK SPACE}", " "), flags=re.DOTALL)
    said = re.sub(r"<[^>]+>", "", said)
    assert VIEW.sentence in said
    assert VIEW.trust in said
    assert VIEW.grade in said
    for table in (EFFECTS, MONEY):
        assert table.title in said
    assert "at least 2,328.29 (estimate 3,855.46, 95% interval 2,035.71 to 5,675.21)" in said


def test_it_is_one_file_and_escapes_what_people_write():
    page = readout_page(VIEW)
    assert "<b>spend" not in page
    assert not re.search(r"<script|https?://|url\((?!#)", page)


def test_a_failed_split_is_told_by_shape_and_word():
    page = readout_page(
        ReadOutView(
            sentence="No verdict.", trust="Split does NOT fit.", effects=(), money=None, grade="Grade C: no proof."
        )
    )
    assert "split fails" in page
    assert "Money</h2>" not in page


def test_a_whole_read_out_has_its_strip_its_parts_and_its_snapshot():
    view = whole_view()
    page = readout_page(view)
    for mark in view.strip:
        assert f"{mark.word}</span>" in page
    assert page.count("<details") == len(view.folded) == 3
    assert "SELECT &#34;t0&#34;" in page or 'SELECT "t0"' in page
    assert f"snapshot {view.snapshot}" in page
    assert all(each in page.replace("\N{NO-BREAK SPACE}", " ") for each in view.waiting)
    assert "&lt;b&gt;bought" in page
    assert "<b>bought" not in page
