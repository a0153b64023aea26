"""Plan and apply, as typed: what is shown is what is applied, whole or not at all, and not once the state moved."""

import json
import threading
from pathlib import Path

import pytest

from cli import Journey
from milepost.testing.fakes import PinnedClock
from surfaces.cli.small_program import EVEN, WINS, WORTH_IT, capability, goal, milestone, small_journey

START, READ, LATER = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-25T12:00:00Z"
PLANNED = "effort: {team: crm, p10: 20d, p50: 40d, p90: 90d}\nsucceeds: 0.6\n"
LOOSE = milestone(asks=WORTH_IT.replace("0 USD", "-9 USD"))


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path), capability(more=PLANNED))
    journey.accept(START)
    return journey


def saved(journey: Journey, now: str = LATER) -> Path:
    path = journey.place / "the.plan"
    assert journey.ask("plan", "--out", path, now=now).ok().data["saved"] == str(path)
    return path


def loosened(journey: Journey) -> Path:
    small_journey(journey, capability(more=PLANNED), LOOSE)
    return saved(journey)


def told(journey: Journey) -> list[object]:
    return [each["id"] for each in journey.events()]


def test_a_first_plan_adds_all_and_records_nothing(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), capability(more=PLANNED))
    found = journey.ask("plan", now=START).ok().data
    assert {each["step"] for each in found["steps"]} == {"add"}
    assert found["in_force"] is None
    assert not (journey.folder / ".milepost").exists()
    assert journey.ask("plan", "--detailed-exitcode", now=START).code == 3


def test_a_plan_reads_like_this(journey: Journey) -> None:
    small_journey(journey, capability(more=PLANNED + "starts: 2026-12-01\n"), LOOSE)
    done = journey.say("plan", "-C", journey.folder, now=LATER).ok()
    text, _, command = done.out.partition("Next: ")
    assert " ".join(command.split()) == f"milepost plan --out FILE -C {journey.folder}, then milepost apply FILE"
    assert max(map(len, text.splitlines())) <= 80
    assert text == Path(__file__).with_name("plan_screen.txt").read_text()


def test_exit_codes_tell_pending_changes(journey: Journey) -> None:
    assert journey.ask("plan", "--detailed-exitcode", now=LATER).code == 0
    assert journey.ask("plan", now=LATER).data["changes"] == 0
    small_journey(journey, capability(more=PLANNED), LOOSE)
    assert journey.ask("plan", now=LATER).code == 0
    assert journey.ask("plan", "--detailed-exitcode", now=LATER).code == 3
    journey.write("program.yaml", "kind: Program\n")
    assert journey.ask("plan", "--detailed-exitcode", now=LATER).code == 1


def test_what_was_saved_is_applied_and_then_nothing_is_left_to_change(journey: Journey) -> None:
    plan = loosened(journey)
    done = journey.ask("apply", plan, now=LATER).ok().data
    assert done["new"]
    assert done["recorded"] == ["program.accepted", "forecast.frozen", "plan.forecast"]
    assert done["digest"] == json.loads(plan.read_text())["plan"]["compiled"]
    assert journey.ask("plan", "--detailed-exitcode", now=LATER).code == 0
    before = told(journey)
    again = journey.ask("apply", plan, now=LATER).ok().data
    assert (again["new"], again["recorded"], again["event"]) == (False, [], done["event"])
    assert told(journey) == before


def test_accept_and_apply_record_the_same(journey: Journey, tmp_path: Path) -> None:
    other = small_journey(Journey(tmp_path, "other"), capability(more=PLANNED))
    other.accept(START)
    plan = loosened(journey)
    small_journey(other, capability(more=PLANNED), LOOSE)
    assert journey.ask("apply", plan, now=LATER).ok().data["event"] == other.accept(LATER)["event"]
    assert told(journey) == told(other)


def refused(journey: Journey, plan: Path, *codes: str) -> None:
    before = told(journey)
    said = journey.ask("apply", plan, now=LATER)
    assert (said.code, said.codes) == (1, list(codes))
    assert told(journey) == before


def test_it_is_refused_where_another_version_was_accepted(journey: Journey) -> None:
    plan = loosened(journey)
    small_journey(journey, capability(more=PLANNED), goal("8 USD"))
    journey.accept(LATER)
    small_journey(journey, capability(more=PLANNED), LOOSE)
    refused(journey, plan, "MP783")


