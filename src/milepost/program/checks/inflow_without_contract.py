"""Data comes in without a contract."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.integration import Flow, Integration
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
    """Find integrations through which data comes in and that name no contract."""
    for ref, each in draft.of(Integration):
        if each.direction is not Flow.OUT and each.contract is None:
            message = f"{ref} takes data from {each.system} without a contract"
            yield RULE.at(draft.span(ref, "direction"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM + "contract: crm-mail\n",
    fails=_FORM,
    run=check,
)
