"""What the one failing example of a check leaves out: its other branches, and the edges of what it allows."""

import pytest

from milepost.program.checks import example
from milepost.program.compiler import compile_program
from program.overlay import overlay


def document(head: str, *changes: tuple[str, str]) -> str:
    """Give a document of the example, changed."""
    found = next(each for each in example.PROGRAM.split("---\n") if each.startswith(head))
    for old, new in changes:
        assert old in found
        found = found.replace(old, new)
    return found


def found(*documents: str) -> list[str]:
    """Give `CODE word`: the code and what stands under the caret."""
    findings = compile_program(overlay("---\n".join(documents))).findings
    spans = [(each.code, each.span) for each in findings]
    return [f"{code} {span.source[span.column - 1 : span.end_column - 1]}" if span else code for code, span in spans]


def milestone(criterion: str) -> str:
    return f"kind: Milestone\nid: m\ngoal: grow\ndue: 2027-01-31\ncapabilities: mail\nexit: {{{criterion}}}\n"


SHARE = """\
kind: Metric
id: share
source: crm
per: customer
column: spend
aggregate: proportion
"""
SHARE_KPI = """\
kind: Kpi
id: share
benefit: revenue
owner: crm-lead
metric: share
baseline: {window: 2026-07-01/2026-10-01, value: 0.1}
"""
SHARE_TEST = document("kind: Experiment", ("primary: contribution", "primary: share"))
EFFORT = "effort: {team: crm, p10: 2 weeks, p50: 1 months, p90: 31d}"
TEST = "evidence: experiment/spring-test"


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("evidence: attestation/a", []),
        ("evidence: attestation/a, signed_by: finance, grade: D, max_age: 90d", []),
        ("evidence: attestation/a, grade: C", ["MP305 C"]),
        ("evidence: attestation/a, value: 1 USD", ["MP305 1 USD"]),
        ("evidence: attestation/a, measure: net_value, value: 1 USD", ["MP305 net_value", "MP305 1 USD"]),
        ("evidence: attestation/a, max_age: 0d", ["MP305 0d"]),
        ("evidence: kpi/margin, value: 1 USD, measure: value, grade: C", []),
        ("evidence: kpi/margin, value: 1 USD, grade: B", ["MP305 B"]),
        ("evidence: kpi/margin, value: 1 USD, measure: effect", ["MP305 effect"]),
        ("evidence: kpi/margin", ["MP305 exit"]),
        ("evidence: kpi/share, value: 1", []),
        ("evidence: kpi/share, value: 1.1", ["MP305 1.1"]),
        ("evidence: kpi/margin, value: 1", ["MP310 1"]),
        (TEST, ["MP305 exit"]),
        (f"{TEST}, measure: effect", ["MP305 exit"]),
        (f"{TEST}, measure: value, value: 1", ["MP305 value"]),
        (f"{TEST}, measure: srm_p, value: 1", []),
        (f"{TEST}, measure: srm_p, op: '>', value: 1", ["MP305 1"]),
        (f"{TEST}, measure: srm_p, op: '<=', value: -0.1", ["MP305 -0.1"]),
        (f"{TEST}, measure: probability_positive, op: <, value: 0", ["MP305 0"]),
        (f"{TEST}, measure: probability_positive, value: 95%", ["MP310 95%"]),
        (f"{TEST}, measure: net_value, value: 0 EUR", ["MP310 0 EUR"]),
        (f"{TEST}, measure: effect, value: 0.1 USD", []),
        (f"{TEST}, measure: effect, value: 0.1", ["MP310 0.1"]),
        (f"{TEST}, measure: roi, value: 1", []),
        (f"{TEST}, measure: roi, value: 1 USD", ["MP310 1 USD"]),
    ],
)
def test_criteria_that_can_and_cannot_be_met(criterion: str, expected: list[str]) -> None:
    assert found(SHARE, SHARE_KPI, milestone(criterion)) == expected


