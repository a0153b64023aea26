"""A margin is signed by someone who gains from it."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.capability import Capability
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Kpi, Metric
from milepost.program.draft import Draft
from milepost.program.persons import roles_of, with_persons

RULE = Rule(
    code="MP313",
    title="A margin is signed by someone who gains from it",
    why="The margin turns a lift into money; whoever answers for the number may not set what it is worth.",
    fix="Let a role sign it that owns neither the KPI nor a capability that moves it or is measured by it, and whose "
    "holder does not either.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find metrics whose `times` is signed by the owner of their KPI or of a capability that they are the value of."""
    owners: dict[str, list[tuple[str, Ref]]] = {}
    for slug, owner, ref in _owners(draft):
        owners.setdefault(slug, []).append((owner, ref))
    roles = roles_of(draft)
    for ref, metric in draft.of(Metric):
        gains = with_persons(dict(sorted(owners.get(ref.slug, ()), reverse=True)), roles)
        if metric.times is not None and (owned := gains.get(metric.times.signed_by)) is not None:
            message = f"{ref}: {metric.times.signed_by} signs the margin and owns {owned}"
            yield RULE.at(draft.span(ref, "times", "signed_by"), message, RULE.fix)


def _owners(draft: Draft) -> Iterator[tuple[str, str, Ref]]:
    """Give each metric with who gains from it: of its KPI, of what moves that, and of what is measured by it."""
    for ref, kpi in draft.of(Kpi):
        if kpi.owner is not None:
            yield kpi.metric, kpi.owner, ref
    for ref, capability in draft.of(Capability):
        moved = draft.get(Kpi, capability.moves.kpi) if capability.moves else None
        if moved is not None:
            yield moved.metric, capability.owner, ref
    for _, experiment in draft.of(Experiment):
        measured = draft.get(Capability, experiment.of)
        if measured is not None:
            yield experiment.primary, measured.owner, Ref("capability", experiment.of)


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
