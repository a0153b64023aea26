"""10,000 futures of 200 capabilities over 18 months."""

from collections.abc import Iterator

from bench.lab import MEGABYTE, Lab, Row, python, seconds

NAME = "simulate_200"
SAYS = "10,000 scenarios x 200 capabilities x 18 months beside a Numba kernel of the same model on the same draws"
SCENARIOS, SEED, TIMES = 10_000, 7, 3
LIMIT, MOST_MEMORY = 4.0, 500
_HEAD = "import sys; sys.path.insert(0, {root!r})\n"
IMPORTS = "from bench.long_plan import long_plan\nfrom milepost.plan.simulate import simulate, with_luck\n"
OURS = f"simulate(long_plan(), {SEED}, {SCENARIOS})\n"
# Draws are given to both, so what is compared is the model; each side runs it several times beside a run with none.
DRAWN = f"""
import numpy as np
from bench.long_plan import long_plan
from bench.plan_kernel import drawn_for
drawn = drawn_for(long_plan(), {SEED}, {SCENARIOS})
"""
ARRAYS = """
from milepost.plan.draws import Draws
from milepost.plan.simulate import BATCH, with_luck
rows = np.ascontiguousarray(drawn.transpose(1, 2, 0))
del drawn
def blocks(first):
    for of in rows[:, :, first : first + BATCH]:
        yield Draws(approval=of[0], effort=of[1], benefit=of[2], luck=of[3])
model = long_plan()
for _ in range({times}):
    parts = [with_luck(model, blocks(first), BATCH) for first in range(0, rows.shape[2], BATCH)]
"""
KERNEL = """
import numba
from bench import plan_kernel
plan_kernel.length = numba.njit(plan_kernel.length)
plan_kernel.quantity = numba.njit(plan_kernel.quantity)
kernel, given = numba.njit(plan_kernel.kernel), plan_kernel.table(long_plan())
kernel(*given, drawn[:1], 18)
for _ in range({times}):
    peer = kernel(*given, drawn, 18)
"""
EQUAL = """
from milepost.plan.simulate import simulate
ours = simulate(long_plan(), {seed}, {scenarios})
names = ("begun", "live", "works", "value", "cost", "levels", "monthly_value", "monthly_cost")
for name, other in zip(names, peer, strict=True):
    assert np.allclose(getattr(ours, name), other, rtol=1e-5, atol=1e-3), name
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Take imports, Numba's compiling and the drawing off both sides; fail where the two do not agree."""
    head = _HEAD.format(root=str(lab.root))
    lab_equal = KERNEL.format(times=1) + EQUAL.format(seed=SEED, scenarios=SCENARIOS)
    costs = lab.race(
        {
            "simulate": python(head + IMPORTS + OURS),
            "imports": python(head + IMPORTS),
            "ours": python(head + DRAWN + ARRAYS.format(times=TIMES)),
            "ours, none": python(head + DRAWN + ARRAYS.format(times=0)),
            "kernel": python(head + DRAWN + KERNEL.format(times=TIMES)),
            "kernel, none": python(head + DRAWN + KERNEL.format(times=0)),
            "equal": python(head + DRAWN + lab_equal),
        }
    )
    ours = max(costs["ours"].cpu - costs["ours, none"].cpu, 0.001) / TIMES
    peer = max(costs["kernel"].cpu - costs["kernel, none"].cpu, 0.001) / TIMES
    whole = costs["simulate"]
    yield Row(name="imports of the simulation", median=seconds(costs["imports"]), spread=costs["imports"].spread)
    yield Row(name="Numba: imports, draws and compiling", median=seconds(costs["kernel, none"]))
    yield Row(name="Numba kernel, draws given", median=f"{peer:.2f} s CPU", detail="equal to ours within 1e-5")
    yield Row(name="the plan's arrays, draws given", median=f"{ours:.2f} s CPU", ratio=ours / peer, beside="the kernel",
              limit=LIMIT)  # fmt: skip
    drawing = max(whole.cpu - costs["imports"].cpu, 0.0)
    yield Row(name="  the same, drawing included", median=f"{drawing:.2f} s CPU", ratio=drawing / peer,
              beside="the kernel alone", spread=whole.spread)  # fmt: skip
    yield Row(name="  peak memory", median=f"{whole.peak / MEGABYTE:.0f} MB", ratio=whole.peak / MEGABYTE / MOST_MEMORY,
              beside=f"{MOST_MEMORY} MB", limit=1.0)  # fmt: skip
