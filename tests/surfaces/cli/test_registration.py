"""A design is registered before the data, and whoever changes it afterwards is shown to have done so."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import WINS, experiment, small_journey

START, REGISTERED, READ, NEXT = (
    "2026-10-02T12:00:00Z",
    "2026-10-03T12:00:00Z",
    "2026-10-20T12:00:00Z",
    "2026-10-22T12:00:00Z",
)
LATER = "2026-10-23T12:00:00Z"
VISITS = (
    "kind: Metric\nid: visits\nsource: crm\nper: customer\ncolumn: spend\ntimes: {value: '0.9', signed_by: finance}\n"
)
pytestmark = pytest.mark.slow


def register(journey: Journey, now: str):
    return journey.ask("experiment register spring-test", now=now).ok()


def verdict(journey: Journey) -> dict:
    return journey.events("experiment.read")[-1]["data"]["verdict"]


def told(journey: Journey, now: str) -> dict:
    (line,) = journey.status(now)["experiments"]
    return line


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path), VISITS)
    journey.accept(START)
    return journey


@pytest.fixture
def read(journey: Journey) -> Journey:
    register(journey, REGISTERED)
    journey.run(READ, crm=journey.table(WINS)).ok()
    return journey


def test_a_design_registered_in_time_keeps_its_grade(read: Journey) -> None:
    assert verdict(read)["grade"] == "A"
    assert verdict(read)["registration"] == read.events("experiment.registered")[0]["id"]
    assert told(read, NEXT)["registration"] == "registered"
    assert told(read, NEXT)["changes"] == []
    assert "REGISTERED DESIGNS" in read.say("status", "-C", read.folder, now=NEXT).ok().out
    assert any(each["type"] == "experiment.registered" for each in read.events())


def test_an_experiment_that_nobody_registered_keeps_its_grade_and_says_so(journey: Journey) -> None:
    journey.run(READ, crm=journey.table(WINS)).ok()
    assert verdict(journey)["grade"] == "A"
    assert told(journey, NEXT)["registration"] == "not registered"
    assert "REGISTERED" not in journey.say("status", "-C", journey.folder, now=NEXT).ok().out


def test_registering_twice_records_once_and_says_the_same(journey: Journey) -> None:
    first, again = register(journey, REGISTERED), register(journey, READ)
    assert first.data["is_new"]
    assert not again.data["is_new"]
    assert first.data["event"] == again.data["event"]
    assert again.data["late"] is None
    assert len(journey.events("experiment.registered")) == 1


def test_before_the_data_one_may_think_again(journey: Journey) -> None:
    register(journey, REGISTERED)
    small_journey(journey, VISITS, experiment(more="alpha: 0.04\n"))
    journey.accept(REGISTERED)
    assert register(journey, "2026-10-04T12:00:00Z").data["late"] is None
    journey.run(READ, crm=journey.table(WINS)).ok()
    assert (verdict(journey)["grade"], verdict(journey)["changes"]) == ("A", [])


def test_changing_the_primary_metric_after_the_fact_is_shown_and_costs_a_grade(read: Journey) -> None:
    small_journey(read, VISITS, experiment().replace("primary: contribution", "primary: visits"))
    read.accept(NEXT)
    assert told(read, NEXT)["changes"][0]["part"] == "primary metric"
    read.run(LATER).ok()
    found = verdict(read)
    assert found["grade"] == "B"
    assert "Grade B and not A" in found["because"]
    assert [each["part"] for each in found["changes"]] == ["primary metric"]
    assert "contribution" in found["changes"][0]["registered"]
    assert "visits" in found["changes"][0]["now"]
    criterion = item(read.status(LATER), "milestone/proven")["criteria"][0]
    assert criterion["phase"] == "Pending"
    assert "grade B, A is asked" in criterion["because"]
    assert "primary metric from" in criterion["because"]
    page = read.ask("report", read.folder, now=LATER).ok().data["report"]
    assert "B randomised, but its registered design was changed" in Path(page).read_text().replace("</b>", " ")
    assert "quasi" not in Path(page).read_text()
    assert "grade B, randomised, but its registered design was changed" in " ".join(
        read.say("status", "-C", read.folder, now=LATER).ok().out.split()
    )


def test_moving_the_period_costs_a_grade(read: Journey) -> None:
    read.edit("program.yaml", "period: 2026-10-05/2026-10-19", "period: 2026-10-05/2026-10-17")
    read.accept(NEXT)
    read.run(NEXT).ok()
    assert verdict(read)["grade"] == "B"
    assert "period from 2026-10-05/2026-10-19 to 2026-10-05/2026-10-17" in verdict(read)["because"]


def test_registering_anew_after_the_data_launders_nothing(read: Journey) -> None:
    small_journey(read, VISITS, experiment().replace("primary: contribution", "primary: visits"))
    read.accept(NEXT)
    again = register(read, NEXT)
    assert again.codes == ["MP644"]
    assert "the experiment was read before" in again.data["late"] or "period began" in again.data["late"]
    read.run(LATER).ok()
    assert (verdict(read)["grade"], len(verdict(read)["changes"])) == ("B", 1)
    assert verdict(read)["registration"] == read.events("experiment.registered")[0]["id"]


def test_a_period_moved_into_the_future_makes_no_new_beginning(read: Journey) -> None:
    read.edit("program.yaml", "period: 2026-10-05/2026-10-19", "period: 2026-11-05/2026-11-19")
    read.accept(NEXT)
    assert register(read, NEXT).data["late"] is not None


def test_a_first_registration_after_the_start_is_late_and_claims_nothing(journey: Journey) -> None:
    late = register(journey, READ)
    assert late.codes == ["MP644"]
    assert late.data["late"] == "its period began on 2026-10-05"
    journey.run(READ, crm=journey.table(WINS)).ok()
    assert (verdict(journey)["grade"], verdict(journey)["is_registered_late"]) == ("A", True)
    assert told(journey, NEXT)["registration"] == "registered late"


def test_without_a_period_the_first_load_is_the_beginning(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), experiment().replace("period: 2026-10-05/2026-10-19\n", ""))
    journey.accept(START)
    journey.run(READ, "--step", "load", crm=journey.table(WINS)).ok()
    assert "source/crm was loaded on 2026-10-20" in register(journey, NEXT).data["late"]


def test_only_an_experiment_of_the_program_is_registered(journey: Journey) -> None:
    said = journey.ask("experiment register spring-tets", now=REGISTERED)
    assert (said.code, said.codes) == (1, ["MP645"])
    assert "spring-test" in said.findings[0]["hint"]


def test_a_trace_leads_to_the_registration(read: Journey) -> None:
    said = read.trace("experiment/spring-test", now=NEXT).ok()
    assert "the design of experiment/spring-test was registered" in json.dumps(said.data)


def test_a_reading_is_frozen_under_the_digest_of_all_it_says(read: Journey) -> None:
    out = read.place / "frozen"
    first = read.ask("experiment freeze spring-test", "--out", out, now=NEXT).ok().data
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = read.ask("experiment freeze spring-test", "--out", out, now=LATER).ok().data
    assert (first["snapshot"], first["event"]) == (again["snapshot"], again["event"])
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert len(read.events("experiment.frozen")) == 1
    content = Path(first["files"]["json"]).read_bytes()
    assert first["snapshot"] == f"sha256:{sha256(content).hexdigest()}"
    told = json.loads(content)
    assert told["verdict"]["phase"] == "Successful"
    assert told["registration"]["parts"]["period"] == "2026-10-05/2026-10-19"
    assert "GROUP BY" in told["query"]
    page = Path(first["files"]["html"]).read_text()
    assert "Registered 2026-10-03, before the first exposure" in page
    assert first["snapshot"] in page
    assert not read.left_over()


def test_a_changed_record_gives_another_snapshot(read: Journey) -> None:
    first = read.ask("experiment freeze spring-test", now=NEXT).ok().data
    read.edit("program.yaml", "period: 2026-10-05/2026-10-19", "period: 2026-10-05/2026-10-17")
    read.accept(NEXT)
    same = read.ask("experiment freeze spring-test", now=NEXT).ok().data
    assert same["snapshot"] == first["snapshot"]  # an edit is no reading: the control
    read.run(LATER).ok()
    other = read.ask("experiment freeze spring-test", now=LATER).ok().data
    assert other["snapshot"] != first["snapshot"]
    assert "Changed since it was registered: period from" in Path(other["files"]["html"]).read_text()


def test_nothing_read_is_nothing_frozen(journey: Journey) -> None:
    said = journey.ask("experiment freeze spring-test", now=NEXT)
    assert (said.code, said.codes) == (1, ["MP646"])
    assert not journey.events("experiment.frozen")


def test_a_page_that_is_not_ours_stays(read: Journey) -> None:
    out = read.place / "frozen"
    first = read.ask("experiment freeze spring-test", "--out", out, now=NEXT).ok().data
    page = Path(first["files"]["html"])
    page.write_text("somebody's notes")
    assert read.ask("experiment freeze spring-test", "--out", out, now=NEXT).codes == ["MP616"]
    assert page.read_text() == "somebody's notes"


def test_the_record_is_sound_and_replays_with_registrations_in_it(read: Journey) -> None:
    read.ask("experiment freeze spring-test", now=NEXT).ok()
    before = read.status(NEXT)
    assert read.ask("record verify", now=NEXT).ok().data["entries"] == len(read.entries())
    read.ask("record rebuild", now=NEXT).ok()
    assert read.status(NEXT) == before


def test_a_verdict_tells_what_waiting_costs(read: Journey) -> None:
    stats = verdict(read)["stats"]
    assert {"waiting_expected_loss", "waiting_costs", "waiting_removes", "waiting_weeks"} <= stats.keys()
    assert stats["waiting_weeks"]["unit"] == "weeks"
    assert stats["waiting_to_claim"]["estimate"] == 0  # the lower bound is above zero now
