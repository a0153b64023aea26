"""The page of a program of several capabilities: whose numbers the verdict tells, and what each panel says."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.kernel.words import CapabilityWord, Grade, MilestoneWord
from milepost.ledger.entry import ValueKind as EntryKind
from milepost.presentation.report.entries import BADGES, Standing, deciding, said_of, standing_of
from milepost.presentation.report.levels import levels
from milepost.presentation.report.marks import text_of
from milepost.presentation.report.measures import against_target, of_kpi
from milepost.presentation.report.returns_panel import WHOLE_RETURN
from milepost.presentation.report.simulated import SIMULATED, simulation_said
from milepost.presentation.report.tile import Spark
from milepost.presentation.report.tiles import MOST_TILES
from milepost.presentation.report.value_rows import ValueKind
from milepost.presentation.report.value_tile import WHOLE
from milepost.presentation.report_page import ReportPage
from milepost.presentation.status_view import status_data, status_view
from milepost.program.documents.outline import Direction
from milepost.program.documents.risk import Level
from milepost.roadmap.money import money
from presentation.lumen_page import LAPSED, lumen_page, page_with, reported

MOST_WORDS = 50


def test_the_verdict_tells_harm_first_in_few_words():
    title = lumen_page().title
    harmful, proven = _one_of(CapabilityWord.HARMFUL), _one_of(CapabilityWord.PROVEN)
    assert re.fullmatch(
        rf"Simulated outcomes and dates: {harmful.title} lost at least EUR [\d,]+ \(.*\); "
        rf"{proven.title} earned at least EUR [\d,]+ \(.*\); \d of 8 milestones achieved, 1 reopened.*\.",
        title,
    )
    assert len(title.split()) <= MOST_WORDS


@pytest.mark.parametrize("word", [CapabilityWord.HARMFUL, CapabilityWord.PROVEN])
def test_its_numbers_are_those_of_the_entry_that_decides_the_word(word: CapabilityWord):
    line = deciding(reported().status, _one_of(word))
    assert line is not None
    assert line.entry is not None
    amount = line.entry.amount
    least = -amount.upper95 if word is CapabilityWord.HARMFUL else amount.lower95
    assert f"at least {money(least, 'EUR')} (estimate {money(abs(amount.estimate), 'EUR')}" in lumen_page().title
    others = [each for each in reported().status.value if each.capability == line.capability and each.entry]
    assert len(others) > 1, "the capability has other entries, whose numbers would be wrong here"


def test_the_verdict_rests_on_the_posting_that_it_tells():
    line = deciding(reported().status, _one_of(CapabilityWord.HARMFUL))
    ref = next(each.ref for each in lumen_page().sentence if each.ref)
    command = lumen_page().provenance.rows[ref - 1].cells[4].command
    assert command == f"milepost trace {line.event if line else ''}"


def test_the_lede_names_the_experiment_of_the_loss_and_counts_the_capabilities():
    first, second, *_ = map(text_of, lumen_page().lede)
    line = deciding(reported().status, _one_of(CapabilityWord.HARMFUL))
    assert line is not None
    assert line.entry is not None
    assert reported().status.program.experiments[line.entry.experiment].title in first
    assert re.match(r"\d of 7 capabilities proven, 1 harmful", second)


def test_the_whole_program_is_told_in_lede_tile_and_panel_with_its_parts_beside_it():
    (line,) = reported().status.totals
    least = money(line.total.amount.lower95, "EUR")
    assert f"The whole program earned at least {least}" in text_of(lumen_page().lede[2])
    tile, (chart,) = lumen_page().tiles[0], lumen_page().value.totals
    assert (tile.lead, tile.figure.text, tile.grade) == ("at least", least, Grade.A)
    (row,) = chart.rows
    assert (row.kind, row.least, row.lapsed) == (ValueKind.REALISED, line.total.amount.lower95, "")
    told = " ".join(map(text_of, row.about))
    assert "From the holdout of 5% over 28 Sep 2025 to 26 Sep 2026" in told
    assert f"unallocated remainder {money(line.parts.remainder, 'EUR')}" in told
    assert lumen_page().value.note.endswith("not added to it.")
    parts = [each.entry for each in reported().status.value if each.event in line.parts.events]
    assert line.total.amount.estimate == line.parts.remainder + sum(each.amount.estimate + each.cost for each in parts)


def test_a_total_that_is_not_claimed_says_why_and_leaves_the_tile_to_the_parts():
    status = reported().status
    page = page_with(replace(status, totals=(replace(status.totals[0], lapsed="its evidence expired on 2026-11-02"),)))
    (row,) = page.value.totals[0].rows
    assert (row.kind, row.badge) == (ValueKind.LAPSED, BADGES[Standing.LAPSED])
    assert row.lapsed == "Not claimed: its evidence expired on 2 Nov 2026."
    assert page.tiles[0].name == "Value realised"
    assert page.tiles[0].tag == "no total is claimed"
    assert "whole program" not in " ".join(map(text_of, page.lede))


def test_all_experiments_are_shown_shrunk_toward_each_other():
    lines = [each for each in reported().status.value if each.entry and each.shrunk is not None]
    assert len(lines) == 6
    per_person = [float(each.entry.amount.estimate) / each.entry.population for each in lines]
    shrunk = [float(each.shrunk) / each.entry.population for each in lines]
    assert min(per_person) < min(shrunk) < max(shrunk) < max(per_person)


def test_rows_are_named_by_their_experiment_below_the_capability():
    program = reported().status.program
    for row in lumen_page().value.charts[0].of(ValueKind.REALISED):
        experiment = next(each for each in program.experiments.values() if each.title == row.title)
        assert row.capability == program.capabilities[experiment.of].title


def test_rows_are_sorted_by_money_on_one_scale_that_holds_zero():
    chart, hours = lumen_page().value.charts
    assert (chart.currency, hours.currency) == ("EUR", "hours")
    for kind in ValueKind:
        middles = [each.middle for each in chart.of(kind)]
        assert middles == sorted(middles, reverse=True)
    assert 0 in chart.ticks
    assert all(0 <= chart.place(each) <= 1 for row in chart.rows for each in (row.low, row.high))
    widest = max(each.high for each in chart.rows) - min(each.low for each in chart.rows)
    assert chart.high - chart.low < widest * Decimal("1.1")


def test_a_loss_is_a_loss_in_words():
    row = lumen_page().value.charts[0].of(ValueKind.REALISED)[-1]
    assert row.badge == BADGES[Standing.LOSS]
    assert text_of(row.amount).startswith("Lost at least EUR ")
    assert "−" not in text_of(row.amount)


def test_an_entry_whose_evidence_lapsed_says_so_and_no_longer_stands_among_the_realised():
    chart = lumen_page().value.charts[0]
    (row,) = chart.of(ValueKind.LAPSED)
    assert row.lapsed == "Its evidence expired on 23 Nov 2026."
    assert row.badge == BADGES[Standing.LAPSED]
    assert row.title not in {each.title for each in chart.of(ValueKind.REALISED)}
    assert "lapsed" in row.told
    assert text_of(row.amount).startswith("Had earned at least EUR ")
    assert "1 lapsed" in text_of(lumen_page().tiles[0].lines[-1])


def test_what_rests_on_simulated_sources_says_so():
    page, program = lumen_page(), reported().status.program
    assert all(each.simulated for each in program.sources.values())
    assert (
        page.banners[1] == "Outcomes are simulated: nobody did what all 13 sources tell. What rests on them is marked."
    )
    assert {each.tag for each in page.value.charts[0].of(ValueKind.REALISED)} == {SIMULATED}
    assert {each.tag for each in page.value.charts[0].of(ValueKind.PLAN)} == {""}
    assert {each.cells[0].tag for each in page.goals.rows} == {SIMULATED}
    tags = {text_of(each.cells[0].text): each.cells[0].tag for each in page.capabilities.rows}
    assert tags[program.capabilities["marketing-automation"].title] == SIMULATED


def test_only_what_rests_on_a_simulated_source_is_marked():
    program = reported().status.program
    real = {slug: each.model_copy(update={"simulated": slug == "briefs"}) for slug, each in program.sources.items()}
    page = page_with(replace(reported().status, program=replace(program, sources=real)))
    assert simulation_said(replace(program, sources=real)).startswith(
        "Outcomes are simulated: nobody did what 1 of 13 sources tell."
    )
    assert {each.tag for each in page.value.charts[0].rows} == {""}
    assert [bool(each.cells[0].tag) for each in page.goals.rows] == [False, False, True]


def test_risks_are_told_in_words_the_most_severe_first():
    risks = lumen_page().risks
    assert [each.severity for each in risks] == sorted((each.severity for each in risks), reverse=True)
    assert (risks[0].likelihood, risks[0].impact) == (Level.HIGH, Level.HIGH)
    first = next(each for each in reported().status.program.risks.values() if each.title == risks[0].title)
    assert [each.title for each in risks[0].strikes] == ["Marketing automation", _title("discounts-pay")]
    assert risks[0].strikes[0].badge is not None
    assert risks[0].response == first.response
    assert risks[0].owner == "P. Ito, Finance partner of marketing"


def test_quarters_are_ticks():
    ticks = [each.label for each in lumen_page().timeline.ticks]
    assert ticks == ["Jul 2025", "Oct 2025", "Jan 2026", "Apr 2026", "Jul 2026", "Oct 2026"]


def test_a_reopened_milestone_keeps_the_stretch_over_which_it_was_achieved():
    (item,) = (each for each in reported().status.milestones if each.judged.word is MilestoneWord.REOPENED)
    track = next(each for each in lumen_page().timeline.tracks if each.title == item.title)
    assert [(each.word, each.is_over) for each in track.stretches] == [
        (MilestoneWord.OFF_TRACK, True),  # the plan gave it one chance in three, and it came three days before its date
        (MilestoneWord.ACHIEVED, True),
        (MilestoneWord.REOPENED, False),
    ]
    assert str(track.stretches[1].start) == "2025-12-28"
    assert track.stretches[1].until == track.stretches[2].start
    assert track.is_made
    assert "achieved from " in track.told


def test_the_record_gives_the_same_stretches_as_its_words():
    for track in lumen_page().timeline.tracks:
        assert [each.start for each in track.stretches] == sorted(each.start for each in track.stretches)
        assert all(each.is_over for each in track.stretches[:-1])
    (reopened,) = (each for each in lumen_page().timeline.tracks if each.badge.word == "reopened")
    assert [each.word for each in reopened.stretches][-2:] == [MilestoneWord.ACHIEVED, MilestoneWord.REOPENED]


def test_a_missed_milestone_is_drawn_from_its_date_and_was_never_made():
    track = next(each for each in lumen_page().timeline.tracks if each.badge.word == "missed")
    assert track.stretches[-1].word is MilestoneWord.MISSED
    assert track.due is not None
    assert (track.stretches[-1].start - track.due).days == 1
    assert not track.is_made


def test_tiles_hold_the_contract():
    tiles = lumen_page().tiles
    assert len(tiles) == MOST_TILES
    assert tiles[4].panel == "returns"
    assert (tiles[4].grade, tiles[4].is_simulated) == (Grade.A, True)
    assert (tiles[4].name, tiles[4].lead) == (WHOLE_RETURN, "at least")
    assert "of 3 parts earned more than all they cost" in text_of(tiles[4].lines[-1])
    for tile in tiles[2:4]:
        assert isinstance(tile.drawn, Spark)
        assert len(tile.drawn.levels) >= 5
        assert (tile.tag, tile.grade, tile.panel) == ("a level, not a measured effect", Grade.C, "goals")
        assert tile.as_of == "30 Nov 2026"
        assert tile.figure.ref
        assert tile.is_simulated
        assert re.search(r"(target|points below target)", text_of(tile.lines[0]))


def test_the_return_of_the_program_stands_above_its_parts_and_only_where_its_total_is_claimed():
    def first(page: ReportPage) -> str:
        assert page.returns is not None
        return text_of(page.returns.returns.rows[0].cells[0].text)

    assert first(lumen_page()) == WHOLE
    status = reported().status
    lapsed = tuple(replace(each, lapsed="it was taken out") for each in status.totals)
    silent = page_with(replace(status, totals=lapsed))
    assert first(silent) != WHOLE
    assert WHOLE_RETURN not in {each.name for each in silent.tiles}


def test_a_goal_that_goes_down_is_short_of_its_target_above_it():
    goal = reported().status.program.goals["faster-briefs"]
    program = reported().status.program
    assert program.kpis[goal.kpi].direction is Direction.DOWN
    assert against_target(program, goal, Decimal("14.3")) == "1.3 hours (10%) above target: lower is better"
    assert against_target(program, goal, Decimal("11.7")) == "1.3 hours (10%) below target, as wanted"
    assert against_target(program, goal, Decimal(13)) == "on its target"


def test_a_share_is_told_in_per_cent():
    program = reported().status.program
    assert of_kpi(program, "consented-share", Decimal("0.6144"), "") == "61.4%"
    assert of_kpi(program, "consented-share", Decimal("0.66"), "") == "66%"
    goal = program.goals["know-customers"]
    assert against_target(program, goal, Decimal("0.6144")) == "4.6 points below target"


def test_levels_are_those_recorded_by_then_in_order():
    found = levels(reported().facts, reported().status)["hours-per-brief"]
    assert [each.on for each in found] == sorted(each.on for each in found)
    early = replace(reported().status, as_of=reported().status.as_of.replace(month=3))
    assert len(levels(reported().facts, early)["hours-per-brief"]) < len(found)


def test_the_four_grades_tell_what_of_the_program_has_them():
    here = {each.grade: each.here.text for each in lumen_page().grades}
    entries = {each.entry.experiment for each in reported().status.value if each.entry}
    assert here == {
        Grade.A: f"{len(entries)} experiments read, 1 holdout read",
        Grade.B: "none",
        Grade.C: "3 KPIs measured",
        Grade.D: here[Grade.D],
    }
    assert re.fullmatch(r"\d signatures?, 5 lines of the plan", here[Grade.D])


def test_commands_say_where_the_program_lies():
    page = page_with(reported().status, "-C far --state there")
    assert page.view.endswith("Z -C far --state there")
    assert all(str(row.cells[4].command).endswith(" -C far --state there") for row in page.provenance.rows)


def test_what_is_asked_of_two_people_is_asked_once():
    whats = [(each.what, each.command) for each in lumen_page().asks]
    assert len(whats) == len(set(whats))
    assert lumen_page().asks[0].owner == "J. Okoro, Lead of customer mail and A. Lind, Chief marketing officer"


def test_the_terminal_tells_value_by_capability_and_the_simulation_once():
    view = status_view(reported().status)
    assert view.notes[0] == page_with(reported().status).title
    assert sum("simulated" in each.lower() for each in view.notes[1:]) == 1
    value = view.sections[0].entries
    heads = [each.title for each in value if not each.mark]
    assert heads[0] == "Marketing automation (capability/marketing-automation)"
    assert len(heads) == len(set(heads))
    (lapsed,) = (each for each in value if each.mark == "◌ lapsed")
    assert lapsed.lines[0] == LAPSED[0].upper() + LAPSED[1:]
    assert any(each.mark == "■ realised loss" and each.lines[0].startswith("lost at least") for each in value)


def test_json_tells_what_lapsed_and_what_is_simulated():
    lines = status_data(reported().status)["value"]["realised"]
    assert sorted(each["lapsed"] for each in lines if each["lapsed"]) == [LAPSED]
    assert all(each["simulated"] for each in lines)


def test_every_standing_is_told_by_its_bounds():
    for line in reported().status.value:
        if line.entry is None:
            continue
        begins = {Standing.GAIN: "earned at least", Standing.LOSS: "lost at least", Standing.UNCLEAR: "at least −"}
        begins[Standing.LAPSED] = "earned at least"
        if line.entry.kind is EntryKind.CAPACITY:
            begins[Standing.GAIN] = "saved at least"
        assert said_of(line.entry).startswith(begins[standing_of(line, line.entry)])


def test_hours_are_said_as_hours_and_never_with_a_currency():
    (line,) = (each for each in reported().status.value if each.entry and each.currency == "hours")
    assert line.entry.kind is EntryKind.CAPACITY
    (row,) = lumen_page().value.charts[1].of(ValueKind.REALISED)
    about, number = " ".join(text_of(each) for each in row.about), r"[\d,]+"
    told = rf"Saved at least {number} hours \(estimate {number} hours, 95% interval {number} to {number}\)"
    assert re.match(told, text_of(row.amount))
    assert "700 rows after the start; no money" in about
    assert not re.search(r"EUR|treated|contact", text_of(row.amount) + about)
    assert "EUR" in _one_of(CapabilityWord.PROVEN).judged.because, "the control: of money it is said"
    (entry,) = (each for each in status_view(reported().status).sections[0].entries if each.title == row.title)
    assert not re.search(r"EUR|contacted", " ".join(entry.lines))


def _one_of(word: CapabilityWord):
    """Return the capability of a word with the greatest stake."""
    status = reported().status

    def stake(item) -> Decimal:
        line = deciding(status, item)
        return abs(line.entry.amount.estimate) if line and line.entry else Decimal(0)

    return max((each for each in status.capabilities if each.judged.word is word), key=stake)


def _title(milestone: str) -> str:
    return reported().status.program.milestones[milestone].title