def test_it_is_refused_where_the_facts_that_it_rests_on_moved(journey: Journey) -> None:
    plan = loosened(journey)
    journey.run(READ, crm=journey.table(WINS)).ok()
    refused(journey, plan, "MP784")
    # Negative control: what the plan does not read may change; an attestation of nothing in it moves no number.
    again = saved(journey)
    journey.attest(LATER, "experiment/spring-test", "analyst", "assignment.md")
    assert journey.ask("apply", again, now=LATER).ok().data["new"]


def test_it_is_refused_where_the_folder_is_not_what_was_planned(journey: Journey) -> None:
    plan = loosened(journey)
    small_journey(journey, capability(more=PLANNED), LOOSE, goal("8 USD"))
    refused(journey, plan, "MP785")
    journey.write("extra.yaml", "kind: Goal\n")
    refused(journey, plan, "MP785")
    # Comments and layout may differ: what is accepted are the texts that were saved.
    small_journey(journey, capability(more=PLANNED), LOOSE)
    journey.write("extra.yaml", "# a remark\n" + (journey.folder / "extra.yaml").read_text())
    assert journey.ask("apply", plan, now=LATER).ok().data["new"]
    digests = journey.events("program.accepted")[-1]["data"]["acceptance"]["files"]
    assert set(digests) == set(json.loads(plan.read_text())["plan"]["files"])


def test_it_is_refused_where_a_named_document_changed(journey: Journey) -> None:
    plan = loosened(journey)
    journey.write("assignment.md", "By the weather.\n")
    refused(journey, plan, "MP786")


def test_an_edited_plan_is_refused_wherever_it_was_edited(journey: Journey) -> None:
    plan = loosened(journey)
    content = plan.read_text()
    for old, new in (
        ('"actor": "person/tester"', '"actor": "person/other"'),
        ("grade: A", "grade: B"),
        ("-9 USD", "-99 USD"),
    ):
        assert old in content
        plan.write_text(content.replace(old, new))
        refused(journey, plan, "MP781")
    for text in ("", "{}", "[]", content[:-40], "\x00", '{"format": "milepost.plan/9"}', "[" * 5_000):
        plan.write_text(text)
        refused(journey, plan, "MP780")
    refused(journey, journey.place / "nowhere.plan", "MP780")


def test_a_moved_baseline_can_be_planned_but_neither_saved_nor_applied(journey: Journey) -> None:
    text = (journey.folder / "program.yaml").read_text()
    journey.write("program.yaml", text.replace('value: "0.18 USD"', 'value: "0.10 USD"'))
    said = journey.ask("plan", "--out", journey.place / "the.plan", now=LATER)
    assert (said.code, said.codes) == (1, ["MP621"])
    assert not (journey.place / "the.plan").exists()


def test_a_plan_replaces_only_a_plan(journey: Journey) -> None:
    small_journey(journey, capability(more=PLANNED), LOOSE)
    (journey.place / "crm.csv").write_text("a,b\n")
    assert journey.ask("plan", "--out", journey.place / "crm.csv", now=LATER).codes == ["MP616"]
    assert (journey.place / "crm.csv").read_text() == "a,b\n"
    assert saved(journey) == saved(journey)


def test_of_two_that_apply_at_once_one_wins(journey: Journey) -> None:
    from milepost.actions.apply_plan import apply_plan
    from milepost.kernel.finding import Refused
    from milepost.kernel.time import parse_instant
    from milepost.wiring.local import Place

    plans = [loosened(journey).read_bytes()]
    small_journey(journey, capability(more=PLANNED), goal("8 USD"))
    plans.append(saved(journey).read_bytes())
    folders = []
    for number, documents in enumerate((LOOSE, goal("8 USD"))):
        folders.append(
            small_journey(Journey(journey.place, f"folder{number}"), capability(more=PLANNED), documents).folder
        )
    results: list[object] = [None, None]
    gate = threading.Barrier(2)

    def go(number: int) -> None:
        place = Place(
            folder=folders[number], state=journey.folder / ".milepost", clock=PinnedClock(parse_instant(LATER))
        )
        gate.wait()
        try:
            results[number] = apply_plan("plan", plans[number], place.program, place.open_state(), "person/tester")
        except Refused as refused_:
            results[number] = [each.code for each in refused_.findings]

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    lost = [each for each in results if isinstance(each, list)]
    assert len(lost) == 1
    assert lost[0] in (["MP783"], ["MP612"], ["MP611"])
    assert len(journey.events("program.accepted")) == 2
    assert journey.ask("record verify", now=LATER).ok()


