"""An integration is tried by a source, and names none; or names one and is tried otherwise."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.integration import Integration, ProbeKind
from milepost.program.draft import Draft

RULE = Rule(
    code="MP847",
    title="A live test does not say what it tries",
    why="A test by source holds while that source keeps its contract; without the source it could never fail.",
    fix="Add `source:` to a test of kind source, and take it out of one that asks over the network.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find tests whose kind and source do not fit."""
    for ref, integration in draft.of(Integration):
        test = integration.test
        if test is None or (test.kind is ProbeKind.SOURCE) == (test.source is not None):
            continue
        said = "by a source, and names none" if test.source is None else f"by {test.kind}, not by a source"
        yield RULE.at(draft.span(ref, "test"), f"{ref} is tried {said}", RULE.fix)


_FORM = """\
kind: Integration
id: shop
system: the shop's content service
owner: crm-lead
direction: in
contract: crm-mail
sla: {{available: 99.5%, answers_within_ms: 500, repaired_within: 1d}}
test: {{kind: source{source}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(source=", source: crm"), fails=_FORM.format(source=""), run=check)
