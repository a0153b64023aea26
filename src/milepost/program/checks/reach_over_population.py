"""A capability reaches more than there are."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Kpi
from milepost.program.draft import Draft
from milepost.program.outlook import promising

RULE = Rule(
    code="MP392",
    title="A capability reaches more than there are",
    why="Each unit of the KPI is there once in a period of its baseline window; reaching more of them "
    "promises money from customers who do not exist.",
    fix="Lower `reach` to units reached over the whole program, or correct the KPI's `population`.",
    severity=Severity.WARNING,
)
_KPI = """\
kind: Kpi
id: margin
benefit: revenue
owner: crm-lead
metric: contribution
baseline: {{window: 2026-07-01/2026-10-01, value: 0.18 USD}}
population: {population}
---
"""
_MAIL = example.mail(moves=example.MOVES, effort=example.EFFORT, adopted_by="the mail team")


def check(draft: Draft) -> Iterator[Finding]:
    """Find reaches above the KPI's population in all periods of its baseline window, begun ones too, in the program."""
    horizon = draft.horizon
    for slug, capability in draft.once(promising).items() if horizon else ():
        kpi = draft.get(Kpi, capability.moves.kpi) if capability.moves else None
        if kpi is None or not kpi.population or kpi.baseline is None or capability.moves is None:
            continue
        assert horizon is not None
        periods = -(-(horizon.end - horizon.start).days // (kpi.baseline.window.end - kpi.baseline.window.start).days)
        if (capability.moves.reach or 0) > kpi.population * periods:
            message = f"capability/{slug} reaches {capability.moves.reach:,}; kpi/{kpi.id} has {kpi.population:,} "
            message += f"in each of {periods:,} periods"
            yield RULE.at(draft.span(Ref("capability", slug), "moves", "reach"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=_KPI.format(population=1500) + _MAIL,
    fails=_KPI.format(population=1499) + _MAIL,
    run=check,
)
