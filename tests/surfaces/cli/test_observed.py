"""Finished tests of other systems and series with a change, lived through: read, priced, graded, and cheated with."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cli import Journey, item
from surfaces.cli.small_program import capability, small_journey

START, READ, NEXT, LATER = (f"2026-{day}T12:00:00Z" for day in ("10-02", "10-20", "10-22", "10-24"))
RESULTS = """\
metric,variation,users,totalValue,perUserValue,perUserValueStdDev,percentChange,percentChangePValue
Revenue,Control,10000,50000,5,20,,
Revenue,Mail,10050,60300,6,20,0.2,0.0004
"""
pytestmark = pytest.mark.slow


def imported(slug: str = "spring-test", *, control: str = "Control", treatment: str = "Mail", more: str = "") -> str:
    return f"""\
kind: Experiment
id: {slug}
of: mail
source: results
imported: {{vendor: growthbook, test: spring, metric: Revenue, control: {control}, treatment: {treatment}}}
primary: contribution
{more}"""


SOURCE = "kind: Source\nid: results\nowner: analyst\ncontract: growthbook-results\n"
STATED = "randomised: {stated_by: analyst, document: assignment.md}\n"


def lived(place: Path, *documents: str, results: str = RESULTS, now: str = READ) -> Journey:
    """Accept a program that imports, with the contract that `experiment import` prints, and run it."""
    journey = Journey(place)
    export = journey.table(results, "results.csv")
    shown = journey.say("experiment", "import", export, "--vendor", "growthbook", "--json").ok()
    small_journey(journey, SOURCE, *documents)
    journey.write("results.odcs.yaml", shown.data["contract"])
    journey.accept(START)
    journey.ask("run", "--source", f"results={export}", now=now).ok()
    return journey


def verdict(journey: Journey) -> dict:
    return journey.events("experiment.read")[-1]["data"]["verdict"]


def entries(journey: Journey) -> tuple[list[dict], list[dict]]:
    posted, gone = journey.events("value.posted"), journey.events("value.reversed")
    reversed_ = {each["data"]["reverses"] for each in gone}
    return [each["data"]["entry"] for each in posted if each["id"] not in reversed_], gone


def test_what_is_printed_to_paste_is_a_program(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    export = journey.table(RESULTS, "results.csv")
    shown = journey.say("experiment", "import", export, "--vendor", "growthbook", "--json").ok().data
    pasted = (
        shown["program"].replace("CAPABILITY ", "mail ").replace("METRIC ", "contribution ").replace("ROLE", "analyst")
    )
    small_journey(journey, pasted)
    journey.write("results.odcs.yaml", shown["contract"])
    assert [each for each in journey.ask("check").codes if each != "MP321"] == []


def test_an_import_is_realised_at_grade_b_and_a_statement_makes_it_a(tmp_path: Path) -> None:
    journey = lived(tmp_path, imported())
    read = verdict(journey)
    assert (read["grade"], read["phase"], read["population"]) == ("B", "Successful", 10_050)
    assert read["arms"] == {"Control": 10_000, "Mail": 10_050}
    assert {"robustness", "robustness_interval", "net_value", "srm_p"} <= read["stats"].keys()
    [entry], _ = entries(journey)
    # One more dollar of revenue a user, 30% of it kept, 0.05 a contact.
    assert (entry["column"], entry["amount"]["estimate"], entry["cost"]) == ("realised", "2512.5", "502.5")
    assert entry["estimand"].endswith("from a finished test of another system")
    small_journey(journey, SOURCE, imported(more=STATED))
    journey.accept(NEXT)
    journey.ask("run", now=NEXT).ok()
    assert verdict(journey)["grade"] == "A"
    assert item(journey.status(NEXT), "capability/mail")["word"] == "proven"


def test_a_platform_is_never_realised(tmp_path: Path) -> None:
    lift = (
        "name,incremental_conversions,incremental_conversions_p90_lower_bound,incremental_conversions_p90_upper_bound\n"
    )
    journey = Journey(tmp_path)
    export = journey.table(lift + "Autumn,250,86,414\n", "lift.csv")
    shown = journey.say("experiment", "import", export, "--vendor", "platform-lift", "--json").ok()
    assert [each["grade"] for each in shown.data["results"]] == ["D"]
    documents = imported().replace(
        "growthbook, test: spring, metric: Revenue", "platform-lift, test: Autumn, metric: incremental_conversions"
    )
    documents = documents.replace("control: Control, treatment: Mail", "control: baseline, treatment: exposed")
    free = capability().replace('costs: [{kind: compute, amount: "0.05 USD", per: contact}]\n', "")
    small_journey(journey, SOURCE.replace("growthbook", "platform-lift"), documents, free)
    journey.write("results.odcs.yaml", shown.data["contract"])
    journey.accept(START)
    journey.ask("run", "--source", f"results={export}", now=READ).ok()
    [entry], _ = entries(journey)
    assert (entry["column"], entry["grade"], entry["amount"]["estimate"]) == ("projected", "D", "75")
    assert item(journey.status(NEXT), "capability/mail")["word"] != "proven"
    assert "units contacted not told" in journey.say("status", "-C", journey.folder, now=NEXT).ok().out


def test_an_export_edited_by_hand_is_another_export(tmp_path: Path) -> None:
    journey = lived(tmp_path, imported())
    first = verdict(journey)
    edited = journey.table(RESULTS.replace("60300,6,", "65325,6.5,"), "results.csv")
    said = journey.ask("run", "--source", f"results={edited}", now=NEXT).ok()
    assert "MP595" in said.codes
    assert verdict(journey)["rows_digest"] != first["rows_digest"]
    assert len(journey.events("source.loaded")) == 2
    [entry], gone = entries(journey)
    assert len(gone) == 1
    assert entry["amount"]["estimate"] != "2512.5"


def test_control_and_treatment_swapped_give_the_mirrored_answer(tmp_path: Path) -> None:
    effect = verdict(lived(tmp_path, imported()))["stats"]["effect"]
    (tmp_path / "swapped").mkdir()
    mirrored = verdict(lived(tmp_path / "swapped", imported(control="Mail", treatment="Control")))
    other = mirrored["stats"]["effect"]
    assert (other["estimate"], other["low"], other["high"]) == (-effect["estimate"], -effect["high"], -effect["low"])
    assert mirrored["phase"] == "Failed"


def test_one_test_under_two_names_is_counted_once(tmp_path: Path) -> None:
    journey = lived(tmp_path, imported())
    small_journey(journey, SOURCE, imported(), imported("spring-again", control="Mail", treatment="Control"))
    assert journey.ask("check").codes.count("MP335") == 1
    # Without the check's help: the old name leaves as the new one comes.
    small_journey(journey, SOURCE, imported("spring-again"), "kind: Experiment\nid: spring-test\n")
    journey.edit("extra.yaml", "---\nkind: Experiment\nid: spring-test\n", "")
    text = (journey.folder / "program.yaml").read_text()
    journey.write("program.yaml", text.replace("experiment/spring-test", "experiment/spring-again"))
    journey.accept(NEXT)
    journey.ask("run", now=NEXT).ok()
    standing, _ = entries(journey)
    assert [each["experiment"] for each in standing] == ["spring-again"]


def test_a_split_that_fails_gives_no_verdict(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    export = journey.table(RESULTS.replace("Mail,10050", "Mail,11050"), "results.csv")
    said = journey.say("experiment", "import", export, "--vendor", "growthbook", "--json")
    assert (said.code, said.codes, said.data["results"]) == (1, ["MP548"], [])


def series(starts: str = "2026-02-02", more: str = "") -> str:
    return f"""\
