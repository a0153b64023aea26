"""Three operating models of a plan of 200 capabilities, with what would flip the choice."""

from collections.abc import Iterator

from bench.lab import Lab, Row, python, seconds

NAME = "approaches_200"
SAYS = "comparing three operating models of 200 capabilities beside one simulation of the plan, 3,000 futures each"
PLAN = """
from dataclasses import replace
from milepost.plan.approaches.reference import reference_model
from milepost.plan.model import PlannedTeam
from milepost.plan.simulate import simulate
base = reference_model()
parts = [
    replace(base.capabilities[0], slug=f"c{n}", team=n % 10, after=(n - 20,) if n >= 20 and n % 3 == 0 else ())
    for n in range(200)
]
plan = replace(base, capabilities=tuple(parts), teams=tuple(PlannedTeam(slug=f"t{n}", parallel=3) for n in range(10)))
"""
SIMULATE = PLAN + "simulate(plan, 1, 3_000)\n"
ASSUME = (
    PLAN
    + """
from milepost.actions.compare_approaches import shipped
from milepost.plan.approaches.compare import SEED, compare, size_for
from milepost.plan.approaches.flips import flips
from milepost.plan.approaches.judged import judge
from milepost.plan.approaches.priors import assumed
from milepost.program.documents.choosing import Choosing, Measure
from milepost.wiring.local import shipped_priors
assumptions = assumed(shipped(shipped_priors()), {})
"""
)
COMPARE = ASSUME + "judge(compare(plan, assumptions, SEED, *size_for(plan)), Choosing())\n"
FLIPS = ASSUME + "flips(plan, assumptions, Measure.NET)\n"


def rows(lab: Lab) -> Iterator[Row]:
    """Take the imports off; a pilot and its scaling are two of a plan's capabilities, so five plans are simulated."""
    costs = lab.race(
        {
            "imports": python(ASSUME),
            "plan": python(PLAN),
            "simulate": python(SIMULATE),
            "compare": python(COMPARE),
            "flips": python(FLIPS),
        }
    )
    floor = max(costs["simulate"].cpu - costs["plan"].cpu, 0.001)
    yield Row(name="imports and priors", median=seconds(costs["imports"]))
    yield Row(name="one simulation of the plan", median=seconds(costs["simulate"]), spread=costs["simulate"].spread)
    for name, said in (("compare", "comparison of the three"), ("flips", "what would flip the choice")):
        work = max(costs[name].cpu - costs["imports"].cpu, 0.0)
        yield Row(
            name=said,
            median=seconds(costs[name]),
            ratio=work / floor,
            beside="one simulation",
            spread=costs[name].spread,
        )
