"""An integration has no live test."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.documents.integration import Integration
from milepost.program.draft import Draft

RULE = Rule(
    code="MP376",
    title="An integration has no live test",
    why="That it works is then learned from customers, on the day on which it does not.",
    fix="Write under `test` how it is tried: http, smtp, tcp, or the load of a source.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find integrations without a live test."""
    for ref, each in draft.of(Integration):
        if each.test is None:
            yield RULE.at(draft.span(ref, "id"), f"nothing tries whether {ref} works", RULE.fix)


_FORM = "kind: Integration\nid: relay\nsystem: the mail relay\nowner: analyst\ndirection: out\n"
CHECK = Check(
    rule=RULE,
    passes=_FORM + "sla: {available: 99%}\ntest: {kind: smtp}\n",
    fails=_FORM + "sla: {available: 99%}\n",
    run=check,
)
