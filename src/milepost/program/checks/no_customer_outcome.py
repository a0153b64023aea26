"""Money is promised, and nothing changes for a customer."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import live, promising

RULE = Rule(
    code="MP395",
    title="Money is promised, and nothing changes for a customer",
    why="Money comes from customers for whom something is different; what that is can be asked of them.",
    fix="Write under `customer_outcome` what is then different for a customer.",
    severity=Severity.WARNING,
)
_OTHER = example.several([{"customer_outcome": "something else"}])
_FORM = _OTHER + "---\n" + example.mail(moves=example.MOVES, effort=example.EFFORT, adopted_by="the mail team")


def check(draft: Draft) -> Iterator[Finding]:
    """Find capabilities that promise money and say no customer_outcome, once another capability says its own."""
    if not any(each.customer_outcome for each in draft.once(live).values()):
        return
    for slug, capability in draft.once(promising).items():
        if not capability.customer_outcome:
            message = f"capability/{slug} promises money, and does not say what is different for a customer"
            yield RULE.at(draft.span(Ref("capability", slug), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_FORM + "customer_outcome: this and that\n",
    fails=_FORM,
    run=check,
)