def test_the_chance_reaches_the_status_and_time_travel_keeps_it(journey: Journey) -> None:
    found = journey.status(START)
    (item,) = found["milestones"]
    assert (item["word"], item["number"], item["threshold"]) == ("at risk", "56%", ">= 80%")
    journey.run(READ, crm=journey.table(EVEN)).ok()
    assert journey.status(READ, "--as-of", START)["milestones"][0]["number"] == "56%"
    events = journey.events("plan.forecast")
    again = journey.run(LATER).ok().data["steps"][-1]
    assert (again["step"], again["outcome"]) == ("plan", "unchanged")
    assert journey.events("plan.forecast") == events


def test_markdown_holds_nothing_that_acts(journey: Journey) -> None:
    nasty = "Spring <img src=x onerror=alert(1)> | @everyone [x](javascript:alert(1)) `a` #1 GH-1 https://evil.example"
    text = capability(more=PLANNED).replace("title: Spring mail", f"title: '{nasty}'")
    small_journey(journey, text, LOOSE)
    done = journey.say("plan", "-C", journey.folder, "--format", "markdown", now=LATER).ok().out
    assert done.startswith("<!-- milepost-plan -->\n")
    assert "<img" not in done
    assert "&lt;img" in done
    assert "@everyone" not in done
    assert "#1" not in done
    assert "GH\\-1" not in done
    assert "](javascript" not in done
    assert "https://" not in done
    tags = {each.split(">")[0] for each in done.replace("<!-- milepost-plan -->", "").split("<")[1:]}
    assert tags <= {"details", "summary", "/summary", "/details", "br"}


def test_a_chance_is_traced_to_its_forecast_and_what_that_rests_on(journey: Journey) -> None:
    (event,) = journey.status(START)["milestones"][0]["events"]
    told = journey.trace(event, now=START).ok().data
    said = {each["what"]: each["said"] for each in told["hops"]}
    assert said["plan.forecast"] == "1 dates foretold from 4,000 futures, by what was known then"
    assert "program.accepted" in said


@pytest.mark.parametrize("verb", ["accept", "plan"])
def test_neither_loads_an_engine_nor_scipy(journey: Journey, verb: str) -> None:
    import subprocess
    import sys

    script = (
        "import sys; from click.testing import CliRunner; from milepost.surfaces.cli import main; "
        f"CliRunner().invoke(main, ['{verb}', {str(journey.folder)!r}]); "
        "print(sorted({'scipy', 'duckdb', 'ibis', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ('p90: "0.30 USD"', 'reach: 999999999999, p90: "900000000000000000000000000 USD"', ["MP788"]),
        ("fails_when", "effort: {team: a, p10: 90 years, p50: 99 years, p90: 100 years}\nfails_when", ["MP365"]),
        ("fails_when", "effort: {team: a, p10: 0d, p50: 0d, p90: 0d}\nsucceeds: 0\nfails_when", []),
    ],
)
def test_what_no_plan_can_hold_is_an_answer_or_a_finding(tmp_path: Path, old: str, new: str, codes: list[str]) -> None:
    journey = small_journey(Journey(tmp_path), capability().replace(old, new))
    for verb in ("plan", "accept"):
        assert journey.ask(verb, now=START).codes == codes


def test_a_program_of_nothing_yet_can_be_planned_and_accepted(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    kept = ("kind: Capability", "kind: Experiment", "kind: Milestone")
    text = (journey.folder / "program.yaml").read_text()
    journey.write("program.yaml", "---\n".join(each for each in text.split("---\n") if not each.startswith(kept)))
    journey.write("extra.yaml", "# nothing\n")
    assert journey.ask("plan", now=START).ok().data["changes"] > 0
    journey.accept(START)
    assert journey.ask("plan", "--detailed-exitcode", now=START).code == 0
