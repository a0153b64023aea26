"""A range says nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import ranges

RULE = Rule(
    code="MP384",
    title="A range says nothing",
    why="Where p90 is more than twenty times p10, every plan and every result lies inside: it can't be wrong, "
    "so it can't be learned from.",
    fix="Ask what would make it small and what would make it large, and split the capability or measure a part of it.",
    severity=Severity.WARNING,
)
_MOST = 20


def check(draft: Draft) -> Iterator[Finding]:
    """Find ranges of value or effort with one end over twenty times the other; one through zero has no such ratio."""
    for ref, path, ends in draft.once(ranges):
        near, far = sorted((abs(ends.p10), abs(ends.p90)))
        if ends.p10 * ends.p90 > 0 and far > _MOST * near:
            message = f"{ref}: the ends of {'.'.join(path)} are {far / near:,.0f} times apart"
            yield RULE.at(draft.span(ref, *path), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(effort="{team: crm, p10: 1 week, p50: 3 weeks, p90: 20 weeks}"),
    fails=example.mail(effort="{team: crm, p10: 1 week, p50: 3 weeks, p90: 21 weeks}"),
    run=check,
)
