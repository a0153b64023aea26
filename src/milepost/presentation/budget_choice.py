"""What a budget's view is made of, and the words for what is left out."""

from dataclasses import dataclass

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.choice import Choice
from milepost.plan.budget.outlook import Outlook
from milepost.plan.budget.why import WAIT, Reason, Why
from milepost.plan.budget.worlds import Stability
from milepost.plan.model import NOTHING as NO_MONEY
from milepost.plan.model import PlanModel
from milepost.roadmap.money import bare_foretold


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChoice:
    """What is shown: the choice, why not the rest, and three plans looked at whole."""

    model: PlanModel
    asked: Asked
    choice: Choice
    why: Why
    stability: Stability
    outlook: Outlook
    of_rule: Outlook | None
    declared: Outlook
    seed: int


def cause_of(of: BudgetChoice, each: Reason) -> str:
    """Say why a capability is not built, in a sentence without its name."""
    if each.never is not None:
        return each.never
    if each.alone <= 0 and (kpi := _without_money(of, each.slug)):
        return f"it moves {kpi}, which is no money: build it by `must`, or not at all"
    if each.alone <= 0:
        return "in the mean future it loses money, whenever it begins"
    if each.binds is None:
        return "others earn more"
    return f"of {each.binds}" if each.binds.startswith(WAIT) else f"no room is left in {each.binds}"


def _without_money(of: BudgetChoice, slug: str) -> str | None:
    """Return the KPI of a capability that moves one and earns no money by it, or None."""
    each = next(each for each in of.model.capabilities if each.slug == slug)
    return each.kpi if each.money == NO_MONEY else None


def worst_said(of: BudgetChoice) -> str:
    """Say which part of the futures is the worst: `5%`."""
    return f"{of.asked.tail * 100:.3g}%"


def rate_said(rate: float) -> str:
    """Say the rate that amounts are discounted at, with a comma before it; nothing where they are not."""
    return f", discounted at {rate * 100:.3g}% a year" if rate else ""


def because_of(of: BudgetChoice, each: Reason) -> str:
    """Say why a capability is not built, short enough for a cell."""
    if each.never is None and each.alone <= 0 and (kpi := _without_money(of, each.slug)):
        return f"moves {kpi}, which is no money"
    if each.never is None and each.alone <= 0:
        return f"loses {bare_foretold(-each.alone)} in the mean future"
    return cause_of(of, each)
