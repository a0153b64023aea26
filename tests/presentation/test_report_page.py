"""The report as a value: what it says in every situation, and that each number has its source."""

import re
from dataclasses import replace

import pytest

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord, Phase
from milepost.presentation.report.marks import Cell, Phrase, badge_of, text_of
from milepost.presentation.report.tile import Bullet
from milepost.presentation.report.tiles import MOST_TILES
from milepost.presentation.report.value_panel import ValueKind, scale
from milepost.presentation.report.wording import Wording
from milepost.presentation.report_page import ReportPage, report_page
from presentation.report_runs import SITUATIONS, page_of, status_of

SENTENCES = {
    "proven": r"1 of 3 milestones achieved; Men's e-mail to twelve-month buyers earned at least USD [\d,.]+ "
    r"\(estimate USD [\d,.]+, 95% interval [\d,.]+ to [\d,.]+\)\.",
    "harmful": r"Men's e-mail to twelve-month buyers lost at least USD [\d,]+ \(estimate USD .*\); "
    r"none of 3 milestones achieved, 3 off track\.",
    "unsure": r"None of 3 milestones achieved.*; Men's e-mail to .* is not proven to earn \(.*\)\.",
    "reopened": r"None of 3 milestones achieved, 1 reopened, 2 missed; .* is no longer proven, the evidence expired on "
    r"15 Sep 2027; it had earned at least USD .*",
    "lapsed": r"None of 3 milestones achieved, 3 missed; .* was not proven to earn, and the evidence expired on .*",
    "nothing": r"No data is loaded yet, so nothing can be said of 3 milestones and 1 capability\.",
    "blocked": r"None of 3 milestones .*; .* is blocked: source/crm breaks its contract\.",
    "grade-c": r"None of 3 milestones .*; .* is not proven, its evidence is grade C \(estimate .*\)\.",
    "two": r"(Wom|M)en's e-mail to twelve-month buyers earned at least USD [\d,.]+ \(.*\); "
    r"1 of 3 milestones achieved\.",
    "draft": r"Draft, not accepted: 1 of 3 milestones achieved; .*",
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_title_says_where_it_stands(situation: str):
    assert re.fullmatch(SENTENCES[situation], page_of(situation).title)


def test_dates_set_by_hand_are_told_twice():
    page = page_of("proven", is_simulated=True)
    assert page.title.startswith("Dates set by hand: 1 of 3 milestones achieved")
    assert page.banners == (
        "Dates in this record were set by hand from 20 Oct 2026 on: good for a demonstration or a test.",
    )
    assert page_of("proven").banners == ()


def test_a_draft_claims_no_accepted_program():
    page = page_of("draft")
    assert page.banners[0].startswith("Draft.")
    assert page.view.endswith("--draft")
    kinds = [text_of(row.cells[3].text) for row in page.provenance.rows]
    assert "program.accepted" not in kinds
    assert "files, not accepted" in kinds


@pytest.mark.parametrize("situation", [*SITUATIONS, "lumen"])
def test_every_source_named_on_the_page_has_its_row(situation: str):
    page = page_of(situation)
    rows = [row.number for row in page.provenance.rows]
    assert rows == list(range(1, len(rows) + 1))
    assert {each.ref for each in _phrases(page) if each.ref} == set(rows)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_tiles_are_five_at_most_and_hold_a_figure(situation: str):
    tiles = page_of(situation).tiles
    assert len(tiles) <= MOST_TILES
    assert all(each.figure.text for each in tiles)
    # Where something came back of the money, that is said in the place of when the data was loaded.
    returns = ["returns", "evidence"] if any(each.panel == "returns" for each in tiles) else ["evidence", "sources"]
    assert [each.panel for each in tiles] == ["value", "milestones", "goals", *returns]


def test_the_value_tile_is_the_headline():
    tile = page_of("proven").tiles[0]
    assert (tile.lead, tile.grade) == ("at least", "A")
    assert tile.figure.text.startswith("USD ")
    assert re.match(r"Estimate USD .*, 95% interval .* to ", text_of(tile.lines[0]))
    assert "projected, not added" in text_of(tile.lines[1])


def test_a_date_that_passed_is_overdue():
    assert text_of(page_of("proven").tiles[1].lines[-1]) == "next due 31 Jan 2027"
    assert text_of(page_of("lapsed").tiles[1].lines[-1]) == "overdue since 31 Oct 2026"


def test_a_kpi_is_tagged_as_a_level():
    tile = page_of("proven").tiles[2]
    assert tile.tag == "a level, not a measured effect"
    assert isinstance(tile.drawn, Bullet)


def test_grade_c_is_measured_and_never_realised():
    chart = page_of("grade-c").value.charts[0]
    assert [each.kind for each in chart.rows] == [ValueKind.MEASURED, ValueKind.PLAN]
    assert page_of("grade-c").tiles[0].figure.text == "none yet"


def test_realised_and_projected_stand_apart_and_are_never_added():
    panel = page_of("two").value
    assert [each.kind for each in panel.charts[0].rows] == [ValueKind.REALISED] * 2 + [ValueKind.PLAN] * 2
    assert panel.note == "No holdout of the whole program, so no total is claimed: the parts are listed and not added."
    assert page_of("two").tiles[0].figure.text == "2 gains"
    assert page_of("two").tiles[0].tag == "no holdout, so no total is claimed"


def test_a_loss_is_marked_at_the_bound_that_is_claimed():
    row = page_of("harmful").value.charts[0].rows[0]
    assert row.least is not None
    assert row.middle < row.least < row.high < 0


def test_the_timeline_spans_the_horizon_and_shows_until_when_evidence_counts():
    line = page_of("proven").timeline
    assert (str(line.period), str(line.today)) == ("2026-07-01/2028-01-01", "2026-10-20")
    first = line.tracks[0]
    days = (first.due, first.stretches[0].start, first.holds)
    assert tuple(map(str, days)) == ("2026-10-31", "2026-10-20", "2027-09-15")
    assert [0 <= line.place(each.on) <= 1 for each in line.ticks]
    assert [each.word for each in page_of("lapsed").timeline.tracks[0].stretches] == [MilestoneWord.MISSED]


def test_concerns_come_worst_first_and_a_calm_program_has_none():
    assert [each.badge.word for each in page_of("harmful").concerns][:2] == ["harmful", "off track"]
    assert page_of("proven").concerns == ()
    assert page_of("proven").risks == ()


def test_what_needs_a_person_names_the_person_and_the_command():
    ask = page_of("proven").asks[0]
    assert (ask.what, ask.owner) == ("Attest consent-reviewed", "S. Haddad, Privacy officer")
    assert ask.command.startswith("milepost attest consent-reviewed")


def test_limits_are_those_of_the_program():
    assert page_of("proven").limits[0].text.startswith("Two weeks of one spring")


def test_the_command_gives_the_same_answer():
    assert page_of("proven").view == "milepost status --as-of 2026-10-20T12:00:01Z"


def test_a_program_without_readings_has_the_same_page_but_for_the_split():
    page = report_page(replace(status_of("proven")))
    assert page.title == page_of("proven").title


def test_reasons_are_worded_for_people():
    words = Wording(status_of("proven").program, {})
    said = words.plainly("waits for milestone/pays-fourfold: lower95 is USD -5.00, roi >= 4, 0.3 USD on 2027-01-31")
    assert said == (
        "waits for “Each dollar of mail comes back four times”: lower bound is −USD 5.00, ROI ≥ 4, "
        "USD 0.3 on 31 Jan 2027"
    )
    assert words.plainly("on 2027-13-45 with milestone/unknown") == "on 2027-13-45 with milestone/unknown"


@pytest.mark.parametrize("word", [*MilestoneWord, *CapabilityWord, *GoalWord, *Phase])
def test_every_word_has_a_symbol_and_a_tone(word):
    assert badge_of(word).symbol


@pytest.mark.parametrize(("low", "high"), [("0", "5675"), ("-3082", "18000"), ("0", "0"), ("0", "0.0083"), ("-1", "0")])
def test_a_scale_covers_its_range_in_few_round_steps(low, high):
    from decimal import Decimal

    ticks = scale(Decimal(low), Decimal(high))
    assert 2 <= len(ticks) <= 7
    assert ticks[0] <= Decimal(low)
    assert ticks[-1] >= Decimal(high)


def _phrases(of: object) -> list[Phrase]:
    """Find every phrase of a page, the provenance left out."""
    if isinstance(of, Phrase):
        return [of]
    if isinstance(of, ReportPage):
        fields = (each for each in of.__dataclass_fields__ if each != "provenance")
        return [found for each in fields for found in _phrases(getattr(of, each))]
    if isinstance(of, tuple):
        return [found for each in of for found in _phrases(each)]
    if isinstance(of, Cell) or hasattr(of, "__dataclass_fields__"):
        return [found for each in of.__dataclass_fields__ for found in _phrases(getattr(of, each))]
    return []
