"""A series is charged by contact, and nobody was counted."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.capability import Capability, Per
from milepost.program.documents.experiment import Experiment
from milepost.program.draft import Draft

RULE = Rule(
    code="MP338",
    title="A series is charged by contact",
    why="Its rows are periods; how many contacts they held is not in them, so the cost would be left out of the value.",
    fix="Give the experiment its own `costs:`, with what the change cost in all, `per: once`.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find series whose costs, or else their capability's, are by contact."""
    for ref, experiment in draft.of(Experiment):
        if experiment.series is None:
            continue
        capability = draft.get(Capability, experiment.of)
        costs = experiment.costs or (capability.costs if capability else ())
        if any(each.per is Per.CONTACT for each in costs):
            whose = "its own costs" if experiment.costs else f"the costs of capability/{experiment.of}"
            message = f"{ref} is a series, and {whose} are by contact"
            yield RULE.at(draft.span(ref, "costs" if experiment.costs else "series"), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
series: {{time: segment, starts: 2026-10-12}}
primary: contribution
costs: [{{kind: compute, amount: {cost}}}]
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(cost="900 USD, per: once"),
    fails=_FORM.format(cost="0.05 USD, per: contact"),
    run=check,
)
