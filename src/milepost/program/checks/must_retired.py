"""A mandatory control was retired."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft

RULE = Rule(
    code="MP358",
    title="A mandatory control was retired",
    why="The budget builds it whatever it earns, because nothing may run without it; retired, it protects nobody.",
    fix="Take it out of the budget's `must`, or take `retired` away; a successor is named in its place.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that the budget names under `must` and that are retired."""
    for ref, budget in draft.of(Budget):
        for index, slug in enumerate(budget.must):
            capability = draft.get(Capability, slug)
            if capability is not None and capability.retired is not None:
                message = f"{ref} must build capability/{slug}, which is retired from {capability.retired.on} on"
                yield RULE.at(draft.span(ref, "must", index), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes="kind: Budget\nid: money\nowner: finance\nmust: mail\n",
    fails="kind: Budget\nid: money\nowner: finance\nmust: mail\n---\n"
    + example.mail(retired="{on: 2027-06-01, because: nobody reads it}"),
    run=check,
)
