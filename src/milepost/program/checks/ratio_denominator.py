"""A denominator does not fit the aggregate."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.outline import Aggregate, Metric
from milepost.program.draft import Draft

RULE = Rule(
    code="MP325",
    title="A denominator does not fit the aggregate",
    why="A ratio needs what it is divided by; anywhere else a denominator would be ignored in silence.",
    fix="Give `denominator:` to `aggregate: ratio`, and to no other.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find ratios without a denominator, and denominators without a ratio."""
    for ref, metric in draft.of(Metric):
        if metric.aggregate is Aggregate.RATIO and metric.denominator is None:
            yield RULE.at(draft.span(ref), f"{ref} is a ratio without `denominator`", RULE.fix)
        if metric.aggregate is not Aggregate.RATIO and metric.denominator is not None:
            message = f"{ref} is a {metric.aggregate}; it has no use for the denominator {metric.denominator}"
            yield RULE.at(draft.span(ref, "denominator"), message, RULE.fix)


_FORM = """\
kind: Metric
id: spend-per-spender
source: crm
per: customer
column: spend
aggregate: ratio
"""
CHECK = Check(rule=RULE, passes=_FORM + "denominator: spend\n", fails=_FORM, run=check)
