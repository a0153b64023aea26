"""A unit value is signed by a role that is not of finance."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Function, Metric, Role
from milepost.program.draft import Draft
from milepost.program.text import Path

RULE = Rule(
    code="MP330",
    title="A unit value is signed by a role that is not of finance",
    why="The value of a unit turns what was measured into money in the books; finance answers for the books.",
    fix="Let a role with `function: finance` sign it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find margins, unit values and prices of hours whose signer has another function than finance."""
    signed: list[tuple[Ref, Path, str]] = [
        (ref, ("times", "signed_by"), metric.times.signed_by) for ref, metric in draft.of(Metric) if metric.times
    ]
    signed += [(ref, ("cash", "signed_by"), each.cash.signed_by) for ref, each in draft.of(Experiment) if each.cash]
    for ref, path, signer in signed:
        role = draft.get(Role, signer)
        if role is not None and role.function is not Function.FINANCE:
            message = f"{ref}: {signer} signs what a unit is worth, and is of {role.function}"
            yield RULE.at(draft.span(ref, *path), message, RULE.fix)


_FORM = """\
kind: Metric
id: contribution
source: crm
per: customer
column: spend
times: {{value: "0.30", signed_by: {by}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="finance"), fails=_FORM.format(by="analyst"), run=check)
