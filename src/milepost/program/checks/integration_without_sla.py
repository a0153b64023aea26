"""The other system's owner promises nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.integration import Integration
from milepost.program.draft import Draft

RULE = Rule(
    code="MP377",
    title="The other system's owner promises nothing",
    why="Without a promise of how long an outage lasts, no plan can tell what one costs, and nobody has to hurry.",
    fix="Agree with the system's owner, and write under `sla` what is promised: available, answers_within_ms, "
    "repaired_within.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find integrations without an SLA."""
    for ref, each in draft.of(Integration):
        if each.sla is None:
            yield RULE.at(draft.span(ref, "id"), f"the owner of {each.system} promises nothing for {ref}", RULE.fix)


_FORM = "kind: Integration\nid: relay\nsystem: the mail relay\nowner: analyst\ndirection: out\n"
CHECK = Check(
    rule=RULE,
    passes=_FORM + "sla: {available: 99%}\ntest: {kind: smtp}\n",
    fails=_FORM + "test: {kind: smtp}\n",
    run=check,
)
