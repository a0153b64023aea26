from milepost.kernel.finding import Finding, Severity, Span
from milepost.surfaces.cli.output import envelope, finding_text, harmless

SPAN = Span(path="program/kpis.yaml", line=12, column=9, end_column=15, source="  owner: nobody")


def finding(span, hint="name a role"):
    return Finding(code="MP101", severity=Severity.ERROR, message="there is no role 'nobody'", hint=hint, span=span)


def test_a_finding_says_where_what_and_what_to_do():
    assert finding_text(finding(SPAN)) == (
        "program/kpis.yaml:12:9: error MP101 there is no role 'nobody'\n"
        "hint: name a role\n"
        "  owner: nobody\n"
        "        ^^^^^^"
    )


def test_a_finding_without_place_hint_or_source():
    assert finding_text(finding(None, None)) == "error MP101 there is no role 'nobody'"
    assert finding_text(finding(Span(path="a.csv"), None)) == "a.csv:1:1: error MP101 there is no role 'nobody'"


def test_a_caret_stays_below_its_word_after_tabs_and_within_the_line():
    lines = finding_text(finding(Span(path="a", column=2, end_column=99, source="\tab"), None)).splitlines()
    assert lines[1:] == ["\tab", "\t^^"]


def test_the_envelope():
    found = envelope("plan", {"a": 1}, [finding(SPAN)])
    assert (found["schema"], found["ok"], found["data"]) == ("milepost.plan/1", False, {"a": 1})
    assert found["findings"] == [
        {
            "code": "MP101",
            "severity": "error",
            "message": "there is no role 'nobody'",
            "hint": "name a role",
            "path": "program/kpis.yaml",
            "line": 12,
            "column": 9,
        }
    ]


def test_a_clock_that_can_not_be_read_is_a_finding(monkeypatch):
    monkeypatch.setenv("MILEPOST_NOW", "yesterday")
    found = envelope("plan", {}, [])
    assert (found["ok"], found["generated_at"]) == (False, None)
    assert found["findings"][0]["code"] == "MP611"


def test_what_a_title_holds_moves_no_terminal():
    """An escape could colour a late milestone green, turn a name round, or write over the line before."""
    hostile = "a\x1b[2Kb\x9bmc\u202ed\re\x07"
    assert harmless(hostile) == r"a\u001b[2Kb\u009bmc\u202ed\u000de\u0007"
    assert harmless("a\r\nb\tc ✓ é\n\ufeff") == "a\r\nb\tc ✓ é\n\ufeff"
