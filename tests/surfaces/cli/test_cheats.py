"""Ways to make a status better without evidence, each tried through the command line."""

from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import LOSES, WINS, experiment, small_journey

START, READ, NEXT = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-22T12:00:00Z"
EXPIRED, RENEWED = "2028-01-10T12:00:00Z", "2028-01-11T12:00:00Z"
pytestmark = pytest.mark.slow


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    return journey


def test_moving_the_period_renews_no_evidence(journey: Journey) -> None:
    """The reading lapsed; declaring that its data ended later needs rows that were seen later."""
    journey.edit("program.yaml", "period: 2026-10-05/2026-10-19", "period: 2026-10-05/2027-12-19")
    journey.accept(EXPIRED)
    journey.run(RENEWED).ok()
    assert item(journey.status(RENEWED), "capability/mail")["word"] != "proven"


def test_renaming_the_experiment_counts_its_value_once(journey: Journey) -> None:
    for old in ("id: spring-test", "experiment/spring-test"):
        journey.edit("program.yaml", old, old.replace("spring-test", "spring-trial"))
    journey.accept(NEXT)
    journey.run(NEXT).ok()
    assert len(journey.status(NEXT)["value"]["realised"]) == 1


def test_leaving_out_the_posting_hides_no_loss(journey: Journey) -> None:
    table = journey.table(LOSES, "next.csv")
    for step in ("load", "contract", "read"):
        journey.say("run", journey.folder, "--source", f"crm={table}", "--step", step, now=NEXT).ok()
    assert item(journey.status(NEXT), "capability/mail")["word"] != "proven"


def test_a_changed_table_is_not_read_by_a_single_step(journey: Journey) -> None:
    (table,) = (journey.folder / ".milepost" / "tables").rglob("*.parquet")
    other = Journey(journey.place, "other")
    small_journey(other).accept(START)
    other.run(READ, crm=other.table(LOSES, "other.csv")).ok()
    (theirs,) = (other.folder / ".milepost" / "tables").rglob("*.parquet")
    table.write_bytes(theirs.read_bytes())
    journey.attest(NEXT, "experiment/spring-test", "finance", "assignment.md").ok()
    said = journey.ask("run", journey.folder, "--step", "read", now=NEXT)
    assert said.code == 1
    assert len(journey.events("experiment.read")) == 1


def test_an_edit_that_outdates_a_reading_hides_no_failure(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(LOSES)).ok()
    assert item(journey.status(NEXT), "capability/mail")["word"] == "harmful"
    small_journey(journey, experiment(more="alpha: 0.04\n"))
    journey.accept(NEXT)
    after = journey.status(NEXT)
    assert item(after, "capability/mail")["word"] == "harmful"
    assert item(after, "milestone/proven")["word"] == "off track"


def test_a_clock_set_by_hand_leaves_a_real_record_alone(tmp_path: Path, milepost, monkeypatch) -> None:
    journey = small_journey(Journey(tmp_path))
    monkeypatch.delenv("MILEPOST_NOW", raising=False)
    assert milepost("accept", journey.folder).exit_code == 0
    said = journey.run("2099-01-01T00:00:00Z", crm=journey.table(WINS))
    assert (said.code, said.codes) == (1, ["MP608"])


def test_another_program_takes_over_no_record(journey: Journey) -> None:
    journey.edit("program.yaml", "kind: Program\nid: spring", "kind: Program\nid: summer")
    said = journey.ask("accept", now=NEXT)
    assert (said.code, said.codes) == (1, ["MP623"])


def test_the_demo_takes_no_folder_that_it_did_not_make(journey: Journey, milepost) -> None:
    before = sorted(path.name for path in journey.folder.iterdir())
    assert milepost("demo", "--dir", journey.folder).exit_code == 2
    assert sorted(path.name for path in journey.folder.iterdir()) == before


def test_a_signature_for_ever_is_refused(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    said = journey.say("status", "-C", journey.folder, "--as-of", "9999-12-31", now=NEXT)
    assert "MP990" not in said.err
