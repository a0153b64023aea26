"""A milestone looks at an experiment of a capability that it does not list."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Milestone
from milepost.program.draft import Draft, PlacedCriterion

RULE = Rule(
    code="MP311",
    title="A milestone counts on a capability that it does not list",
    why="The plan would call the milestone ready while the work that its evidence comes from is not in it.",
    fix="Add the capability to the `capabilities` of the milestone, or name an experiment of one listed.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find criteria about experiments of capabilities that the milestone does not list."""
    for placed, capability in unlisted(draft):
        message = f"{placed.document} looks at {placed.evidence} of capability/{capability}, which it does not list"
        span = draft.span(placed.document, *placed.path, "evidence")
        yield RULE.at(span, message, f"add {capability} to `capabilities`")


def unlisted(draft: Draft) -> Iterator[tuple[PlacedCriterion, str]]:
    """Give the criteria of milestones with the capability that each counts on and its milestone does not list."""
    for placed in draft.criteria():
        ref, evidence = placed.document, placed.evidence
        milestone = draft.get(Milestone, ref.slug) if ref.kind == "milestone" else None
        experiment = draft.get(Experiment, evidence.slug) if evidence.kind == "experiment" else None
        if milestone and experiment and experiment.of not in milestone.capabilities:
            yield placed, experiment.of


_SMS = """\
kind: Capability
id: sms
title: Spring messages
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {kpi: margin, p10: 0.05 USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}
needs: {data: [crm]}
costs: [{kind: compute, amount: 0.05 USD, per: contact}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""
_LATER = """\
kind: Milestone
id: widened
goal: grow
quarter: 2027Q1
capabilities: [mail]
exit: {evidence: kpi/margin, value: 0.20 USD}
"""

_FORM = """\
kind: Milestone
id: proven
goal: grow
quarter: 2026Q4
capabilities: {capabilities}
exit:
  all:
    - {{evidence: experiment/spring-test, measure: net_value, op: ">=", value: "0 USD", grade: A, max_age: 365d}}
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(capabilities="[mail, sms]") + "---\n" + _SMS,
    fails=_FORM.format(capabilities="[sms]") + "---\n" + _SMS + "---\n" + _LATER,
    run=check,
)
