"""A test's size as JSON values. Effects are numbers in the metric's unit, money is decimal text."""

from milepost.experiments.sizing.size import Price, Sizing, WeekLine
from milepost.presentation.design_view import sentence_of
from milepost.record.canonical import Json, to_json


def design_data(of: Sizing) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.design/1`; `weeks` is null where no number of weeks allowed answers."""
    asked, history, line = of.asked, of.history, of.planned
    return {
        "sentence": sentence_of(of),
        "answers": of.weeks is not None,
        "weeks": of.weeks,
        "metric": asked.metrics[0].name,
        "mde": asked.effect.value,
        "mde_is_relative": asked.effect.is_relative,
        "power": asked.power,
        "alpha": asked.alpha,
        "split": {arm: f"{share:f}" for arm, share in asked.split.items()},
        "planned": _line(line),
        "by_weeks": [_line(each) for each in of.lines],
        "metrics": to_json(of.metrics),
        "guardrails": to_json(of.guardrails),
        "cost": _price(of.price) if of.price else None,
        "sequential": to_json(of.sequential),
        "ways_out": to_json(of.ways_out),
        "history": {
            "first": history.first.isoformat(),
            "last": history.last.isoformat(),
            "weeks": history.weeks,
            "rows": history.rows,
            "weekly_cycle": list(history.cycle),
            "autocorrelation": {"day": history.daily[0], "week": history.daily[1], "unit_week_to_week": of.repeats},
        },
        "covariate": asked.covariate,
        "gain": line.gain if asked.covariate else None,
        "gain_offered": of.offered,
    }


def _line(of: WeekLine) -> Json:
    return to_json(of)


def _price(of: Price) -> Json:
    return {
        "currency": of.currency,
        "treated": of.treated,
        "untreated": of.untreated,
        "treatment": f"{of.treatment:f}",
        "untreated_forgoes": f"{of.forgone:f}",
        "untreated_forgoes_per_week": f"{of.forgone_per_week:f}",
        "holdout_forgoes": f"{of.held_out:f}",
        "value_per_unit": of.value_per_unit,
    }
