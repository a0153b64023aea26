"""Two holdouts hold at the same time."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.holdout import Holdout
from milepost.program.draft import Draft

RULE = Rule(
    code="MP348",
    title="Two holdouts hold at the same time",
    why="Whoever is held out by one is treated by the other's program: neither group is then untouched, and two totals "
    "over the same people would be counted twice.",
    fix="Let the second start when the period of the first is over, or keep one of them.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find holdouts of the same units that hold on the same day; without a period one holds for ever."""
    for (one, first), (other, second) in combinations(draft.of(Holdout), 2):
        alike = first.unit == second.unit
        if alike and first.holds(second.starts, _end(second)) and second.holds(first.starts, _end(first)):
            salts = "with the same salt" if first.salt == second.salt else "with different salts"
            message = (
                f"{other} and {one} both hold {first.unit} out from {max(first.starts, second.starts)} on, {salts}"
            )
            yield RULE.at(draft.span(other, "starts"), message, RULE.fix)


def _end(holdout: Holdout) -> date | None:
    return holdout.period.end if holdout.period else None


_FORM = """\
kind: Holdout
id: first-year
source: crm
unit: segment
column: segment
share: "0.05"
salt: autumn
metric: contribution
starts: 2026-10-01
period: 2026-11-01/2027-11-01
randomised: {{stated_by: analyst, document: assignment.md}}
---
kind: Holdout
id: second-year
source: crm
unit: segment
column: segment
share: "0.05"
salt: spring
metric: contribution
starts: {starts}
period: 2027-12-01/2028-03-01
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(starts="2027-11-01"), fails=_FORM.format(starts="2027-10-01"), run=check)
