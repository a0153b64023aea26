"""Ways to make a status better without evidence, each tried through the command line."""

from pathlib import Path

import pytest

from cli import Journey, item
from milepost.program.checks.example import CONTRACT
from surfaces.cli.small_program import LOSES, WINS, capability, experiment, small_journey

START, READ, NEXT, LATER = (f"2026-10-{day:02}T12:00:00Z" for day in (2, 20, 22, 24))
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


METRIC = """\
kind: Metric
id: {slug}
source: crm
per: customer
column: spend
times: {{value: "0.30", signed_by: finance}}
"""


AGAIN = "kind: Source\nid: again\nowner: analyst\ncontract: crm-mail\n---\n" + METRIC.format(slug="gain").replace(
    "source: crm", "source: again"
)


def twin(slug: str = "twin", primary: str = "contribution") -> str:
    """Write a second experiment that reads what the first does."""
    return experiment().replace("spring-test", slug).replace("primary: contribution", f"primary: {primary}")


@pytest.mark.parametrize("primary", ["contribution", "gain"])
def test_two_experiments_may_not_read_the_same_rows(tmp_path: Path, primary: str) -> None:
    journey = small_journey(Journey(tmp_path), twin(primary=primary), METRIC.format(slug="gain"))
    said = journey.ask("accept", now=START)
    assert (said.code, said.codes) == (1, ["MP353"])


def test_a_twin_on_the_same_file_hides_no_loss_however_often_it_is_run(tmp_path: Path) -> None:
    """Two readings of one effect took each other back, and from the second run on neither stood."""
    journey = small_journey(Journey(tmp_path), AGAIN, twin(primary="gain").replace("source: crm", "source: again"))
    journey.accept(START)
    table = journey.table(LOSES)
    journey.run(READ, "--source", f"again={table}", crm=table).ok()
    for now in (NEXT, LATER):
        journey.run(now).ok()
        status = journey.status(now)
        assert len(status["value"]["realised"]) == 1
        assert item(status, "capability/mail")["word"] == "harmful"


def test_what_is_taken_back_for_another_name_stands_again_under_its_own(journey: Journey) -> None:
    """The experiment is renamed and, after a run, named as before."""
    for old, new, now in (("spring-test", "spring-trial", NEXT), ("spring-trial", "spring-test", LATER)):
        for each in (f"id: {old}", f"experiment/{old}"):
            journey.edit("program.yaml", each, each.replace(old, new))
        journey.accept(now)
        journey.run(now).ok()
    assert len(journey.status(LATER)["value"]["realised"]) == 1


def test_a_registered_experiment_is_not_renamed_without_a_word(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.ask("experiment register", "spring-test", now=START).ok()
    for old in ("id: spring-test", "experiment/spring-test"):
        journey.edit("program.yaml", old, old.replace("spring-test", "spring-trial"))
    journey.accept(NEXT)
    assert journey.status(NEXT)["removed"] == ["experiment/spring-test"]


@pytest.mark.parametrize("more", ["covariates: [before]\n", "exposed: {on: seen}\n"])
def test_what_a_reading_is_adjusted_by_is_chosen_before_it(tmp_path: Path, more: str) -> None:
    """A covariate, or who counts as exposed, chosen after the data is a change of the registered design."""
    wide = CONTRACT + (
        "      - {name: before, logicalType: number, required: true}\n      - {name: seen, logicalType: date}\n"
    )
    journey = small_journey(Journey(tmp_path), wide)
    journey.accept(START)
    journey.ask("experiment register", "spring-test", now=START).ok()
    head, *rows = WINS.splitlines()
    content = "\n".join([f"{head},before,seen", *(f"{row},{k % 7},2026-10-06" for k, row in enumerate(rows))]) + "\n"
    crm = journey.table(content)
    journey.run(READ, crm=crm).ok()
    small_journey(journey, wide, experiment(more=more))
    journey.accept(NEXT)
    journey.run(NEXT).ok()
    verdict = journey.events("experiment.read")[-1]["data"]["verdict"]
    assert [each["part"] for each in verdict["changes"]] == [more.partition(":")[0].replace("exposed", "exposure")]
    assert verdict["grade"] == "B"


SLOW = "effort: {team: crm, p10: 150d, p50: 200d, p90: 290d}\n"


def test_taking_out_a_number_takes_out_no_bad_news(tmp_path: Path) -> None:
    """Only what people planned is called late; what they planned and then took out stays late until planned anew."""
    journey = small_journey(Journey(tmp_path), capability(more=SLOW + "succeeds: 0.6\n"))
    journey.accept(START)
    assert item(journey.status(START), "milestone/proven")["word"] == "off track"
    small_journey(journey, capability(more=SLOW))
    journey.accept(NEXT)
    assert item(journey.status(NEXT), "milestone/proven")["word"] == "off track"
    assert item(journey.status(START), "milestone/proven")["word"] == "off track"
    # Negative control: what was never planned is not called late, and what is planned anew has a new chance.
    other = small_journey(Journey(tmp_path, "other"), capability(more=SLOW))
    other.accept(START)
    assert item(other.status(START), "milestone/proven")["word"] != "off track"
    small_journey(journey, capability(more="effort: {team: crm, p10: 5d, p50: 9d, p90: 15d}\nsucceeds: 0.9\n"))
    journey.accept(LATER)
    assert item(journey.status(LATER), "milestone/proven")["word"] != "off track"


def test_a_late_milestone_under_another_name_is_seen(tmp_path: Path) -> None:
    """It gets a baseline of its own; the old name stays in the status, and its promise is scored."""
    journey = small_journey(Journey(tmp_path), capability(more=SLOW + "succeeds: 0.6\n"))
    journey.accept(START)
    for path in journey.folder.glob("*.yaml"):
        path.write_text(path.read_text().replace("id: proven\n", "id: anew\n"))
    journey.accept(NEXT)
    assert journey.status(NEXT)["removed"] == ["milestone/proven"]
    dates = journey.ask("review", now="2027-03-01T00:00:00Z").ok().data["promised"]["dates"]
    assert [(each["ref"], each["is_named"]) for each in dates if each["brier"] is not None] == [
        ("milestone/proven", False),
        ("milestone/anew", True),
    ]


def test_a_date_that_moves_with_each_acceptance_slips(tmp_path: Path) -> None:
    """A seat expected a little later each week, or a due date: the baseline is what was accepted first."""
    late = "kind: Role\nid: writer\nexpected: {}\n---\n"
    needs = capability(needs="data: [crm], roles: [writer]", more=SLOW + "succeeds: 0.6\n")
    journey = Journey(tmp_path)
    slips = []
    for day, now in (("2026-11-01", START), ("2026-12-01", NEXT), ("2027-02-01", LATER)):
        small_journey(journey, needs, late.format(day).removesuffix("---\n"), NOT_YET)
        journey.accept(now)
        (found,) = journey.ask("roadmap", now=now).ok().data["capabilities"]
        slips.append(found["slip_days"])
    assert slips[0] == 0
    assert slips[0] < slips[1] < slips[2]


NOT_YET = experiment(period="2027-09-05/2027-09-19")