def test_an_effect_on_a_share_is_at_most_one_and_no_money() -> None:
    kept = document("kind: Milestone", ("net_value", "effect"), ("0 USD", "1"))
    assert found(SHARE, SHARE_TEST, kept) == []
    assert found(SHARE, SHARE_TEST, kept.replace('value: "1"', "value: 1.01")) == ["MP305 1.01"]
    assert found(SHARE, SHARE_TEST, document("kind: Milestone")) == ["MP305 net_value"]


def test_roi_needs_a_cost_per_contact() -> None:
    bare = document("kind: Capability", ("per: contact", "per: month"))
    assert found(bare, milestone(f"{TEST}, measure: roi, value: 1")) == ["MP305 roi"]


def test_a_target_is_a_level_of_grade_c_at_best() -> None:
    assert found(document("kind: Goal", ("by: 2028-03-31", "by: 2028-03-31, grade: A"))) == ["MP305 A"]


def test_conditions_under_which_a_capability_stops_are_looked_at_too() -> None:
    stop = "exit_when:\n  any:\n    - {evidence: kpi/margin, op: <, value: 0.1 EUR}\n"
    stop += "    - {evidence: attestation/a, signed_by: crm-lead}\n"
    assert found(document("kind: Capability") + stop) == ["MP310 0.1 EUR", "MP326 crm-lead"]


@pytest.mark.parametrize(
    ("head", "old", "new", "expected"),
    [
        ("kind: Goal", "2028-03-31", "2028-04-01", []),
        ("kind: Goal", "2028-03-31", "2028-04-02", ["MP309 2028-04-02"]),
        ("kind: Goal", "2028-03-31", "2027-09-30", []),
        ("kind: Goal", "2028-03-31", "2027-09-29", ["MP316 2027-09-29"]),
        ("kind: Milestone", "quarter: 2026Q4", "due: 2026-09-30", ["MP309 2026-09-30"]),
        ("kind: Milestone", "quarter: 2026Q4", "quarter: 2025Q4", ["MP309 2025Q4"]),
        ("kind: Milestone", "quarter: 2026Q4", "due: 2028-03-31", []),
        ("kind: Experiment", "2026-10-05/", "2026-10-01/", []),
        ("kind: Experiment", "2026-10-05/", "2026-09-30/", ["MP309 2026-09-30/2026-10-19"]),
        ("kind: Experiment", "split: {None: 1/2, Mail: 1/2}\n", "", []),
        ("kind: Experiment", "{None: 1/2, Mail: 1/2}", "{None: 1/3, Mail: 1/3, Other: 1/3}", []),
        ("kind: Experiment", "{None: 1/2, Mail: 1/2}", "{None: 0, Mail: 1}", ["MP314 split"]),
        ("kind: Experiment", "{None: 1/2, Mail: 1/2}", "{None: 1/2, Mall: 1/2}", ["MP314 split"]),
        ("kind: Experiment", "period", "unit: custmer\nperiod", ["MP402 custmer"]),
        ("kind: Experiment", "period", "guardrails: [{metric: share, margin: 0.1}]\nperiod", []),
        ("kind: Metric", "times:", "aggregate: ratio\ndenominator: spent\ntimes:", ["MP401 spent"]),
        ("kind: Metric", "times:", "aggregate: ratio\ndenominator: segment\ntimes:", ["MP405 segment"]),
        ("kind: Metric", "times:", "denominator: spend\ntimes:", ["MP325 spend"]),
        ("kind: Kpi", '"0.18 USD"', "0.18", ["MP310 0.18"]),
        ("kind: Kpi", "owner:", "direction: down\nowner:", ['MP319 "0.30 USD"']),
        ("kind: Goal", '"0.30 USD"', "0.30 EUR", ["MP310 0.30 EUR"]),
        ("kind: Capability", 'p90: "0.30 USD"', "p90: 0.30 EUR", ["MP310 0.30 EUR"]),
        ("kind: Capability", 'p90: "0.30 USD"', "p90: 0.10 USD", ['MP307 "0.15 USD"']),
        ("kind: Capability", "costs:", f"{EFFORT}\ncosts:", []),
        ("kind: Capability", "costs:", f"{EFFORT.replace('2 w', '5 w')}\ncosts:", ["MP307 5 weeks"]),
        ("kind: Capability", "serves: grow", "serves: []", ["MP321 serves"]),
        ("kind: Capability", "fails_when: unsubscribes double\n", "", ["MP320 kind"]),
        ("kind: Capability", "needs: {data: [crm]}", "needs: {after: mail}", ["MP202 mail"]),
        ("kind: Kpi", "owner: crm-lead", "owner: crm-leed", ["MP201 crm-leed"]),
    ],
)  # fmt: skip
def test_edges(head: str, old: str, new: str, expected: list[str]) -> None:
    assert found(SHARE, document(head, (old, new))) == expected


