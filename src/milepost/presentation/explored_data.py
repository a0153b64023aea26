"""Segments and weeks of exposure as JSON values. None of them has a phase: they explore."""

from milepost.experiments.explored import Novelty, Segments
from milepost.record.canonical import Json
from milepost.statistics.estimate import Estimate


def segments_data(of: Segments) -> dict[str, Json]:
    """Give effects by segment and the tests of interaction; an effect that can't be read is null."""
    return {
        "exploratory": True,
        "effects": [
            {
                "column": each.column,
                "segment": each.segment,
                "arm": each.arm,
                "metric": each.metric,
                "units": each.units,
                **_effect(each.estimate),
                "p_adjusted": each.p_adjusted,
            }
            for each in of.readings
        ],
        "interactions": [
            {
                "column": each.column,
                "arm": each.arm,
                "metric": each.metric,
                "q": each.test.q,
                "degrees_of_freedom": each.test.degrees_of_freedom,
                "p_value": each.test.p_value,
                "p_adjusted": each.p_adjusted,
            }
            for each in of.interactions
        ],
        "folded": {column: list(names) for column, names in of.folded},
        "units_left_out": dict(of.left_out),
    }


def novelty_data(of: Novelty) -> dict[str, Json]:
    """Give exposure by arm, effects by week of first exposure, and their trend."""
    return {
        "exploratory": True,
        "metric": of.metric,
        "first": of.first.isoformat(),
        "last": of.last.isoformat(),
        "exposed": [{"arm": each.arm, "n": each.n, "exposed": each.exposed} for each in of.exposed],
        "even": {"p_value": of.even_p, "ok": of.is_even},
        "cohorts": [
            {"arm": each.arm, "week": each.week, "units": each.units, **_effect(each.estimate)} for each in of.cohorts
        ],
        "trends": [{"arm": each.arm, **_effect(each.slope)} for each in of.trends],
        "sentence": of.sentence,
    }


def _effect(of: Estimate | None) -> dict[str, Json]:
    return {
        "effect": of.effect if of else None,
        "ci95": [of.low, of.high] if of else None,
        "p_value": of.p_value if of else None,
    }
