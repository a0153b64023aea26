"""A changed program counts once it is accepted, from then on, and never backwards."""

from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import EVEN, WINS, WORTH_IT, goal, milestone, small_journey

STRICT, LOOSE = milestone(), milestone(asks=WORTH_IT.replace('"0 USD"', '"-50 USD"'))
START, READ, EDITED, CHANGED, AFTER = (f"2026-{day}T12:00:00Z" for day in ("10-02", "10-20", "10-22", "10-24", "10-26"))


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    """Give an accepted program whose one experiment ended in neither a gain nor a loss."""
    journey = small_journey(Journey(tmp_path), STRICT)
    journey.accept(START)
    journey.run(READ, crm=journey.table(EVEN)).ok()
    return journey


def word(status: dict[str, object], ref: str = "milestone/proven") -> str:
    return item(status, ref)["word"]


@pytest.mark.slow
def test_a_loosened_threshold_moves_nothing_until_it_is_accepted_and_nothing_earlier(journey: Journey) -> None:
    before = {day: journey.status(EDITED, "--as-of", day) for day in ("2026-10-05", "2026-10-20", EDITED)}
    small_journey(journey, LOOSE)
    said = journey.ask("status", now=EDITED).ok()
    assert said.codes == ["MP622"]
    assert said.findings[0]["severity"] == "warning"
    assert said.data == before[EDITED]
    assert word(said.data) == "on track"
    draft = journey.status(EDITED, "--draft")
    assert (word(draft), draft["draft"]) == ("achieved", True)
    assert {day: journey.status(EDITED, "--as-of", day) for day in before} == before

    journey.accept(CHANGED)
    said = journey.ask("status", now=AFTER).ok()
    assert said.codes == []
    assert word(said.data) == "achieved"
    assert item(said.data, "milestone/proven")["since"].startswith(CHANGED[:19])
    assert {day: journey.status(AFTER, "--as-of", day) for day in before} == before
    # Negative control: judged by the later program, the earlier date would have another word.
    assert word(journey.status(AFTER, "--as-of", EDITED, "--draft")) == "achieved" != word(before[EDITED])


