"""The longest chain is fragile."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import chains

RULE = Rule(
    code="MP369",
    title="The longest chain is fragile",
    why="Each link adds its own delay, and one that fails stops all behind it; at a chance of nine in ten a "
    "link, thirteen of them hold one time in four.",
    fix="Cut the chain: let the later ones begin with what is there, or take away an `after` that is a preference.",
    severity=Severity.WARNING,
)
_MOST = 12


def check(draft: Draft) -> Iterator[Finding]:
    """Find the deepest capability, where it ends a chain of more than twelve."""
    found = draft.once(chains)
    depth, slug = max(((each.depth, slug) for slug, each in found.items()), default=(0, ""))
    if depth > _MOST:
        message = f"capability/{slug} ends a chain of {depth:,} capabilities that wait for each other"
        yield RULE.at(draft.span(Ref("capability", slug), "needs", "after"), message, RULE.fix)


def _chain(length: int) -> str:
    """Write a chain of capabilities, of two owners and two blocks by turns."""
    turns = [{}, {"owner": "analyst", "block": "data"}]
    links = [{"needs": f"{{data: crm, after: use-{number}}}"} for number in range(1, length)]
    return example.several([{**link, **turns[place % 2]} for place, link in enumerate([{}, *links], 1)])


CHECK = Check(
    rule=RULE,
    passes=_chain(12),
    fails=_chain(13),
    run=check,
)
