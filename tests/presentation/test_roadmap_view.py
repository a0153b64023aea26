"""What a roadmap says first, how it is grouped, and what a long one leaves out."""

from dataclasses import replace
from datetime import date

import pytest

from milepost.kernel.words import Grade
from milepost.presentation.goal_lines import goal_lines
from milepost.presentation.numbers import percent
from milepost.presentation.roadmap_data import roadmap_data
from milepost.presentation.roadmap_message import message
from milepost.presentation.roadmap_view import MOST_PRESSING, Grouping, roadmap_view
from milepost.presentation.roadmap_words import spread_said, weeks, weeks_short
from milepost.roadmap.outlook import Outlook
from milepost.roadmap.outlook_reckoned import outlook_of
from presentation.roadmap_program import capability, effort, milestone, outlook, status_of, told, view
from roadmap.told import Told, at, compiled


def test_it_begins_with_what_is_late_and_what_that_delays() -> None:
    assert view().message == (
        "Two capabilities and two milestones are late; One customer record delays “Offers by need” by 18 weeks and 2 "
        "more things. Answer desk can't come live by this plan: a seat, a team or a need is missing."
    )


def _said(of: Outlook) -> str:
    return message(of, {each.ref: each.title for each in (*of.capabilities, *of.milestones)})


def test_it_says_that_nothing_is_late_and_what_is_critical() -> None:
    early = outlook(when="2026-10-28")
    sound = replace(early, capabilities=tuple(each for each in early.capabilities if each.ref != "capability/desk"))
    assert _said(sound).startswith("Nothing is late")
    assert _said(sound).endswith(
        "a slip of One customer record and Offers by need would move the last day of the plan."
    )


def test_it_says_that_there_is_nothing_yet() -> None:
    empty = replace(outlook(), capabilities=(), milestones=())
    assert _said(empty) == "The program has no milestones and no capabilities yet."


def test_on_paper_it_names_the_chain_and_the_least_likely_date() -> None:
    said = view(is_paper=True).message
    assert said.startswith("Answer desk can't come live") or "longest chain" in said
    assert "Never accepted" in view(is_paper=True).banners[0]
    assert view(is_paper=True).table.columns[1].title == "Due"


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        (Grouping.GOAL, ["Earn more from the customers we have"]),
        (
            Grouping.BLOCK,
            [
                "Earn more from the customers we have",
                "Block: data",
                "Block: experience",
                "Block: model",
                "Block: operations",
            ],
        ),
        (Grouping.TEAM, ["Earn more from the customers we have", "No team named", "Team: crew"]),
    ],
)
def test_every_thing_stands_in_one_group(by: Grouping, titles: list[str]) -> None:
    timeline = view(by).timeline
    assert sorted(each.title for each in timeline.groups) == sorted(titles)
    refs = [each.ref for each in timeline.rows]
    assert len(refs) == len(set(refs)) == 7


def test_quarters_are_fiscal_and_the_year_stands_once() -> None:
    marks = view().timeline.quarters
    assert [(each.year, each.label) for each in marks[:4]] == [("2026", "Q3"), ("", "Q4"), ("2027", "Q1"), ("", "Q2")]


def test_a_goal_line_has_each_link_or_says_what_to_write() -> None:
    status, _ = status_of(told())
    chains = {each.ref: each for each in goal_lines(status)[0].chains}
    records, mail, desk = (chains[f"capability/{slug}"] for slug in ("records", "mail", "desk"))
    assert records.data.text.startswith("crm (loaded 21 Oct 2026")
    assert records.decision.text == "who may be written to"
    assert (records.euro.text, records.grade) == ("USD 150 by the plan (50.00 to 300)", Grade.D)
    assert mail.decision.todo == "write `decision: what is decided with it` in capability/mail"
    assert desk.data.is_gap
    assert [name for name, _ in desk.links] == ["data", "decision", "customer", "value"]


def test_measured_euro_takes_the_place_of_the_plan_and_is_not_added() -> None:
    record = told()
    record.post(at("2026-10-22"))
    status, _ = status_of(record)
    mail = next(each for each in goal_lines(status)[0].chains if each.ref == "capability/mail")
    assert mail.grade is Grade.A
    assert mail.euro.text.startswith("Earned at least USD 50")
    assert goal_lines(status)[0].chains[0] == mail


def test_a_source_that_one_may_not_read_yet_says_so() -> None:
    record = Told()
    source = "kind: Source\nid: crm\nowner: analyst\ncontract: crm-mail\naccess: requested\ngap: no signed agreement\n"
    record.accept(at("2026-09-15"), compiled(source))
    status, _ = status_of(record)
    text = goal_lines(status)[0].chains[0].data.text
    assert text == "crm (access requested, no signed agreement, not loaded yet)"


def test_a_long_roadmap_shows_what_presses_and_says_how_much_it_leaves_out() -> None:
    record = Told()
    many = [capability(f"c{n}", f"Block {n}", more=effort(6)) for n in range(45)]
    record.accept(at("2026-09-15"), compiled(*many, milestone("last", "The last", "2027Q4", "c44")))
    status, facts = status_of(record)
    found = outlook_of(status, facts, scenarios=50)
    short, whole = roadmap_view(status, found), roadmap_view(status, found, show_all=True)
    assert len(short.timeline.rows) <= MOST_PRESSING
    assert short.timeline.hidden + len(short.timeline.rows) == len(whole.timeline.rows) == 48
    assert any("--all" in each for each in short.notes)
    assert len(short.table.rows) == len(short.timeline.rows)
    data = roadmap_data(status, found, short)
    assert len(data["capabilities"]) == 46


def test_lengths_are_said_in_weeks() -> None:
    assert (weeks(21), weeks(6), weeks(2), weeks(-14)) == ("3 weeks", "1 week", "2 days", "2 weeks")
    assert (weeks_short(21), weeks_short(1)) == ("3 wk", "1 d")
    assert (percent(0.0), percent(1.0), percent(0.333)) == ("<1%", ">99%", "33%")
    assert spread_said(None, None) == ""
    assert spread_said(date(2027, 1, 22), date(2027, 4, 20)) == "2027-01-22 to 2027-04-20"
    assert spread_said(date(2027, 1, 22), date(2027, 1, 22)) == "2027-01-22"