def test_a_range_out_of_order_in_another_unit_is_a_matter_of_units() -> None:
    changed = document("kind: Capability", ('p10: "0.05 USD"', "p10: 1 EUR"))
    assert found(changed) == ["MP310 1 EUR"]


def test_a_source_must_name_one_of_several_tables() -> None:
    second = "  - name: web\n    properties: [{name: visits, logicalType: integer}]\n"
    assert found(example.CONTRACT + second) == ["MP403 crm-mail"]
    assert found(example.CONTRACT + second, document("kind: Source") + "table: mail\n") == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("{metric: nullValues, mustBe: 0}", []),
        ("{rule: nullValues, mustBeLessThan: 1}", []),
        ("{metric: freshness, mustBe: 0}", ["MP404 freshness"]),
        ("{type: sql, query: SELECT 1, mustBe: 0}", ["MP404 sql"]),
        ("{type: text, description: polite}", ["MP404 text"]),
        ("{mustBe: 0}", ["MP404 {"]),
        ("{metric: rowCount, mustBeBetween: [1, 2]}", ["MP404 rowCount"]),
    ],
)
def test_rules_of_columns_that_are_not_checked_are_told(rule: str, expected: list[str]) -> None:
    assert found(example.CONTRACT.replace("required: true}", f"required: true, quality: [{rule}]}}", 1)) == expected


def test_a_milestone_that_could_not_be_read_may_list_anything() -> None:
    assert found(document("kind: Milestone", ("quarter: 2026Q4", "quarter: soon"))) == ["MP103 soon"]


def test_who_gains_is_told_by_what_they_own() -> None:
    signed = document("kind: Metric", ("signed_by: finance", "signed_by: cmo"))
    signed += "---\n" + document("kind: Role\nid: cmo", ("function: marketing", "function: finance"))
    owned = document("kind: Kpi", ("owner: crm-lead", "owner: cmo"))
    assert found(signed) == []
    assert found(signed, owned) == ["MP313 cmo"]


ALSO_OKORO = "kind: Role\nid: desk\nfunction: finance\nheld_by: J. Okoro\n"
CASH = "cash: {per: 60, share: 0.2, signed_by: desk}"


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([document("kind: Metric", ("signed_by: finance", "signed_by: desk"))], "MP313 desk"),
        ([document("kind: Experiment", ("stated_by: analyst", "stated_by: desk"))], "MP312 desk"),
        (
            [
                document("kind: Kpi", ("benefit: revenue", "benefit: efficiency")),
                document("kind: Experiment", ("randomised", f"{CASH}\nrandomised")),
            ],
            "MP341 desk",
        ),
    ],
)
def test_a_second_seat_is_no_second_person(documents: list[str], expected: str) -> None:
    assert expected in found(ALSO_OKORO, *documents)
    apart = ALSO_OKORO.replace("J. Okoro", "N. Haas")
    assert expected not in found(apart, *documents)


def test_who_is_measured_by_a_metric_does_not_sign_its_margin() -> None:
    """The capability moves another KPI, and no KPI rests on the metric that its experiment is paid by."""
    metric = document("kind: Metric", ("id: contribution", "id: gain"), ("signed_by: finance", "signed_by: crm-lead"))
    paid = document("kind: Experiment", ("primary: contribution", "primary: gain"))
    lead = "kind: Role\nid: crm-lead\nfunction: finance\nheld_by: J. Okoro\n"
    assert "MP313 crm-lead" in found(lead, metric, paid)
