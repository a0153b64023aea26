"""Benefits add up to far more than the goal asks for."""

from collections.abc import Iterator
from decimal import Decimal

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.program.check import Check
from milepost.program.checks import example
from milepost.program.documents.outline import Goal, Kpi
from milepost.program.draft import Draft
from milepost.program.outlook import live

RULE = Rule(
    code="MP391",
    title="Benefits add up to far more than the goal asks for",
    why="Capabilities of one KPI reach the same customers; what adds up to more than three times the way to "
    "the target counts the same gain more than once.",
    fix="Lower `moves` or `reach` to what each adds on top of the others, or raise the target.",
    severity=Severity.WARNING,
)
_MOST = 3
_MOVES = {"moves": example.MOVES.replace(", reach: 9000", "")}


def check(draft: Draft) -> Iterator[Finding]:
    """Find goals whose KPI is moved, by the medians together, more than three times the way from baseline to target."""
    moved: dict[str, list[Decimal]] = {}
    for capability in draft.once(live).values():
        moves = capability.moves
        kpi = draft.get(Kpi, moves.kpi) if moves is not None else None
        if moves is not None and kpi is not None:
            share = min(Decimal(1), Decimal(moves.reach) / kpi.population) if moves.reach and kpi.population else 1
            moved.setdefault(kpi.id, []).append(moves.p50.value * share)
    for ref, goal in draft.of(Goal):
        kpi = draft.get(Kpi, goal.kpi)
        if kpi is None or kpi.baseline is None or len(moved.get(kpi.id, ())) < 2:
            continue
        way, total = goal.target.value.value - kpi.baseline.value.value, sum(moved[kpi.id], Decimal(0))
        if abs(total) > _MOST * abs(way) and total * way > 0:
            message = f"{ref} asks for {way:+,} of kpi/{kpi.id}; {len(moved[kpi.id]):,} capabilities promise {total:+,}"
            yield RULE.at(draft.span(ref, "target", "value"), message, RULE.fix)


CHECK = Check(
    rule=RULE,
    passes=example.several([_MOVES]),
    fails=example.several([_MOVES, _MOVES]),
    run=check,
)
