"""Data comes in without a contract."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.integration import Flow, Integration, ProbeKind
from milepost.program.draft import Draft

RULE = Rule(
    code="MP378",
    title="Data comes in without a contract",
    why="What another system sends changes without notice; without a contract the change is found in the "
    "results, not at the door.",
    fix="Name the `contract` (an .odcs.yaml file) of what comes in.",
    severity=Severity.WARNING,
)
_FORM = """\
kind: Integration
id: planning
system: the planning system
owner: analyst
direction: in
sla: {repaired_within: 2d}
test: {kind: source, source: crm}
"""


def check(draft: Draft) -> Iterator[Finding]:
    """Find integrations that feed data in and name no contract; a system that is asked and answers feeds nothing in."""
    for ref, each in draft.of(Integration):
        is_source = each.direction is Flow.BOTH and each.test is not None and each.test.kind is ProbeKind.SOURCE
        if (each.direction is Flow.IN or is_source) and each.contract is None:
            message = f"{ref} takes data from {each.system} without a contract"
            yield RULE.at(draft.span(ref, "direction"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM + "contract: crm-mail\n",
    fails=_FORM,
    run=check,
)
