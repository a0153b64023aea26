"""The price of waiting, in a sentence."""

from collections.abc import Mapping
from math import floor, log10

from milepost.experiments.verdict import Evidence
from milepost.experiments.waiting import HORIZON, Waiting
from milepost.kernel.money import posted
from milepost.record.canonical import Json


def waiting_said(of: Waiting) -> str:
    """Say what waiting costs and removes, and whether it is worth it."""
    return _said(of.weeks, of.costs, of.removes, of.currency, does_act=of.does_act)


def kept_said(stats: Mapping[str, Evidence]) -> str | None:
    """Say it of what a verdict keeps; None where it keeps no price of waiting."""
    net, weeks = stats.get("net_value"), stats.get("waiting_weeks")
    if net is None or weeks is None:
        return None
    costs, removes = stats["waiting_costs"], stats["waiting_removes"]
    return _said(round(weeks.estimate), costs.estimate, removes.estimate, costs.unit, does_act=net.estimate > 0)


def _said(weeks: int, costs: float, removes: float, currency: str, *, does_act: bool) -> str:
    what = f"Waiting {weeks} more week{'' if weeks == 1 else 's'} costs about {_about(costs, currency)}"
    what += f" and removes {_about(removes, currency)} of expected loss"
    if removes > costs:
        return f"{what}: worth it."
    return f"{what}: not worth it; {'act' if does_act else 'leave it'} now."


def waiting_ground(of: Waiting) -> str:
    """Say what the sentence rests on."""
    return (
        f"{of.arm}: deciding now risks {_about(of.expected_loss, of.currency)} over {HORIZON} weeks of "
        f"{of.per_week:,.0f} units each (flat prior); {_reached(of)}."
    )


def _reached(of: Waiting) -> str:
    if of.to_claim == 0:
        return "a gain is shown now"
    if of.to_claim is None:
        when = "within a year" if of.does_act else "ever"
        return f"if the estimate is true, no gain is shown {when}"
    return f"if the estimate is true, a gain is shown in {of.to_claim} more weeks, in 80% of cases"


def waiting_data(of: Waiting) -> dict[str, Json]:
    """Give it as JSON: money as decimal text, weeks as numbers."""
    money = {
        "expected_loss": of.expected_loss,
        "costs": of.costs,
        "removes": of.removes,
        "cost_per_week": of.cost_per_week,
        "treatment_per_week": of.treated_cost,
        "next_look_removes": of.next_look,
    }
    return {
        "sentence": waiting_said(of),
        "currency": of.currency,
        "per_week": of.per_week,
        "horizon_weeks": HORIZON,
        "better_now": "act" if of.does_act else "leave it",
        **{name: f"{posted(value):f}" for name, value in money.items()},
        "weeks": of.weeks,
        "weeks_to_claim": of.to_claim,
        "worth_it": of.is_worth_it,
    }


def _about(value: float, currency: str) -> str:
    """Write an amount in two digits: a sentence that says about."""
    if value < 1:
        return f"less than {currency} 1"
    return f"{currency} {round(value, 1 - floor(log10(value))):,.0f}"
