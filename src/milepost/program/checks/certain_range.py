"""A range is certain."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.draft import Draft
from milepost.program.outlook import ranges

RULE = Rule(
    code="MP385",
    title="A range is certain",
    why="Nobody knows a future effect or effort to the last digit; p10 equal to p90 hides what is not known, "
    "and a plan made of it promises a day it will not keep.",
    fix="Write what it would be one time in ten at the low and at the high end.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ranges of value or effort with p10 equal to p90, but for an effect of nothing."""
    for ref, path, ends in draft.once(ranges):
        if ends.p10 == ends.p90 != 0:
            yield RULE.at(draft.span(ref, *path), f"{ref}: {'.'.join(path)} is given as certain", RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.mail(effort="{team: crm, p10: 2 weeks, p50: 3 weeks, p90: 4 weeks}"),
    fails=example.mail(effort="{team: crm, p10: 3 weeks, p50: 3 weeks, p90: 3 weeks}"),
    run=check,
)
