"""Data or governance gets next to nothing."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.budget import Budget, Floors
from milepost.program.documents.capability import CostKind
from milepost.program.draft import Draft
from milepost.program.outlook import costs, live

RULE = Rule(
    code="MP360",
    title="Data or governance gets next to nothing",
    why="Roadmaps fail on data that was not ready and controls that nobody paid for; under a tenth for data "
    "and a twentieth for governance, value comes late or not at all.",
    fix="Cost the work on data and governance; or state what you hold to be enough as `floors` in the Budget.",
    severity=Severity.WARNING,
)
_A_ROADMAP = 3
_COSTS = "[{{kind: data, amount: {data} USD}}, {{kind: people, amount: 500 USD}}, {{kind: governance, amount: 90 USD}}]"


def check(draft: Draft) -> Iterator[Finding]:
    """Find programs of three costed capabilities or more under the default floors; stated ones are another check's."""
    spent = draft.once(costs)
    total, program = sum(spent.values()), draft.program
    stated = any("floors" in each.model_fields_set for _, each in draft.of(Budget))
    costed = sum(bool(each.costs) for each in draft.once(live).values())
    if program is None or stated or not total or costed < _A_ROADMAP:
        return
    for kind, floor in ((CostKind.DATA, Floors().data), (CostKind.GOVERNANCE, Floors().governance)):
        share = spent.get(kind, Decimal(0)) / total
        if share < floor:
            message = f"{kind.value} takes {share:.1%} of all costs; under {floor:.0%} of them is seldom enough"
            yield RULE.at(draft.span(Ref("program", program.id), "id"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.several([{"owner": "analyst", "costs": _COSTS.format(data=200)}] * 3),
    fails=example.several([{"owner": "analyst", "costs": _COSTS.format(data=20)}] * 3),
    run=check,
)
