"""A margin is signed by someone who gains from it."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Kpi, Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP313",
    title="A margin is signed by someone who gains from it",
    why="The margin turns a lift into money; whoever answers for the number may not set what it is worth.",
    fix="Let a role sign it that owns neither the KPI nor a capability that moves it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find metrics whose `times` is signed by the owner of their KPI or of a capability that moves it."""
    owners: dict[str, list[tuple[str, Ref]]] = {}
    for ref, kpi in draft.of(Kpi):
        if kpi.owner is not None:
            owners.setdefault(kpi.metric, []).append((kpi.owner, ref))
    for ref, capability in draft.of(Capability):
        moved = draft.get(Kpi, capability.moves.kpi) if capability.moves else None
        if moved is not None:
            owners.setdefault(moved.metric, []).append((capability.owner, ref))
    for ref, metric in draft.of(Metric):
        gains = dict(sorted(owners.get(ref.slug, ()), reverse=True))
        if metric.times is not None and (owned := gains.get(metric.times.signed_by)) is not None:
            message = f"{ref}: {metric.times.signed_by} signs the margin and owns {owned}"
            yield RULE.at(draft.span(ref, "times", "signed_by"), message, RULE.fix)


_FORM = """\
kind: Metric
id: contribution
source: crm
per: customer
column: spend
times: {{value: "0.30", signed_by: {by}}}
---
kind: Role
id: crm-lead
function: finance
held_by: J. Okoro
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="finance"), fails=_FORM.format(by="crm-lead"), run=check)
