"""A choice among 200 capabilities over 18 months, with and without an appetite for risk, beside the rule of thumb."""

import json
from collections.abc import Iterator
from pathlib import Path

from bench.lab import Lab, Row, python, seconds

NAME = "budget_200"
SAYS = (
    "HiGHS choosing among 200 capabilities x 18 months in 10 s: the gap to the bound, and the rule of thumb beside it"
)
SECONDS, MOST_GAP = 10, 0.01
CODE = """
import json, os, sys, time
sys.path.insert(0, {root!r})
from bench.budget_instance import instance
from milepost.plan.budget.choice import choose, stated
began = time.perf_counter()
model, asked = instance(200, 1, floor={floor})
problem = stated(model, asked, 1)
stated_in = time.perf_counter() - began
end = time.perf_counter() + {seconds}
found = choose(problem, lambda: end - time.perf_counter())
took = time.perf_counter() - began - stated_in
assert found is not None
told = dict(gap=found.gap, net=found.net, rule=found.rule_net, tail=found.tail, stated=stated_in, took=took,
            built=len(found.chosen), whole=found.is_whole)
open({out!r}, "w").write(json.dumps(told))
"""
RULE = """
import sys
sys.path.insert(0, {root!r})
from bench.budget_instance import instance
from milepost.plan.budget.choice import stated
from milepost.plan.budget.greedy import greedy
model, asked = instance(200, 1, floor={floor})
assert greedy(stated(model, asked, 1)) is not None
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Race the solver and the rule of thumb, the problem's statement in both; the gap's limit is the issue's."""
    for name, floor in (("no appetite", None), ("appetite that binds", 250_000.0)):
        out = str(lab.folder / "choice.json")
        ours = CODE.format(root=str(lab.root), floor=floor, seconds=SECONDS, out=out)
        costs = lab.race({"ours": python(ours), "rule": python(RULE.format(root=str(lab.root), floor=floor))})
        told = json.loads(Path(out).read_text())
        yield Row(name=f"rule of thumb, {name}", median=seconds(costs["rule"]), spread=costs["rule"].spread)
        yield Row(
            name=f"  chosen, {name}",
            median=seconds(costs["ours"]),
            ratio=costs["ours"].cpu / costs["rule"].cpu,
            beside="the rule of thumb",
            detail=f"{told['built']} built in {told['took']:.1f} s",
        )
        yield Row(
            name="  its net",
            median=f"{told['net']:,.0f} EUR",
            ratio=told["rule"] / told["net"],
            beside="of it, the rule of thumb's",
            limit=1.0,
        )
        yield Row(
            name="  its gap to the bound",
            median=f"{told['gap']:.2%}",
            ratio=told["gap"] / MOST_GAP,
            beside="the issue's 1%",
            limit=1.0,
        )
