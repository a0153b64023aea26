"""One role owns most of the roadmap."""

from collections import Counter
from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Role
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP362",
    title="One role owns most of the roadmap",
    why="Whoever answers for everything is the queue that everything stands in, and the one absence that stops it all.",
    fix="Give some of the capabilities to other owners.",
    severity=Severity.WARNING,
)
_A_ROADMAP = 6


def check(draft: Draft) -> Iterator[Finding]:
    """Find roles that own two thirds or more of six capabilities or more."""
    program, found = draft.program, draft.once(live)
    if program is None or len(found) < _A_ROADMAP:
        return
    counts = Counter(each.owner for each in found.values())
    for owner, count in sorted(counts.items()):
        if 3 * count >= 2 * len(found):
            at = Ref("role", owner) if draft.get(Role, owner) else Ref("program", program.id)
            yield RULE.at(draft.span(at, "id"), f"role/{owner} owns {count:,} of {len(found):,} capabilities", RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.several([{}, {"block": "data"}, *[{"owner": "analyst"}] * 3]),
    fails=example.several([{}, {}, {"block": "data"}, *[{"owner": "analyst"}] * 2]),
    run=check,
)