@pytest.mark.slow
def test_draft_of_a_program_never_accepted_is_shown_as_one(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    draft = journey.status(START, "--draft")
    assert (draft["draft"], draft["program"]["accepted"]) == (True, None)
    assert not (journey.folder / ".milepost").exists()
    text = journey.say("status", "--draft", "-C", journey.folder, now=START).ok().out
    assert "Draft" in text
    assert "never accepted" in text


@pytest.mark.slow
def test_draft_that_does_not_compile_gives_its_findings(journey: Journey) -> None:
    journey.edit("extra.yaml", "net_value", "net_valeu")
    said = journey.ask("status", "--draft", now=EDITED)
    assert (said.code, said.data) == (1, {})
    assert said.findings[0]["path"] == "extra.yaml"
    assert said.findings[0]["line"] > 1
    # The accepted program still has its status.
    assert journey.ask("status", now=EDITED).ok().codes == ["MP622"]


@pytest.mark.slow
def test_evidence_taken_out_reopens_what_it_achieved_only_from_then_on(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    before = journey.status(EDITED)
    assert word(before) == "achieved"
    other = milestone(asks="evidence: attestation/trained, signed_by: analyst")
    small_journey(journey, other)
    assert word(journey.status(EDITED)) == "achieved"
    journey.accept(CHANGED)
    after = item(journey.status(AFTER), "milestone/proven")
    assert after["word"] == "reopened"
    assert after["since"].startswith(CHANGED[:19])
    assert journey.status(AFTER, "--as-of", EDITED) == before


@pytest.mark.slow
def test_milestone_taken_out_is_told(journey: Journey) -> None:
    small_journey(journey, STRICT, milestone("wider")).accept(EDITED)
    journey.edit("extra.yaml", "id: wider", "id: broader")
    journey.accept(CHANGED)
    assert journey.status(AFTER)["removed"] == ["milestone/wider"]
    text = journey.say("status", "-C", journey.folder, now=AFTER).ok().out
    assert "milestone/wider" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "moved", ['value: "0.19 USD"', "window: 2026-06-01/2026-10-01, value"], ids=["value", "window"]
)
def test_frozen_baseline_may_not_move(journey: Journey, moved: str) -> None:
    entries = journey.entries()
    old = 'value: "0.18 USD"' if moved.startswith("value") else "window: 2026-07-01/2026-10-01, value"
    journey.edit("program.yaml", old, moved)
    said = journey.ask("accept", now=CHANGED)
    assert (said.code, said.codes) == (1, ["MP621"])
    found = said.findings[0]
    line = (journey.folder / "program.yaml").read_text().splitlines()[found["line"] - 1]
    assert (found["path"], line[found["column"] - 1 :].startswith("baseline")) == ("program.yaml", True)
    assert journey.entries() == entries


@pytest.mark.slow
def test_frozen_baseline_stays_frozen_through_a_version_without_the_kpi(journey: Journey) -> None:
    """Take the KPI out, put it back with another baseline: the first one still binds."""
    kpi = (journey.folder / "program.yaml").read_text()
    renamed = kpi.replace("id: margin\n", "id: margins\n").replace("kpi: margin", "kpi: margins")
    journey.write("program.yaml", renamed)
    assert journey.ask("accept", now=EDITED).ok().data["new"]
    journey.write("program.yaml", kpi.replace("0.18 USD", "0.01 USD"))
    assert journey.ask("accept", now=CHANGED).codes == ["MP621"]


@pytest.mark.slow
def test_accepting_the_same_program_again_records_nothing(journey: Journey) -> None:
    entries = journey.entries()
    again = journey.accept(CHANGED)
    assert again["new"] is False
    assert again["event"] == journey.events("program.accepted")[0]["id"]
    assert journey.entries() == entries


@pytest.mark.slow
def test_accepting_says_what_it_recorded_when_the_stated_document_changed(journey: Journey) -> None:
    """The program is the same, but another document is now stated: that is recorded, and must be said."""
    entries = journey.entries()
    journey.write("assignment.md", "Another story of how the arms were drawn.\n")
    said = journey.say("accept", "-C", journey.folder, now=CHANGED).ok()
    recorded = len(journey.entries()) > len(entries)
    assert recorded is ("nothing was recorded" not in said.out)


@pytest.mark.slow
def test_comments_order_files_and_layout_do_not_change_the_digest(journey: Journey) -> None:
    digest, entries = journey.status(EDITED)["program"]["digest"], journey.entries()
    documents = "---\n".join((journey.folder / name).read_text() for name in ("program.yaml", "extra.yaml"))
    (journey.folder / "extra.yaml").unlink()
    turned = [each for each in reversed(documents.split("---\n")) if each.strip()]
    journey.write(
        "program.yaml", "# a comment\n" + "---\n".join(turned).replace("owner: crm-lead", "owner:   crm-lead")
    )
    swapped = "approver: cmo\nowner:   crm-lead"
    journey.edit("program.yaml", "owner:   crm-lead\napprover: cmo", swapped)
    said = journey.ask("status", now=CHANGED).ok()
    assert (said.codes, said.data["program"]["digest"]) == ([], digest)
    assert journey.accept(CHANGED)["digest"] == digest
    # The new texts are told, so that a trace knows them; no version is.
    assert [each["event"]["type"] for each in journey.entries()[len(entries) :]] == ["program.relaid"]
    # Negative control: a changed value is another program.
    journey.edit("program.yaml", "last season's newsletter", "no newsletter")
    assert journey.accept(CHANGED)["digest"] != digest


@pytest.mark.slow
def test_going_back_to_an_earlier_program_is_an_acceptance_of_its_own(journey: Journey) -> None:
    small_journey(journey, STRICT, goal("0.40 USD")).accept(EDITED)
    small_journey(journey, STRICT).accept(CHANGED)
    accepted = journey.events("program.accepted")
    assert len({each["id"] for each in accepted}) == 3
    assert accepted[0]["program"] == accepted[2]["program"] != accepted[1]["program"]
    targets = [
        item(journey.status(AFTER, "--as-of", when), "goal/grow")["threshold"]
        for when in ("2026-10-03", "2026-10-23", AFTER)
    ]
    assert targets == [">= 0.3 USD by 2028-03-31", ">= 0.4 USD by 2028-03-31", ">= 0.3 USD by 2028-03-31"]


@pytest.mark.slow
def test_a_broken_record_takes_no_acceptance(journey: Journey) -> None:
    """An entry appended to a broken chain would look as if all before it had been found sound."""
    import sqlite3

    with sqlite3.connect(journey.folder / ".milepost" / "record.sqlite") as record:
        record.execute("UPDATE event SET bytes = replace(bytes, 'person/tester', 'person/sester') WHERE sequence = 2")
    record.close()
    small_journey(journey, LOOSE)
    said = journey.ask("accept", now=CHANGED)
    assert (said.code, set(said.codes)) == (1, {"MP601"})
