"""The comparison and the choice on the command line: what is shown, exported, recorded, and refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from cli import Journey
from milepost.actions import compare_approaches as module
from surfaces.cli.small_program import arms, experiment, small_journey

START, CHOSEN, READ, LATER = (
    "2026-10-02T12:00:00Z",
    "2026-10-04T12:00:00Z",
    "2026-10-20T12:00:00Z",
    "2026-11-22T12:00:00Z",
)
BECAUSE = "pilots first, one data base"


def program(approach: str = "hybrid", more: str = "") -> str:
    return f"""\
kind: Program
id: spring
title: Spring e-mail
sponsor: cmo
currency: USD
time_zone: America/New_York
starts: 2026-10-01
horizon: 18 months
fiscal_year_starts: 02-01
approach: {approach}
{more}"""


def capability(because: str = "last year's sends") -> str:
    return f"""\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: margin, p10: "0.05 USD", p50: "0.15 USD", p90: "0.30 USD", because: {because}, reach: 2000000}}
needs: {{data: [crm]}}
effort: {{team: crm, p10: 3 weeks, p50: 6 weeks, p90: 12 weeks}}
costs: [{{kind: people, amount: "2000 USD", per: month}}]
adopted_by: the mail team
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""


def model(priors: str, more: str = "") -> str:
    return f"kind: OperatingModel\nid: hybrid\n{more}priors:\n  {priors}\n"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw few futures: these tests are of what is said and kept."""
    monkeypatch.setattr(
        module.Size.__init__, "__kwdefaults__", {**module.Size.__init__.__kwdefaults__, "sets": 8, "each": 10}
    )


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    return small_journey(Journey(tmp_path), program(), capability(), experiment())


def choose(journey: Journey, now: str, wanted: str = "hybrid", signer: str = "cmo", because: str = BECAUSE):
    return journey.ask(f"approaches choose {wanted}", "--because", because, "--signer", signer, now=now)


def test_the_sentence_comes_first_and_the_grade_with_it(journey: Journey) -> None:
    told = journey.say("approaches", journey.folder, now=START)
    assert told.code == 0, told.err
    first, second, *_ = told.out.split("\n\n")
    assert first.startswith("On these assumptions ")
    assert first.endswith(".")
    assert second.startswith("Grade D: ")
    assert max(map(len, told.out.splitlines())) <= 80
    for said in ("Side by side", "Differences in the same future", "Balance", "best balance", "No choice is recorded"):
        assert said in told.out
    # What waits for a person stands before how it was reckoned.
    assert told.out.index("No choice is recorded") < told.out.index("That hybrid is")
    assert not (journey.folder / ".milepost").exists()


def test_the_same_question_gets_the_same_answer_and_a_seed_another(journey: Journey) -> None:
    one, two = (journey.ask("approaches", now=START).ok().data for _ in range(2))
    assert one == two
    other = journey.ask("approaches show", "--seed", 5, now=START).ok().data
    assert other["run"]["seed"] == 5
    assert other["models"]["hybrid"]["measures"]["net"] != one["models"]["hybrid"]["measures"]["net"]
    assert one["grade"] == "D"
    assert {each["source"] for each in one["priors"]} == {
        "Milepost's specification, the comparison of operating models",
        "Milepost's assumption",
    }


def test_it_is_exported_as_a_table(journey: Journey) -> None:
    own = model('rework: {p10: 0, p50: 0.1, p90: 0.2, unit: share, source: "=1+1"}', 'risk: "@cmd"\n')
    journey.write("models.yaml", own)
    out = journey.place / "approaches.csv"
    journey.say("approaches", journey.folder, "--format", "csv", "--out", out, now=START).ok()
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert {each["table"] for each in rows} - {"flip"} == {
        "model", "goal", "difference", "balance", "prior", "described",
    }  # fmt: skip
    (mine,) = [each for each in rows if each["result"] == "the program's own"]
    assert (mine["model"], mine["what"], mine["source"]) == ("hybrid", "rework", "'=1+1")
    assert "'@cmd" in {each["result"] for each in rows}
    markdown = journey.say("approaches", journey.folder, "--format", "markdown", now=START).ok().out
    assert markdown.startswith("## On these assumptions")
    assert "|  | top-down | pilot-led | hybrid |" in markdown
    assert json.loads(journey.say("approaches", journey.folder, "--format", "json", now=START).ok().out)["grade"] == "D"


def test_a_faulty_prior_is_found_where_it_stands(journey: Journey) -> None:
    journey.write(
        "models.yaml",
        model("rework: {p10: 0.5, p50: 0.1, p90: 0.2, unit: share, source: us}"),
    )
    told = journey.ask("approaches", now=START)
    assert (told.code, told.codes) == (1, ["MP765"])
    assert (told.findings[0]["path"], told.findings[0]["line"]) == ("models.yaml", 4)
    journey.write("models.yaml", "kind: OperatingModel\nid: waterfall\n")
    told = journey.ask("approaches", now=START)
    assert "top-down, pilot-led or hybrid" in told.findings[0]["message"]


def test_a_choice_is_on_record_with_what_was_shown(journey: Journey) -> None:
    journey.accept(START)
    shown = journey.ask("approaches", now=CHOSEN).ok().data
    made = choose(journey, CHOSEN).ok().data
    (event,) = journey.events("approach.chosen")
    fact = event["data"]["choice"]
    assert (event["actor"], event["subject"], event["id"]) == ("role/cmo", "program/spring", made["event"])
    assert (fact["approach"], fact["because"], fact["signer"]) == ("hybrid", BECAUSE, "cmo")
    assert (fact["program"], fact["priors"]) == (event["program"], shown["run"]["priors"])
    net = shown["models"]["hybrid"]["measures"]["net"]
    assert fact["stats"]["hybrid"]["net"] == {name: net[name] for name in ("p10", "p50", "p90")}
    again = choose(journey, LATER).ok().data
    assert (again["is_new"], again["event"]) == (False, made["event"])
    told = journey.say("approaches", journey.folder, now=LATER).ok().out
    assert f"hybrid was chosen on 2026-10-04 by cmo: {BECAUSE}. Nothing has tripped since." in " ".join(told.split())
    assert "Operating model hybrid, chosen on 2026-10-04 by cmo; nothing has tripped since." in " ".join(
        journey.say("status", "-C", journey.folder, now=LATER).ok().out.split()
    )
    assert journey.status(LATER, "--as-of", "2026-10-03")["approach"] is None
    hop = journey.trace(made["event"], now=LATER).ok()
    assert "cmo chose hybrid" in hop.out


@pytest.mark.parametrize(
    ("wanted", "signer", "because", "code"),
    [
        ("hybrid", "nobody", BECAUSE, "MP702"),
        ("hybrid", "finance", BECAUSE, "MP771"),
        ("hybrid", "cmo", "  ", "MP773"),
        ("top-down", "cmo", BECAUSE, "MP770"),
    ],
)
def test_what_is_refused(journey: Journey, wanted: str, signer: str, because: str, code: str) -> None:
    journey.accept(START)
    told = choose(journey, CHOSEN, wanted, signer, because)
    assert (told.code, told.codes) == (1, [code])
    assert journey.events("approach.chosen") == []


def test_nothing_accepted_is_nothing_to_choose_for(journey: Journey) -> None:
    assert choose(journey, CHOSEN).codes == ["MP620"]


def test_an_unfilled_sponsor_chooses_nothing(journey: Journey) -> None:
    vacant = "kind: Role\nid: cmo\n"
    small_journey(journey, program(), capability(), experiment(), vacant)
    journey.accept(START)
    assert choose(journey, CHOSEN).codes == ["MP772"]


def test_the_finding_names_the_line_to_change(journey: Journey) -> None:
    journey.accept(START)
    (found,) = choose(journey, CHOSEN, "pilot-led").findings
    text = (journey.folder / found["path"]).read_text().splitlines()
    assert text[found["line"] - 1] == "approach: hybrid"
    journey.edit(found["path"], "approach: hybrid", "approach: pilot-led")
    (found,) = choose(journey, CHOSEN, "pilot-led").findings
    assert "milepost accept" in found["hint"]
    journey.accept(CHOSEN)
    assert choose(journey, CHOSEN, "pilot-led").ok().data["choice"]["approach"] == "pilot-led"


def test_a_tripped_trigger_asks_until_a_new_choice_says_why(tmp_path: Path) -> None:
    limits = "choosing: {limits: {inconclusive: 1}}\n"
    journey = small_journey(Journey(tmp_path), program(more=limits), capability(), experiment())
    journey.accept(START)
    first = choose(journey, CHOSEN).ok().data["event"]
    journey.run(READ, crm=journey.table(arms(mail=2.0)))
    asks = [each for each in journey.status(READ)["needs"] if "operating model" in each["what"]]
    assert [(each["owner"], each["command"].split(" -C")[0]) for each in asks] == [("cmo", "milepost approaches")]
    (tripped,) = journey.status(READ)["approach"]["triggers"]
    assert (tripped["number"], tripped["threshold"], tripped["trigger"]) == ("1", "< 1", "inconclusive pilots")
    assert "Tripped since 2026-10-20" in journey.say("approaches", journey.folder, now=READ).ok().out
    again = choose(journey, LATER, because="one test is no trend").ok().data
    assert again["choice"]["answers"] == ["inconclusive pilots: 1, asked < 1"]
    assert again["choice"]["previous"] == first
    status = journey.status(LATER)
    assert status["approach"]["triggers"] == []
    assert not [each for each in status["needs"] if "operating model" in each["what"]]
    then = journey.status(LATER, "--as-of", "2026-10-21")
    assert [each["trigger"] for each in then["approach"]["triggers"]] == ["inconclusive pilots"]
    page = journey.place / "page.html"
    journey.say("report", journey.folder, "--as-of", "2026-10-21", "--out", page, now=LATER).ok()
    assert "Choose the operating model anew" in page.read_text()
