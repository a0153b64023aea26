"""A budget's choice as JSON: money as text with two decimals, shares and chances as text."""

import math
from collections.abc import Mapping

import numpy as np

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.outlook import Outlook
from milepost.plan.budget.why import Price, Reason
from milepost.presentation.budget_choice import BudgetChoice
from milepost.presentation.budget_quarters import quarter_lines
from milepost.record.canonical import Json


def budget_data(of: BudgetChoice) -> dict[str, Json]:
    """Give all that the story tells, and what it leaves out for want of room."""
    choice = of.choice
    paper = choice.problem.options.paper[list(choice.chosen.values())].sum(axis=0)
    return {
        "currency": of.model.currency,
        "discount": _share(of.model.discount),
        "seed": of.seed,
        "as_of": None if (day := of.model.day(of.model.as_of)) is None else day.isoformat(),
        "live": [each.slug for each in of.model.capabilities if each.done is not None],
        "grade": "D",
        "built": [_built(of, place, option) for place, option in sorted(choice.chosen.items())],
        "left_out": [_reason(of, each) for each in of.why.reasons if each.month is None],
        "delayed": [_reason(of, each) for each in of.why.reasons if each.month is not None],
        "lines": lines_data(of.asked, paper),
        "prices": [_price(each) for each in of.why.prices],
        "plans": {
            "chosen": _outlook(of.outlook, of.asked),
            "rule_of_thumb": _outlook(of.of_rule, of.asked) if of.of_rule else None,
            "declared": _outlook(of.declared, of.asked),
        },
        "search": {
            "net": _money(choice.net),
            "tail_net": _money(choice.tail),
            "bound": _money(choice.bound) if math.isfinite(choice.bound) else None,
            "gap": _share(choice.gap) if math.isfinite(choice.gap) else None,
            "rule_of_thumb_net": None if choice.rule_net is None else _money(choice.rule_net),
            "finished": choice.is_whole,
            "futures": len(choice.problem.net),
        },
        "beliefs": [
            {
                "name": each.name,
                "built": None if each.built is None else [of.model.capabilities[p].slug for p in sorted(each.built)],
            }
            for each in of.stability.worlds
        ],
    }


def lines_data(asked: Asked, paper: np.ndarray) -> list[Json]:
    """Give lines against costs on paper, by quarter and kind; `kind` null is the ceiling."""
    return [
        {
            "quarter": each.quarter,
            "kind": each.kind.value if each.kind else None,
            "line": None if each.amount is None else _money(each.amount),
            "planned": _money(each.planned),
            "left": None if each.left is None else _money(each.left),
        }
        for each in quarter_lines(asked, paper)
    ]


def _built(of: BudgetChoice, place: int, option: int) -> Json:
    problem = of.choice.problem
    options = problem.options
    return {
        "capability": of.model.capabilities[place].slug,
        "must": place in of.asked.must,
        "starts": str(of.model.day(float(options.day[option]))),
        "live_on_paper": str(of.model.day(float(options.live[option]))),
        "cost_on_paper": _money(float(options.paper[option].sum())),
        "expected_net": _money(float(problem.mean[option])),
        "chance": _share(float(problem.worth.chance[option])),
        "built_under_other_beliefs": _share(of.stability.share(place)) if of.stability.worlds else None,
    }


def _reason(of: BudgetChoice, each: Reason) -> Json:
    impossible = each.cost is not None and math.isinf(each.cost)
    return {
        "capability": each.slug,
        "alone": _money(each.alone),
        "binds": each.binds,
        "charge": _money(each.charge),
        "never": each.never,
        "to_insist_costs": None if each.cost is None or impossible else _money(each.cost),
        "to_insist_is_impossible": impossible,
        "built_under_other_beliefs": _share(of.stability.share(each.place)) if of.stability.worlds else None,
    }


def _price(each: Price) -> Json:
    return {
        "limits": [f"{limit.sort}/{limit.name}" for limit in each.limits],
        "step": _money(each.step),
        "gain": _money(each.gain),
        "exact": each.is_exact,
    }


def _outlook(of: Outlook, asked: Asked) -> Json:
    within: Mapping[str, Json] = {
        str(quarter.quarter): None if chance is None else _share(chance)
        for quarter, chance in zip(asked.quarters, of.within, strict=True)
    }
    return {
        "expected_net": _money(of.net),
        "standard_error": _money(of.error),
        "worst_tail_net": _money(of.tail),
        "worst_tail_standard_error": _money(of.tail_error),
        "p10": _money(of.p10),
        "p90": _money(of.p90),
        "on_paper": _money(of.paper),
        "chance_of_loss": _share(of.loses),
        "chance_within_ceiling": dict(within),
        "futures": of.scenarios,
        "seed": of.seed,
    }


def _money(value: float) -> str:
    return f"{value:.2f}"


def _share(value: float) -> str:
    return f"{value:.4f}"
