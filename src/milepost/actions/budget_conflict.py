"""A conflict as findings: each part where it stands, and what a change of it alone would have to be."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from milepost.kernel.finding import Finding
from milepost.kernel.ids import Ref
from milepost.plan.budget.asked import KINDS, Asked
from milepost.plan.budget.conflict import Conflict, Repair
from milepost.plan.budget.limits import Sort
from milepost.plan.budget.options import options_of
from milepost.plan.budget.rules import CONFLICT, NO_TIME
from milepost.plan.budget.why import never
from milepost.plan.model import PlanModel
from milepost.program.draft import Draft
from milepost.roadmap.money import foretold


def conflict_findings(draft: Draft, asked: Asked, model: PlanModel, conflict: Conflict | None) -> Iterator[Finding]:
    """Give MP757 for each part of a conflict, where it stands and with what it alone would have to be.

    MP758 where there is no conflict that anybody found: time ran out.
    """
    if conflict is None:
        yield NO_TIME.at(None, "time ran out before a plan was found that keeps all limits", NO_TIME.fix)
        return
    several = len(conflict.repairs) > 1
    least = "" if conflict.is_least else " (time ran out: fewer may do)"
    for repair in conflict.repairs:
        ref, path = _place(asked, model, repair)
        origin = draft.origins.get(ref)
        said = _part(asked, model, repair)
        lead = f"one of {len(conflict.repairs)} that cannot all hold{least}" if several else "this cannot hold"
        yield replace(
            CONFLICT.at(origin.span(*path) if origin else None, f"{lead}: {said}"),
            hint=_change(asked, model, repair, conflict),
        )


def _place(asked: Asked, model: PlanModel, of: Repair) -> tuple[Ref, tuple[str | int, ...]]:
    limit, budget = of.limit, Ref("budget", asked.budget)
    match limit.sort:
        case Sort.LINE:
            index = asked.lines[limit.place].index
            return budget, ("lines",) if index is None else ("lines", index, "amount")
        case Sort.MUST:
            return budget, ("must",)
        case Sort.DATE:
            return Ref("milestone", asked.due[limit.place].milestone), ("quarter",)
        case Sort.TEAM:
            return Ref("team", limit.name), ("parallel",)
        case Sort.AFTER:
            return Ref("capability", model.capabilities[limit.place].slug), ("needs", "after")
        case Sort.FLOOR:
            return budget, ("floors",)
        case Sort.APPETITE:
            return budget, ("appetite", "floor")


def _part(asked: Asked, model: PlanModel, of: Repair) -> str:
    limit, currency = of.limit, model.currency
    match limit.sort:
        case Sort.LINE:
            line = asked.lines[limit.place]
            if line.index is None:
                return f"no line gives {limit.name} any money"
            return f"{foretold(line.amount, currency)} for {limit.name}"
        case Sort.MUST:
            options = options_of(model, asked.quarters)
            reason = "" if len(options.of(limit.place)) else f", and {never(options, limit.place)}"
            return f"capability/{limit.name} must be built{reason}"
        case Sort.DATE:
            due = model.day(asked.due[limit.place].day)
            return f"capability/{model.capabilities[limit.place].slug} is live by {due}"
        case Sort.TEAM:
            return f"team/{limit.name} works on {limit.upper[0]:.0f} at once"
        case Sort.AFTER:
            after = [model.capabilities[each].slug for each in model.capabilities[limit.place].after]
            return f"capability/{limit.name} comes after {', '.join(after)}"
        case Sort.FLOOR:
            kind = KINDS[limit.place]
            return f"{kind} takes {asked.floors[kind]:.0%} of all costs or more"
        case Sort.APPETITE:
            floor = foretold(asked.floor or 0.0, currency)
            return f"the worst {asked.tail * 100:.3g}% of futures net {floor} or more in the mean"


def _change(asked: Asked, model: PlanModel, of: Repair, conflict: Conflict) -> str:
    limit, currency = of.limit, model.currency
    if of.to is None:
        alone = "nothing that this alone could be makes room"
        return f"{alone}; {_together(conflict, currency)}" if limit.sort is Sort.LINE and conflict.added else alone
    match limit.sort:
        case Sort.LINE:
            more = of.to - float(limit.upper[0])
            whole = foretold(of.to, currency)
            return f"{foretold(more, currency)} more in {limit.name} makes it possible ({whole} in all)"
        case Sort.MUST:
            return "taken out of `must`, the rest is possible"
        case Sort.DATE:
            late = of.to - asked.due[limit.place].day
            return f"{model.start + timedelta(days=math.ceil(of.to))} makes it possible, {late / 7:.0f} weeks later"
        case Sort.TEAM:
            return f"`parallel: {of.to:.0f}` makes it possible"
        case Sort.AFTER:
            return "without that order, the rest is possible"
        case Sort.FLOOR:
            return f"a floor of {of.to:.1%} makes it possible"
        case Sort.APPETITE:
            return f"a floor of {foretold(math.floor(of.to), currency)} makes it possible"


def _together(conflict: Conflict, currency: str) -> str:
    """Say what money over all lines makes a plan possible. A kind's line is part of its quarter's ceiling."""
    ceilings = {limit.name for limit, _ in conflict.added if " " not in limit.name}
    whole = sum(more for limit, more in conflict.added if limit.name in ceilings or limit.name[:6] not in ceilings)
    told = ", ".join(f"{limit.name} {more:,.0f}" for limit, more in conflict.added)
    return f"with other lines it does, {foretold(whole, currency)} more in all: {told}"
