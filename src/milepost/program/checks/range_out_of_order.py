"""The ends of a range are out of order."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.capability import Capability, Effort, Moves
from milepost.program.draft import Draft
from milepost.program.fields import Spread

RULE = Rule(
    code="MP307",
    title="A range is out of order",
    why="p10 is the low end and p90 the high one; out of order, any plan made from them is wrong.",
    fix="Order the values so that p10 <= p50 <= p90.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find p10 above p50 and p50 above p90, in value, effort and approval."""
    for ref, path, given in _ranges(draft):
        for low, high in _out_of_order(given):
            shown = f"{low} {getattr(given, low)} is above {high} {getattr(given, high)}"
            yield RULE.at(draft.span(ref, *path, low), f"{ref}: {shown} in `{path[-1]}`", RULE.fix)


def _ranges(draft: Draft) -> Iterator[tuple[Ref, tuple[str, ...], Moves | Effort | Spread | None]]:
    if (program := draft.program) is not None and "approval" in program.planning.model_fields_set:
        yield Ref("program", program.id), ("planning", "approval"), program.planning.approval
    for ref, capability in draft.of(Capability):
        yield ref, ("moves",), capability.moves
        yield ref, ("effort",), capability.effort
        if capability.approval is not None:
            yield ref, ("approval",), capability.approval


def _out_of_order(given: Moves | Effort | Spread | None) -> Iterator[tuple[str, str]]:
    match given:
        case Moves(p10=a, p50=b, p90=c) if a.unit == b.unit == c.unit:
            sizes = [a.value, b.value, c.value]
        case Effort(p10=x, p50=y, p90=z) | Spread(p10=x, p50=y, p90=z):
            sizes = [Decimal(each.days + 30 * each.months) for each in (x, y, z)]
        case _:
            return
    names = ("p10", "p50", "p90")
    for index in (0, 1):
        if sizes[index] > sizes[index + 1]:
            yield names[index], names[index + 1]


_FORM = """\
kind: Capability
id: mail
title: Spring mail
block: experience
serves: grow
owner: crm-lead
approver: cmo
moves: {{kpi: margin, p10: {p10} USD, p50: 0.15 USD, p90: 0.30 USD, because: last year's sends}}
needs: {{data: [crm]}}
costs: [{{kind: compute, amount: 0.05 USD, per: contact}}]
fails_when: unsubscribes double
fallback: last season's newsletter
limits: Two weeks of one spring.
"""
CHECK = Check(rule=RULE, passes=_FORM.format(p10="0.05"), fails=_FORM.format(p10="0.20"), run=check)
