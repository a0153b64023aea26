"""A prior is given in another unit than what it stands for."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.operating import UNITS, OperatingModel, Priors
from milepost.program.draft import Draft

RULE = Rule(
    code="MP766",
    title="A prior is given in another unit",
    why="Six weeks read as six months would decide the comparison; nothing is converted in silence.",
    fix="Give the numbers in the unit that docs/approaches.md names.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find priors whose unit is not theirs."""
    for ref, model in draft.of(OperatingModel):
        for name in Priors.model_fields:
            prior = getattr(model.priors, name)
            if prior is not None and prior.unit is not UNITS[name]:
                span = draft.span(ref, "priors", name, "unit")
                yield RULE.at(span, f"{ref}: `{name}` is in {UNITS[name]}, not in {prior.unit}", RULE.fix)


_FORM = """\
kind: OperatingModel
id: pilot-led
priors:
  time_to_value: {{p10: 2, p50: 3, p90: 4, unit: {unit}, source: the pilots of last year}}
"""
CHECK = Check(rule=RULE, passes=_FORM.format(unit="months"), fails=_FORM.format(unit="days"), run=check)
