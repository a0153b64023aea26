"""A read-out as JSON values, in the form that INTERFACES.md fixes. Effects are numbers, money is decimal text."""

from milepost.experiments.readout import GuardedReading, MetricReading, MoneyReading, ReadOut
from milepost.experiments.waiting import Waiting
from milepost.kernel.money import posted
from milepost.presentation.explored_data import novelty_data, segments_data
from milepost.presentation.readout_depth import depth_data, resampling_data
from milepost.presentation.readout_trust import NOTHING_KNOWN, Known
from milepost.presentation.waiting_view import waiting_data
from milepost.record.canonical import Json
from milepost.statistics.sensitivity import Sensitivity


def readout_data(of: ReadOut, known: Known = NOTHING_KNOWN) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1`; what may not be shown, or was not asked for, is null.

    What waiting is worth stands with an arm's money; null where nobody said whom the decision is about.
    """
    priced = {each.arm: each for each in known.waits}
    return {
        "srm": {"p_value": of.srm.p_value, "ok": of.srm.ok},
        "arms": [{"arm": each.arm, "n": each.n} for each in of.arms],
        "metrics": [_metric(each) for each in of.metrics],
        "money": [_money(each, priced.get(each.arm)) for each in of.money],
        "grade": of.grade.value,
        "sentence": of.sentence,
        "interval": of.interval,
        "covariates": list(of.covariates),
        "guardrails": [_guarded(each) for each in of.guardrails],
        "segments": segments_data(of.segments) if of.segments else None,
        "novelty": novelty_data(of.novelty) if of.novelty else None,
        "method": list(known.method),
        "query": list(known.query),
        "snapshot": known.snapshot or None,
    }


def _guarded(of: GuardedReading) -> Json:
    return {
        "metric": of.metric,
        "arm": of.arm,
        "margin": f"{of.margin:f}",
        "better": "up" if of.is_up else "down",
        "phase": of.phase.value,
        "because": of.because,
        "units_times": of.times,
    }


def _metric(of: MetricReading) -> Json:
    found, lift = of.estimate, of.lift
    return {
        "metric": of.metric,
        "arm": of.arm,
        "control_mean": of.control_level,
        "arm_mean": of.arm_level,
        "effect": found.effect if found else None,
        "ci95": [found.low, found.high] if found else None,
        "lower95": found.lower95 if found else None,
        "upper95": found.upper95 if found else None,
        "relative": lift.lift if lift else None,
        "relative_ci95": list(lift.interval) if lift and lift.interval else None,
        "p_value": found.p_value if found else None,
        "p_adjusted": of.p_adjusted,
        "phase": of.phase.value,
        "hidden_cause": strength_data(of.strength),
        **depth_data(of),
    }


def strength_data(of: Sensitivity | None) -> Json:
    """Give a hidden cause's strength; null where chance made the arms, or nothing was measured."""
    if of is None:
        return None
    return {
        "robustness_value": of.estimate,
        "robustness_value_ci95": of.interval,
        "e_value": of.e_value,
        "e_value_ci95": of.e_value_interval,
    }


def _money(of: MoneyReading, waiting: Waiting | None) -> Json:
    return {
        "arm": of.arm,
        "currency": of.currency,
        "net": cents(of.net),
        "net_ci95": [cents(each) for each in of.net_ci95],
        "net_lower95": cents(of.net_lower95),
        "net_upper95": cents(of.net_upper95),
        "roi": of.roi,
        "roi_ci95": list(of.roi_ci95) if of.roi_ci95 else None,
        "probability_positive": of.probability_positive,
        "cost": f"{posted(of.cost):f}",
        "contacted": of.contacted,
        "waiting": waiting_data(waiting) if waiting else None,
        "adjusted": of.is_adjusted,
        "resampling": resampling_data(of.resampling),
    }


def cents(value: float) -> str:
    """Write money as decimal text at the cent."""
    return f"{posted(value):f}"
