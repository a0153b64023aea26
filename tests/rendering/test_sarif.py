"""A SARIF 2.1.0 log: what code hosts ask of one, checked by hand as the standard's schema has it."""

import json
from dataclasses import replace

from milepost.kernel.finding import Finding, Rule, Severity, Span
from milepost.rendering.sarif import sarif

RULE = Rule(code="MP201", title="A reference names nothing", why="A hole in the chain.", fix="Use the near name.")
SPAN = Span(path="a b/prog.yaml", line=3, column=8, end_column=14, source="  kpi: margn  ")
FINDING = Finding(
    code="MP201", severity=Severity.ERROR, message="goal/grow names kpi/margn", hint="did you mean margin?", span=SPAN
)


def run_of(*findings: Finding) -> dict:
    log = json.loads(sarif(findings, {"MP201": RULE}, "1.0"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    return run


def test_a_result_names_its_rule_level_place_and_what_to_do() -> None:
    run = run_of(FINDING)
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("MP201", RULE.title)
    assert RULE.fix in rule["help"]["text"]
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("MP201", 0, "error")
    assert result["message"]["text"] == "goal/grow names kpi/margn. did you mean margin?"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b/prog.yaml"}
    assert place["region"] == {"startLine": 3, "startColumn": 8, "endColumn": 14, "snippet": {"text": SPAN.source}}


def test_a_fingerprint_stays_when_lines_move_and_tells_equal_findings_apart() -> None:
    moved = replace(FINDING, span=replace(SPAN, line=40, source="kpi: margn"))
    marks = [each["partialFingerprints"]["milepost/v1"] for each in run_of(FINDING, moved)["results"]]
    assert [mark.rpartition(":")[2] for mark in marks] == ["1", "2"]
    assert len({mark.rpartition(":")[0] for mark in marks}) == 1
    other = replace(FINDING, message="goal/keep names kpi/margn")
    assert run_of(other)["results"][0]["partialFingerprints"] != run_of(FINDING)["results"][0]["partialFingerprints"]


def test_a_finding_without_place_or_rule_is_told_all_the_same() -> None:
    (result,) = run_of(Finding(code="MP999", severity=Severity.WARNING, message="strange"))["results"]
    assert "locations" not in result
    assert "ruleIndex" not in result
    assert (result["level"], result["message"]["text"]) == ("warning", "strange")


def test_nothing_found_is_a_whole_log() -> None:
    run = run_of()
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
