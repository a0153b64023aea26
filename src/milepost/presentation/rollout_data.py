"""A roll-out's reading as JSON, under the keys of `experiment read`: `money` is cash, `capacity` stands apart."""

from milepost.experiments.rollout import Capacity, CashSaved, Effort, RolloutReading
from milepost.kernel.money import posted
from milepost.presentation.readout_data import strength_data
from milepost.record.canonical import Json

CONTROL, TREATMENT = "not started", "started"


def rollout_data(of: RolloutReading) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1`. There is no split to check: `srm` tells the groups and starts."""
    return {
        "srm": {
            "p_value": None,
            "ok": True,
            "groups": [
                {"group": each.group, "starts": each.starts.isoformat() if each.starts else None, "n": each.rows}
                for each in of.groups
            ],
        },
        "arms": [{"arm": CONTROL, "n": of.waiting}, {"arm": TREATMENT, "n": of.capacity.rows}],
        "metrics": [_metric(each, of) for each in of.efforts],
        "money": [_cash(of.cash)] if of.cash else [],
        "capacity": [_capacity(of.capacity)],
        "grade": of.grade.value,
        "sentence": of.sentence,
        "interval": "fixed",
        "until": of.until.isoformat(),
        "hidden_cause": strength_data(of.strength),
        "orders": of.primary.found.orders,
    }


def _metric(of: Effort, reading: RolloutReading) -> Json:
    found = of.effect
    return {
        "metric": of.metric.name,
        "arm": TREATMENT,
        "control_mean": of.before,
        "arm_mean": of.after,
        "effect": found.effect,
        "ci95": [found.low, found.high],
        "lower95": found.lower95,
        "upper95": found.upper95,
        "relative": None,
        "relative_ci95": None,
        "p_value": found.p_value,
        "p_adjusted": of.p_adjusted,
        "phase": reading.phase_of(of).value,
    }


def _capacity(of: Capacity) -> Json:
    return {
        "metric": of.metric,
        "unit": of.unit,
        "rows": of.rows,
        "saved": of.saved.effect,
        "ci95": [of.saved.low, of.saved.high],
        "lower95": of.saved.lower95,
        "upper95": of.saved.upper95,
    }


def _cash(of: CashSaved) -> Json:
    return {
        "arm": TREATMENT,
        "currency": of.currency,
        "net": _cents(of.saved.effect),
        "net_ci95": [_cents(of.saved.low), _cents(of.saved.high)],
        "net_lower95": _cents(of.saved.lower95),
        "net_upper95": _cents(of.saved.upper95),
        "roi": None,
        "roi_ci95": None,
        "probability_positive": of.probability_positive,
        "cost": "0.00",
        "contacted": of.rows,
    }


def _cents(value: float) -> str:
    return f"{posted(value):f}"
