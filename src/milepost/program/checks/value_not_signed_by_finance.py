"""A unit value is signed by a role that is not of finance."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Function, Metric, Role
from milepost.program.draft import Draft

RULE = Rule(
    code="MP330",
    title="A unit value is signed by a role that is not of finance",
    why="The value of a unit turns what was measured into money in the books; finance answers for the books.",
    fix="Let a role with `function: finance` sign it.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find margins and unit values whose signer has another function than finance."""
    for ref, metric in draft.of(Metric):
        role = draft.get(Role, metric.times.signed_by) if metric.times else None
        if metric.times is not None and role is not None and role.function is not Function.FINANCE:
            message = f"{ref}: {metric.times.signed_by} signs what a unit is worth, and is of {role.function}"
            yield RULE.at(draft.span(ref, "times", "signed_by"), message, RULE.fix)


_FORM = """\
kind: Metric
id: contribution
source: crm
per: customer
column: spend
times: {{value: "0.30", signed_by: {by}}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(by="finance"), fails=_FORM.format(by="analyst"), run=check)
