"""Money is promised without work."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import promising

RULE = Rule(
    code="MP382",
    title="Money is promised without work",
    why="Without `effort` the plan takes it to be done on the day it is approved, so its value begins too "
    "early and no team is busy.",
    fix="Write under `effort` the team and how long it works, as p10, p50 and p90.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that promise money and say no effort."""
    for slug, capability in draft.once(promising).items():
        if capability.effort is None:
            message = f"capability/{slug} promises money, and nobody works on it"
            yield RULE.at(draft.span(Ref("capability", slug), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(moves=example.MOVES, adopted_by="the mail team", effort=example.EFFORT),
    fails=example.mail(moves=example.MOVES, adopted_by="the mail team"),
    run=check,
)
