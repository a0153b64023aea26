"""What flips the choice first, on cases whose flip point is known."""

from dataclasses import replace
from datetime import date

import pytest

from milepost.plan.approaches.flips import HALVINGS, flips
from milepost.plan.model import DAYS_A_MONTH, PlanModel, Planned, Range
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from plan.approaches.assume import but, still

TOP, PILOT, HYBRID = Approach.TOP_DOWN, Approach.PILOT_LED, Approach.HYBRID
PLAN = PlanModel(start=date(2026, 1, 1), months=18, currency="EUR", capabilities=(Planned(slug="a"),))


def steered(hybrid: tuple[float, float, float], top: tuple[float, float, float] = (15, 20, 30)):
    """Give three models that differ in nothing but the hours of their steering: 12 in pilot-led, an hour costs 1."""
    found = but(still(), TOP, steering_hours=top)
    found = but(found, PILOT, steering_hours=(12, 12, 12))
    return but(found, HYBRID, steering_hours=hybrid)


def test_the_known_flip_point_is_found() -> None:
    found = flips(PLAN, steered((8, 10, 15)), Measure.NET)
    assert found.preferred is HYBRID
    assert found.means[HYBRID] == pytest.approx(-180)
    (flip,) = found.flips
    assert (flip.held.approach, flip.held.name, flip.to) == (HYBRID, "steering_hours", PILOT)
    # Hybrid's steering takes as long as pilot-led's at 12: two fifths of the way from 10 to 15.
    assert flip.at == pytest.approx(12, abs=5 * 2**-HALVINGS)
    assert flip.share == pytest.approx(0.4, abs=2**-HALVINGS)
    assert flip.change == pytest.approx(2, abs=0.03)


def test_the_nearest_comes_first() -> None:
    found = flips(PLAN, steered((8, 10, 15), top=(9, 20, 30)), Measure.NET)
    assert [(each.held.approach, each.to) for each in found.flips] == [(HYBRID, PILOT), (TOP, TOP)]
    assert found.flips[1].share == pytest.approx(10 / 11, abs=2**-HALVINGS)


def test_nothing_in_the_stated_ranges_flips_it() -> None:
    found = flips(PLAN, steered((8, 10, 11)), Measure.NET)
    assert found.flips == ()
    assert found.tried == 2


def test_by_another_measure_another_thing_flips() -> None:
    """A platform takes the prior's six months less the 66 days of the reference program's first capability."""
    slow = but(but(still(), PILOT, time_to_value=(9, 9, 9)), TOP, time_to_value=(6, 6, 6))
    found = flips(PLAN, but(slow, HYBRID, time_to_value=(3, 3.5, 8)), Measure.FIRST_VALUE)
    assert found.preferred is HYBRID
    assert [(each.held.name, each.to) for each in found.flips] == [("time_to_value", TOP)]
    assert found.flips[0].at == pytest.approx(6 - 66 / DAYS_A_MONTH, abs=0.05)


def test_models_that_differ_by_luck_alone_are_not_told_apart() -> None:
    """Of few futures one is always ahead by something; that is said to be so only beyond their own error."""
    even = flips(PLAN, steered((8, 12, 15)), Measure.NET)
    assert (even.ahead, even.is_told) == (0.0, False)
    told = flips(PLAN, steered((8, 10, 15)), Measure.NET)
    assert (told.second, told.ahead, told.is_told) == (PILOT, pytest.approx(36), True)
    risky = replace(
        PLAN,
        capabilities=(
            Planned(slug="a", succeeds=0.5, money=Range(p10=1, p50=10, p90=20), effort=Range(p10=9, p50=60, p90=400)),
        ),
    )
    chance = flips(risky, steered((8, 11.99, 15)), Measure.NET)
    assert chance.error > 0
