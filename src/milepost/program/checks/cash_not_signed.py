"""Cash is signed by someone who is not of finance, or who gains from it."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks.nothing_saved import FORM
from milepost.program.documents.capability import Capability
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Function, Kpi, Role
from milepost.program.draft import Draft
from milepost.program.persons import roles_of, with_persons

RULE = Rule(
    code="MP341",
    title="Cash is not signed by finance",
    why="Cash is a budget line that is lower than before. Only who keeps the budget can say that it is, and never "
    "whoever is measured by it.",
    fix="Let a role with `function: finance` sign it that owns neither the KPI nor the capability.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find cash that is signed by a role outside of finance, or by an owner in whatever seat."""
    for ref, experiment in draft.of(Experiment):
        cash = experiment.cash
        if cash is None:
            continue
        span, role = draft.span(ref, "cash", "signed_by"), draft.get(Role, cash.signed_by)
        if role is not None and role.function is not Function.FINANCE:
            message = f"{ref}: role/{cash.signed_by} signs the cash and is of {role.function}"
            yield RULE.at(span, message, RULE.fix)
        elif (owned := _owned(draft, experiment).get(cash.signed_by)) is not None:
            yield RULE.at(span, f"{ref}: {cash.signed_by} signs the cash and owns {owned}", RULE.fix)


def _owned(draft: Draft, experiment: Experiment) -> dict[str, Ref]:
    return with_persons(dict(_owners(draft, experiment)), roles_of(draft))


def _owners(draft: Draft, experiment: Experiment) -> Iterator[tuple[str, Ref]]:
    capability = draft.get(Capability, experiment.of)
    if capability is not None:
        yield capability.owner, Ref("capability", experiment.of)
    for ref, kpi in draft.of(Kpi):
        if kpi.metric == experiment.primary and kpi.owner is not None:
            yield kpi.owner, ref


_FORM = FORM.format(benefit="efficiency") + "cash: {per: 60, share: 0.2, signed_by: SIGNER}\n"
CHECK = Check(rule=RULE, passes=_FORM.replace("SIGNER", "finance"), fails=_FORM.replace("SIGNER", "analyst"), run=check)
