"""What drives a plan, where the shares are known."""

import pytest

from milepost.plan.drivers import Factor, net_drivers
from milepost.plan.model import DAYS_A_MONTH, Planned
from milepost.plan.simulate import simulate
from plan.plans import known, lognormal, normal, plan

WHOLE = 18 * DAYS_A_MONTH


def test_independent_benefits_share_the_variance_by_their_squares():
    wide, narrow = (
        Planned(slug="wide", money=normal(10, 3)),
        Planned(slug="narrow", money=normal(10, 1), effort=known(10)),
    )
    found = net_drivers(simulate(plan(wide, narrow), 1))
    assert [(each.capability, each.factor) for each in found.drivers] == [
        ("wide", Factor.BENEFIT),
        ("narrow", Factor.BENEFIT),
    ]
    late = (WHOLE - 10) / WHOLE
    assert found.drivers[0].share == pytest.approx(9 / (9 + late**2), abs=0.02)
    assert found.drivers[1].share == pytest.approx(late**2 / (9 + late**2), abs=0.02)
    assert found.explained == pytest.approx(1, abs=0.03)


def test_what_is_shared_is_told_apart_from_what_is_a_capabilitys_own():
    many = [Planned(slug=f"c{n}", money=normal(10, 2)) for n in range(4)]
    found = net_drivers(simulate(plan(*many, correlation=0.5), 2))
    # Of 4 equal parts with correlation 1/2 the shared factor moves 16 * 1/2 against 4 * 1/2 of their own.
    assert found.drivers[0].factor is Factor.SHARED
    assert found.drivers[0].share == pytest.approx(0.8, abs=0.02)
    assert sum(each.share for each in found.drivers[1:]) == pytest.approx(0.2, abs=0.02)


def test_whether_and_how_much_act_together_and_the_group_holds_both():
    each = Planned(slug="a", succeeds=0.5, money=normal(10, 5))
    found = net_drivers(simulate(plan(each), 3))
    shares = {each.factor: each.share for each in found.drivers}
    # E[net | luck] is 0 or 10: 25; E[net | benefit] has half its spread: 6.25; the whole is 25 + 12.5.
    assert shares[Factor.LUCK] == pytest.approx(25 / 37.5, abs=0.02)
    assert shares[Factor.BENEFIT] == pytest.approx(6.25 / 37.5, abs=0.02)
    assert dict(found.capabilities)["a"] == pytest.approx(1, abs=0.06)


def test_time_drives_too_and_the_known_nothing():
    slow = Planned(slug="slow", effort=lognormal(100, 0.4), money=known(10))
    done = Planned(slug="done", done=-10.0, works=True, effort=lognormal(100, 0.4), money=known(10))
    found = net_drivers(simulate(plan(slow, done), 4))
    assert [(each.capability, each.factor) for each in found.drivers] == [("slow", Factor.EFFORT)]
    assert found.drivers[0].share == pytest.approx(1, abs=0.06)  # of a curve the cells keep a little
    assert not net_drivers(simulate(plan(done), 4)).drivers
