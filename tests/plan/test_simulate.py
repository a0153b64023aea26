"""A plan's futures, held against what can be reckoned by hand."""

from datetime import date

import numpy as np
import pytest

from milepost.plan.model import DAYS_A_MONTH, NEVER, PlanModel, Planned, PlannedTeam, Range
from milepost.plan.simulate import as_planned, simulate


def _known(value: float) -> Range:
    return Range(p10=value, p50=value, p90=value)


def _model(*capabilities: Planned, teams: tuple[PlannedTeam, ...] = (), correlation: float = 0.0) -> PlanModel:
    return PlanModel(
        start=date(2026, 1, 1),
        months=18,
        currency="EUR",
        capabilities=capabilities,
        teams=teams,
        correlation=correlation,
    )


def test_a_chain_ends_when_its_parts_do() -> None:
    model = _model(
        Planned(slug="a", approval=_known(10), effort=_known(30)),
        Planned(slug="b", after=(0,), approval=_known(5), effort=_known(20)),
    )
    assert as_planned(model).live[0].tolist() == [40, 65]


def test_a_team_serves_one_after_the_other() -> None:
    two = [Planned(slug=slug, team=0, effort=_known(30)) for slug in ("a", "b", "c")]
    assert as_planned(_model(*two, teams=(PlannedTeam(slug="t"),))).live[0].tolist() == [30, 60, 90]
    assert as_planned(_model(*two, teams=(PlannedTeam(slug="t", parallel=2),))).live[0].tolist() == [30, 30, 60]


def test_a_team_that_is_not_there_builds_nothing() -> None:
    model = _model(Planned(slug="a", team=0, effort=_known(30)), teams=(PlannedTeam(slug="t", parallel=0),))
    assert np.isinf(simulate(model, 1, 100).live).all()


def test_an_unfilled_seat_delays_and_one_that_nobody_fills_stops() -> None:
    model = _model(Planned(slug="a", staffed=100.0), Planned(slug="b", staffed=NEVER))
    assert as_planned(model).live[0].tolist() == [100, np.inf]


def test_value_ramps_and_halves() -> None:
    whole = 18 * DAYS_A_MONTH
    grown = as_planned(_model(Planned(slug="a", money=_known(2), ramp=60)))
    assert grown.value[0, 0] == pytest.approx(2 * (30 + whole - 60), rel=1e-5)
    faded = as_planned(_model(Planned(slug="a", money=_known(2), half_life=90)))
    assert faded.value[0, 0] == pytest.approx(2 * 90 / np.log(2) * (1 - 0.5 ** (whole / 90)), rel=1e-5)


def test_what_does_not_work_earns_nothing_and_lets_nothing_follow() -> None:
    model = _model(
        Planned(slug="a", succeeds=0.3, money=_known(1)), Planned(slug="b", after=(0,), succeeds=0.5, money=_known(1))
    )
    told = simulate(model, 7, 10_000)
    assert told.works.mean(axis=0) == pytest.approx([0.3, 0.15], abs=0.015)
    assert (told.value[~told.works] == 0).all()


def test_seed_and_slug_decide_the_draws_and_no_neighbour() -> None:
    a = Planned(slug="a", effort=Range(p10=10, p50=20, p90=50))
    b = Planned(slug="b", effort=Range(p10=10, p50=20, p90=50))
    alone, both = simulate(_model(a), 3, 2_500), simulate(_model(b, a), 3, 2_500)
    assert (alone.live[:, 0] == both.live[:, 1]).all()
    assert (alone.live[:, 0] != simulate(_model(a), 4, 2_500).live[:, 0]).any()
    assert np.percentile(alone.live[:, 0], [10, 50, 90]) == pytest.approx([10, 20, 50], rel=0.06)
