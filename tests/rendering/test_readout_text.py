"""The read-out as text: the sentence leads, bars agree with tables, and everything fits eighty columns."""

from dataclasses import replace

import pytest

from milepost.presentation.values import Table, columns
from milepost.rendering.readout_text import readout_text
from rendering.test_readout_page import VIEW
from rendering.whole_readout import whole_view

WHOLE = whole_view()


def test_everything_is_there_in_order():
    text = " ".join(readout_text(WHOLE).split())
    said = (
        WHOLE.sentence,
        "Trust ✓ split ok, p 1.000 ✓ randomised, as stated ✓ 28 of 28 days ● looks: this one only",
        "▲ data 1 day late ✓ exposure even ▲ guardrails 2 of 4",
        WHOLE.trust,
        *WHOLE.waiting,
        "Offer A against No offer",
        "Guardrails: what may not get worse",
        "Net value in EUR",
        "Segments (explored only, 12 effects compared)",
        "Offer A by country: explored, no verdict",
        "Weeks of first exposure (explored only)",
        WHOLE.grade,
        "Method and SQL",
        f"snapshot {WHOLE.snapshot}",
    )
    places = [text.index(" ".join(each.split())) for each in said]
    assert places == sorted(places)
    assert "SELECT" not in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits(width):
    wide = [line for line in readout_text(WHOLE, width).splitlines() if len(line) > width]
    assert width == 60 or wide == []  # tables of numbers alone may stay wider than sixty


def test_a_bar_shows_where_zero_is():
    lines = readout_text(VIEW).splitlines()
    [above] = [line for line in lines if line.startswith("visit") and "|" in line]
    [across] = [line for line in lines if line.startswith("<b>spend</b>") and "|" in line]
    assert above.index("|") < above.index("-") < above.index("o", 6) < above.rindex("-")
    assert across.index("-") < across.index("o", 13) < across.index("|") < across.rindex("-")


def test_a_row_that_can_not_be_read_keeps_the_column_of_phases():
    text = readout_text(VIEW)
    assert "■ Error" in text
    assert "Phase" in text
    [table] = VIEW.effects
    sound = replace(VIEW, effects=(replace(table, rows=table.rows[:2]),))
    assert "Phase" not in readout_text(sound)


def test_without_numbers_there_are_no_bars():
    empty = Table(title="mail against none", columns=columns("Metric", "Effect", "95% interval", "Phase"), rows=())
    assert "Bars:" not in readout_text(replace(VIEW, effects=(empty,)))
