"""A read-out as JSON values, in the form that INTERFACES.md fixes. Effects are numbers, money is decimal text."""

from milepost.experiments.readout import MetricReading, MoneyReading, ReadOut
from milepost.kernel.money import posted
from milepost.presentation.readout_depth import depth_data, resampling_data
from milepost.record.canonical import Json


def readout_data(of: ReadOut) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1`; what may not be shown is null."""
    return {
        "srm": {"p_value": of.srm.p_value, "ok": of.srm.ok},
        "arms": [{"arm": each.arm, "n": each.n} for each in of.arms],
        "metrics": [_metric(each) for each in of.metrics],
        "money": [_money(each) for each in of.money],
        "grade": of.grade.value,
        "sentence": of.sentence,
        "interval": of.interval,
        "covariates": list(of.covariates),
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
        **depth_data(of),
    }


def _money(of: MoneyReading) -> Json:
    return {
        "arm": of.arm,
        "currency": of.currency,
        "net": _cents(of.net),
        "net_ci95": [_cents(each) for each in of.net_ci95],
        "net_lower95": _cents(of.net_lower95),
        "net_upper95": _cents(of.net_upper95),
        "roi": of.roi,
        "roi_ci95": list(of.roi_ci95) if of.roi_ci95 else None,
        "probability_positive": of.probability_positive,
        "cost": f"{posted(of.cost):f}",
        "contacted": of.contacted,
        "adjusted": of.is_adjusted,
        "resampling": resampling_data(of.resampling),
    }


def _cents(value: float) -> str:
    return f"{posted(value):f}"
