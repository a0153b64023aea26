"""Work costs nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live, promising

RULE = Rule(
    code="MP383",
    title="Work costs nothing",
    why="What is built by a team and costs nothing in the plan makes its return look endless and the budget too small.",
    fix="List under `costs` what it takes: data, compute, people, governance.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities with effort or a promise of money, and no cost at all."""
    promises = draft.once(promising)
    for slug, capability in draft.once(live).items():
        if not capability.costs and (capability.effort is not None or slug in promises):
            message = f"capability/{slug} is built and costs nothing"
            yield RULE.at(draft.span(Ref("capability", slug), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(effort=example.EFFORT),
    fails=example.mail(effort=example.EFFORT, costs=None),
    run=check,
)
