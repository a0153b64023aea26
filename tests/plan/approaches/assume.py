"""Priors for tests: the shipped ones, and made-up ones of which a test knows what must come out."""

from dataclasses import replace
from functools import cache

from milepost.actions.compare_approaches import shipped
from milepost.plan.approaches.priors import Assumptions, Held, assumed
from milepost.program.documents.operating import UNITS, Prior
from milepost.program.documents.outline import Approach
from milepost.wiring.local import shipped_priors

KNOWN = {"time_to_value": 0.0, "pilot": 0.0, "approval": 1.0, "scales": 1.0, "hour": 1.0, "crew": 1.0}


@cache
def ours() -> Assumptions:
    """Give Milepost's own priors."""
    return assumed(shipped(shipped_priors()), {})


def still(**known: float) -> Assumptions:
    """Give three operating models alike that add nothing to a plan; `known` numbers hold for all three."""
    held = [
        Held(approach=approach, name=name, prior=prior(name, (known.get(name, KNOWN.get(name, 0.0)),) * 3))
        for approach in Approach
        for name in UNITS
    ]
    return Assumptions(models=ours().models, held=tuple(held))


def but(assumptions: Assumptions, approach: Approach, **ranges: tuple[float, float, float]) -> Assumptions:
    """Give some of one model's priors other ranges."""
    held = [
        replace(each, prior=prior(each.name, ranges[each.name]))
        if each.approach is approach and each.name in ranges
        else each
        for each in assumptions.held
    ]
    return replace(assumptions, held=tuple(held))


def prior(name: str, quantiles: tuple[float, float, float]) -> Prior:
    """Make a prior of a test."""
    p10, p50, p90 = (str(each) for each in quantiles)
    return Prior.model_validate({"p10": p10, "p50": p50, "p90": p90, "unit": UNITS[name].value, "source": "this test"})
