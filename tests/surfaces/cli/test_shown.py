"""What a status and a page show, and what they may not destroy."""

from pathlib import Path

import pytest

from cli import Journey
from surfaces.cli.small_program import LOSES, WINS, small_journey

START, READ, AGAIN = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-21T12:00:00Z"


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    journey = small_journey(Journey(tmp_path_factory.mktemp("shown")))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    journey.run(AGAIN, crm=journey.table(LOSES, "next.csv")).ok()
    return journey


@pytest.mark.slow
def test_a_claim_that_was_replaced_stays_visible(journey: Journey) -> None:
    (old,) = journey.status(AGAIN)["value"]["reversed"]
    first, _ = journey.events("value.posted")
    assert (old["event"], old["capability"], old["column"]) == (first["id"], "mail", "realised")
    text = journey.say("status", "-C", journey.folder, now=AGAIN).out
    assert "reversed" in text
    assert old["headline"].split(" (")[0] in text
    assert journey.status(READ)["value"]["reversed"] == []


@pytest.mark.slow
def test_one_thing_is_shown_alone_under_the_sentence_of_the_whole(journey: Journey) -> None:
    whole = journey.status(AGAIN)
    said = journey.ask("status", "capability/mail", now=AGAIN).ok()
    assert said.data["sentence"] == whole["sentence"]
    assert said.data["milestones"] == []
    text = journey.say("status", "capability/mail", "-C", journey.folder, now=AGAIN).out
    assert "MILESTONES" not in text


@pytest.mark.slow
def test_a_command_to_type_says_where_the_program_lies(journey: Journey) -> None:
    text = journey.say("status", "-C", journey.folder, now=AGAIN).out
    assert "".join(f"-C {journey.folder}".split()) in "".join(text.split()) or "milepost" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["crm.csv", "program/program.yaml"])
def test_a_page_never_replaces_what_is_no_page(journey: Journey, name: str) -> None:
    target = journey.place / name
    before = target.read_bytes()
    said = journey.ask("report", "--out", str(target), now=AGAIN)
    assert (said.code, said.codes) == (1, ["MP616"])
    assert target.read_bytes() == before


@pytest.mark.slow
def test_a_page_replaces_an_older_page(journey: Journey) -> None:
    page = journey.place / "page.html"
    for _ in range(2):
        journey.ask("report", "--out", str(page), now=AGAIN).ok()


def test_a_folder_without_a_program_is_not_called_unaccepted(tmp_path: Path, milepost) -> None:
    result = milepost("status", "-C", tmp_path, "--json")
    assert result.exit_code == 1
    assert "MP614" in result.stdout


def test_an_arm_column_of_many_values_is_one_finding(tmp_path: Path, milepost) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id,spend\n" + "".join(f"c{n},1\n" for n in range(500)))
    result = milepost("experiment", "read", table, "--arm", "id", "--control", "c0", "--metric", "spend")
    assert result.exit_code == 1
    assert result.stderr.count("MP551") == 1
    assert "MP547" not in result.stderr


def test_schema_says_nothing_on_stderr(milepost, recwarn) -> None:
    assert milepost("schema").exit_code == 0
    assert not recwarn.list
