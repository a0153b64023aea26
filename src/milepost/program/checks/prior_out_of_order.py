"""A prior's numbers make no range."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.operating import OperatingModel, Prior, Priors, Unit
from milepost.program.draft import Draft

RULE = Rule(
    code="MP765",
    title="A prior's numbers make no range",
    why="p10 is the low end, p90 the high one; nothing is below zero or beyond a million, and a share is at most 1.",
    fix="Order the values so that 0 <= p10 <= p50 <= p90; write a share of 20% as 0.2.",
)
MOST = 1_000_000
"""More than any plan bears: beyond it a number is a slip of the pen."""


def check(draft: Draft) -> Iterator[Finding]:
    """Find p10 above p50 or p50 above p90, numbers below zero, and shares above one, the first of each prior."""
    for ref, model in draft.of(OperatingModel):
        for name in Priors.model_fields:
            prior = getattr(model.priors, name)
            if prior is not None:
                yield from _of(draft, ref, name, prior)


def _of(draft: Draft, ref: Ref, name: str, prior: Prior) -> Iterator[Finding]:
    faults = [("p10", "p50", prior.p10 > prior.p50), ("p50", "p90", prior.p50 > prior.p90)]
    wrong = next((each for each in faults if each[2]), None)
    if wrong is not None:
        low, high, _ = wrong
        shown = f"{low} {getattr(prior, low)} is above {high} {getattr(prior, high)}"
        yield RULE.at(draft.span(ref, "priors", name, low), f"{ref}: {shown} in `{name}`", RULE.fix)
    elif prior.p10 < 0:
        yield RULE.at(draft.span(ref, "priors", name, "p10"), f"{ref}: `{name}` is below zero", RULE.fix)
    elif prior.p90 > MOST:
        yield RULE.at(draft.span(ref, "priors", name, "p90"), f"{ref}: `{name}` is beyond {MOST:,}", RULE.fix)
    elif prior.unit is Unit.SHARE and prior.p90 > 1:
        message = f"{ref}: a share of {prior.p90} in `{name}` is more than all"
        yield RULE.at(draft.span(ref, "priors", name, "p90"), message, RULE.fix)


_FORM = """\
kind: OperatingModel
id: hybrid
priors:
  rework: {{p10: {p10}, p50: 0.2, p90: 0.4, unit: share, source: the pilots of last year}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(p10="0.1"), fails=_FORM.format(p10="0.3"), run=check)
