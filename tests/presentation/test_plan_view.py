"""What a plan does to money is said with its way: up or down, its interval signed as money is."""

import pytest

from milepost.plan.diff import diff
from milepost.plan.effect import Figure, Spread
from milepost.presentation.plan_view import Planned, effects, message
from milepost.program.compiled import CompiledProgram
from roadmap.told import compiled
from simulation.lumen_study import program_of_lumen


def net(change: Spread) -> Figure:
    at = Spread(p10=-9_000.0, mean=-1_000.0, p90=4_000.0)
    return Figure(name="net value", unit="EUR", before=at, after=at, change=change)


def said(change: Spread, before: CompiledProgram, after: CompiledProgram) -> str:
    of = Planned(
        before=before, after=after, against="", steps=diff(before, after), seed=1, scenarios=10, approvals=(),
        figures=(net(change),),
    )  # fmt: skip
    return message(of, None, ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((2_000.0, 3_000.0, 4_000.0), "raises net value by EUR 3,000 (80% of futures: +2,000 to +4,000)."),
        ((-4_000.0, -3_000.0, 20.0), "lowers net value by EUR 3,000 (80% of futures: −4,000 to +20)."),
    ],
)
def test_the_way_of_the_net_value_is_a_word(change: tuple[float, float, float], told: str) -> None:
    low, middle, high = change
    found = said(Spread(p10=low, mean=middle, p90=high), compiled(), program_of_lumen())
    assert found.endswith(f"accepting {told}")


def test_amounts_in_the_table_have_the_sign_of_money() -> None:
    table = effects((net(Spread(p10=-5.0, mean=-3.0, p90=-1.0)),), is_first=False)
    assert table.rows[0] == ("net value", "−EUR 1,000", "−EUR 1,000", "−3 (−5 to −1)")
