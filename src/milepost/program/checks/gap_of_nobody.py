"""Nobody closes a source's gap."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Action
from milepost.program.documents.outline import Source
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP375",
    title="Nobody closes a source's gap",
    why="A gap that everybody knows and nobody owns is still there when the milestone is due.",
    fix="Under `needs.operations` or `needs.governance` of a capability that needs the source, add a step "
    "with an `owner`.",
    severity=Severity.WARNING,
)
_GAP = "kind: Source\nid: crm\nowner: analyst\ncontract: crm-mail\ngap: a tenth of the ids are not matched\n"


def check(draft: Draft) -> Iterator[Finding]:
    """Find sources with a gap where no capability that needs them has a step that somebody owns."""
    cared: dict[str, bool] = {}
    for capability in draft.once(live).values():
        steps = (*capability.needs.governance, *capability.needs.operations)
        owned = any(isinstance(each, Action) and each.owner is not None for each in steps)
        for source in capability.needs.data:
            cared[source] = cared.get(source, False) or owned
    for ref, found in draft.of(Source):
        if found.gap and not cared.get(ref.slug, True):
            yield RULE.at(draft.span(ref, "gap"), f"{ref}: no step that somebody owns closes this gap", RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_GAP + "---\n" + example.mail(needs="{data: crm, operations: {step: match the ids, owner: analyst}}"),
    fails=_GAP,
    run=check,
)