kind: Experiment
id: spring-test
of: mail
source: crm
series: {{time: segment, starts: {starts}}}
primary: contribution
costs: [{{kind: compute, amount: "120 USD", per: once}}]
{more}"""


def days(lift: float = 40.0) -> str:
    """Write 60 days from 2025-12-15; the level rises by `lift` from 2026-02-02 on, the fiftieth day."""
    first = date(2025, 12, 15)
    rows = (f"{first + timedelta(days=k)},{100 + k * 7919 % 23 + (lift if k >= 49 else 0)}\n" for k in range(60))
    return "segment,spend\n" + "".join(rows)


def test_a_series_is_priced_at_grade_c_and_never_realised(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), series())
    journey.accept(START)
    journey.run(READ, crm=journey.table(days())).ok()
    read = verdict(journey)
    assert (read["grade"], read["phase"], read["arms"]) == ("C", "Successful", {"before": 49, "after": 11})
    assert {"level_change", "slope_change", "effect_per_period", "robustness"} <= read["stats"].keys()
    assert "hidden cause" in read["because"]
    [entry], _ = entries(journey)
    assert (entry["column"], entry["cost"], entry["treatment"]) == ("projected", "120", "after")
    assert float(entry["amount"]["estimate"]) + 120 == pytest.approx(0.3 * 11 * 40, rel=0.1)
    assert "11 periods" in journey.say("status", "-C", journey.folder, now=NEXT).ok().out
    assert item(journey.status(NEXT), "capability/mail")["word"] != "proven"


def test_a_change_moved_after_looking_is_another_design(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), series())
    journey.accept(START)
    journey.run(READ, crm=journey.table(days())).ok()
    first = verdict(journey)
    small_journey(journey, series(starts="2026-01-26"))
    journey.accept(NEXT)
    assert "earlier design" in journey.ask("status", now=NEXT).ok().out
    journey.ask("run", now=LATER).ok()
    assert verdict(journey)["design"] != first["design"]


def test_a_series_stated_as_random_is_a_finding(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), series(more=STATED))
    assert journey.ask("check").codes == ["MP336"]


def test_nobody_can_attest_that_a_series_was_drawn_at_random(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), series())
    journey.accept(START)
    journey.run(READ, crm=journey.table(days())).ok()
    assert journey.attest(NEXT, "experiment/spring-test", "analyst", "assignment.md").codes == ["MP704"]
    assert "state the randomisation" not in journey.say("status", "-C", journey.folder, now=NEXT).out


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (imported(more="sequential: {planned: 9000}\n"), "MP337"),
        (imported(more='guardrails: [{metric: contribution, margin: "0.1"}]\n'), "MP337"),
        (series(more="unit: spend\n"), "MP337"),
        (series().replace("starts:", "method: before-after, season: 7, starts:"), "MP337"),
        (series().replace("per: once", "per: contact"), "MP338"),
        (series().replace('costs: [{kind: compute, amount: "120 USD", per: once}]\n', ""), "MP338"),
    ],
)
def test_what_is_not_read_is_found(tmp_path: Path, document: str, code: str) -> None:
    journey = small_journey(Journey(tmp_path), SOURCE.replace("growthbook-results", "crm-mail"), document)
    assert code in journey.ask("check").codes
