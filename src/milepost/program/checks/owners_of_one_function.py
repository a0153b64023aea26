"""All owners sit in one function."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Role
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP361",
    title="All owners sit in one function",
    why="What only marketing owns, data and product deliver when they have time; roadmaps with one function's "
    "names on them stop at the first hand-over.",
    fix="Give capabilities of data, product or operations to owners who can deliver them.",
    severity=Severity.WARNING,
)
_A_ROADMAP = 4


def check(draft: Draft) -> Iterator[Finding]:
    """Find programs of four capabilities or more whose owners all have the same function."""
    program = draft.program
    owners = {each.owner for each in draft.once(live).values()}
    functions = {role.function for slug in owners if (role := draft.get(Role, slug)) is not None}
    if program is None or len(draft.once(live)) < _A_ROADMAP or len(functions) != 1:
        return
    message = f"all {len(draft.once(live)):,} capabilities are owned in {functions.pop().value}"
    yield RULE.at(draft.span(Ref("program", program.id), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.several([{}, {}, {"owner": "analyst"}]),
    fails=example.several([{}, {}, {}]),
    run=check,
)
