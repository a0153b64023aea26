"""What `status` printed at an instant, `status --as-of` that instant prints ever after."""

from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import LOSES, WINS, WORTH_IT, experiment, goal, milestone, small_journey

SIGNED = "evidence: attestation/trained, signed_by: analyst"
BRIEF = milestone(asks=f"{WORTH_IT.replace('365d', '40d')}\n{SIGNED}")


def second_after(instant: str) -> str:
    return instant.replace(":00Z", ":01Z")


@pytest.mark.slow
def test_status_as_of_each_past_instant_is_what_was_printed_then(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), BRIEF, goal())
    wins, loses = journey.table(WINS), journey.table(LOSES, "worse.csv")
    acts = {
        "2026-10-02T12:00:00Z": lambda now: journey.accept(now),
        "2026-10-12T12:00:00Z": lambda now: journey.run(now, crm=wins).ok(),
        "2026-10-20T12:00:00Z": lambda now: journey.run(now, crm=wins).ok(),
        "2026-10-21T12:00:00Z": lambda now: journey.attest(
            now, "trained", "analyst", "assignment.md", "2026-12-31"
        ).ok(),
        "2026-10-25T12:00:00Z": lambda now: journey.run(now, crm=loses).ok(),
        "2026-10-28T12:00:00Z": lambda now: small_journey(
            journey, BRIEF.replace('"0 USD"', '"-500 USD"'), goal("0.40 USD"), experiment(stated=False)
        ).accept(now),
        "2026-10-29T12:00:00Z": lambda now: journey.run(now).ok(),
        "2026-10-30T12:00:00Z": lambda now: journey.attest(
            now, "experiment/spring-test", "finance", "assignment.md"
        ).ok(),
        "2026-10-31T12:00:00Z": lambda now: journey.run(now, crm=wins).ok(),
        "2026-12-01T12:00:00Z": lambda now: small_journey(journey, BRIEF, goal("0.40 USD")).accept(now),
        "2027-02-03T12:00:00Z": lambda now: journey.run(now, crm=wins).ok(),
    }
    printed = {}
    for now, act in acts.items():
        act(now)
        printed[second_after(now)] = journey.status(second_after(now))
        quiet = now.replace("T12", "T23")
        printed[quiet] = journey.status(quiet)
    last = "2027-06-01T12:00:00Z"
    again = {now: journey.status(last, "--as-of", now) for now in printed}
    assert again == printed
    words = {(each["ref"], each["word"]) for status in printed.values() for each in status["milestones"]}
    assert len(words) >= 3, "the journey must pass through several words, or this proves little"
    # Negative control: today's answer is another, so that the past was not just repeated.
    assert journey.status(last)["milestones"] != printed["2026-10-20T12:00:01Z"]["milestones"]


@pytest.mark.slow
def test_a_status_says_what_was_recorded_before_it_though_the_clock_stands_still(tmp_path: Path) -> None:
    """A pinned clock gives every entry a later microsecond than the one shown: the present holds them all."""
    now, journey = "2026-10-20T12:00:00Z", small_journey(Journey(tmp_path))
    journey.accept(now)
    journey.run(now, crm=journey.table(WINS)).ok()
    shown = journey.status(now)
    assert item(shown, "milestone/proven")["word"] == "achieved"
    assert journey.status("2026-11-01T12:00:00Z", "--as-of", shown["as_of"]) == shown


@pytest.mark.slow
def test_the_report_of_a_run_shows_the_run(tmp_path: Path) -> None:
    now, journey = "2026-10-20T12:00:00Z", small_journey(Journey(tmp_path))
    journey.accept(now)
    page = Path(journey.run(now, crm=journey.table(WINS)).ok().data["report"])
    assert "achieved" in page.read_text()


@pytest.mark.slow
def test_a_day_means_its_end_in_the_zone_of_the_program_of_that_day(tmp_path: Path) -> None:
    """A later version in another time zone moves no earlier answer."""
    journey = small_journey(Journey(tmp_path))
    journey.accept("2026-10-02T12:00:00Z")
    journey.run("2026-10-20T23:00:00Z", crm=journey.table(WINS)).ok()
    before = journey.status("2026-10-22T12:00:00Z", "--as-of", "2026-10-20")
    assert item(before, "milestone/proven")["word"] == "achieved"
    journey.edit("program.yaml", "America/New_York", "Asia/Tokyo")
    journey.accept("2026-10-23T12:00:00Z")
    assert journey.status("2026-10-24T12:00:00Z", "--as-of", "2026-10-20") == before


@pytest.mark.slow
def test_rows_loaded_before_the_end_decide_nothing_until_the_whole_export_is_loaded(tmp_path: Path) -> None:
    """What was first seen before the period was over can't hold its end, however often it is loaded again."""
    journey = small_journey(Journey(tmp_path))
    journey.accept("2026-10-02T12:00:00Z")
    table = journey.table(WINS)
    journey.run("2026-10-10T12:00:00Z", crm=table).ok()
    assert item(journey.status("2026-10-11T12:00:00Z"), "milestone/proven")["criteria"][0]["phase"] == "Running"
    assert item(journey.status("2026-10-20T12:00:00Z"), "milestone/proven")["word"] != "achieved"
    journey.run("2026-10-21T12:00:00Z", crm=table).ok()
    again = item(journey.status("2026-10-21T13:00:00Z"), "milestone/proven")
    assert again["word"] != "achieved"
    assert "load the whole export" in again["because"]
    journey.run("2026-10-22T10:00:00Z", crm=journey.table(WINS + "Mail,8.0\n", "whole.csv")).ok()
    after = journey.status("2026-10-22T12:00:00Z")
    assert item(after, "milestone/proven")["word"] == "achieved"
    assert item(after, "capability/mail")["word"] == "proven"
    assert len(after["value"]["realised"]) == 1


@pytest.mark.slow
def test_before_the_first_acceptance_there_is_no_status(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept("2026-10-02T12:00:00Z")
    said = journey.ask("status", "--as-of", "2026-10-01", now="2026-10-03T12:00:00Z")
    assert (said.code, said.codes, said.data) == (1, ["MP643"], {})
