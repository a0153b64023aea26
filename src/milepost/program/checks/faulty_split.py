"""The shares of a split do not fit."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP314",
    title="The shares of a split do not fit the arms",
    why="The sizes of the arms are tested against these shares; wrong ones condemn a sound test or pass a broken one.",
    fix="Give every arm its share, control and treatment among them, above 0 and summing to 1.",
)
# 1/3 as a decimal is not a third.
_ROUNDING = Decimal("1e-9")


def check(draft: Draft) -> Iterator[Finding]:
    """Find splits that do not sum to 1, or that give control or treatment no share."""
    for ref, experiment in draft.of(Experiment):
        split = experiment.split
        if not split:
            continue
        for name, arm in zip(("control", "treatment"), experiment.compared, strict=True):
            if not split.get(arm):
                known = hint(arm, set(split) - {arm}, "arm") if arm not in split else RULE.fix
                yield RULE.at(draft.span(ref, "split"), f"{ref}: the {name} {arm!r} has no share of the split", known)
        total = sum(split.values(), Decimal(0))
        if abs(total - 1) > _ROUNDING:
            message = f"{ref}: the shares sum to {total:.6g}, not to 1"
            yield RULE.at(draft.span(ref, "split"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {{column: segment, control: None, treatment: Mail}}
split: {{None: 1/2, Mail: {share}}}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {{stated_by: analyst, document: assignment.md}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(share="50%"), fails=_FORM.format(share="40%"), run=check)
