"""Money is promised, and no decision is named."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live, promising

RULE = Rule(
    code="MP394",
    title="Money is promised, and no decision is named",
    why="Data earns nothing until somebody decides otherwise because of it; without the decision the line "
    "from data to money has a hole.",
    fix="Write under `decision` what is decided with it.",
    severity=Severity.WARNING,
)
_OTHER = example.several([{"decision": "something else"}])
_FORM = _OTHER + "---\n" + example.mail(moves=example.MOVES, effort=example.EFFORT, adopted_by="the mail team")


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that promise money and say no decision, once another capability says its own."""
    if not any(each.decision for each in draft.once(live).values()):
        return
    for slug, capability in draft.once(promising).items():
        if not capability.decision:
            message = f"capability/{slug} promises money, and does not say what is decided with it"
            yield RULE.at(draft.span(Ref("capability", slug), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM + "decision: this and that\n",
    fails=_FORM,
    run=check,
)
