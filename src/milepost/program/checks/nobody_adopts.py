"""Money is promised of what nobody uses."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.capability import Capability
from milepost.program.draft import Draft
from milepost.program.outlook import promising

RULE = Rule(
    code="MP370",
    title="Money is promised of what nobody uses",
    why="A capability earns when people work with it; where no team is named that will, the value in the plan "
    "is nobody's.",
    fix="Name the team in `adopted_by`, or under `adoption` with the share of it that is to use the capability.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that promise money and name no team that adopts them."""
    for slug, capability in draft.once(promising).items():
        if not capability.adopted_by and not capability.adoption:
            message = f"capability/{slug} promises money for {_reach(capability)}, and no team adopts it"
            yield RULE.at(draft.span(Ref("capability", slug), "moves", "reach"), message, RULE.fix)


def _reach(capability: Capability) -> str:
    return f"{capability.moves.reach:,} units" if capability.moves and capability.moves.reach else "nobody"


CHECK = Check(
    rule=RULE,
    passes=example.mail(moves=example.MOVES, effort=example.EFFORT, adopted_by="the mail team"),
    fails=example.mail(moves=example.MOVES, effort=example.EFFORT),
    run=check,
)
