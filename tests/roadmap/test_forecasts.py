"""Forecasts as first accepted, scored and updated by what was measured."""

from dataclasses import replace
from datetime import datetime

import pytest

from milepost.experiments.verdict import READ, Evidence
from milepost.kernel.words import Grade
from milepost.record.canonical import to_json
from milepost.roadmap.effects import WEIGHTS
from milepost.roadmap.forecasts import DECAYED, ForecastNow, by_owner, forecast_now
from milepost.statistics.posterior import forecast, updated
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import capability

EARLY, READ_AT, LATER = at("2026-10-02"), at("2026-10-20"), at("2026-10-25")


def begun(when: datetime = EARLY, *documents: str) -> Told:
    told = Told()
    told.accept(when, compiled(*documents))
    told.load(READ_AT)
    return told


def measured(told: Told, effect: float, error: float, grade: Grade = Grade.A, when: datetime = READ_AT) -> Told:
    """Tell a reading with an effect a unit, in the KPI's metric and unit."""
    told.read(when, grade=grade)
    verdict = told.facts().verdicts["spring-test"][-1]
    half = 1.6448536269514722 * error
    found = Evidence(
        estimate=effect, low=effect - 1.96 * error, high=effect + 1.96 * error, lower95=effect - half,
        upper95=effect + half, unit="USD", standard_error=error,
    )  # fmt: skip
    stats = {**verdict.fact.stats, "effect": found}
    data = {"verdict": to_json(replace(verdict.fact, stats=stats))}
    told._tell(when, READ, "experiment/spring-test", data, verdict.event.occurred_at)
    return told


def now(told: Told, when: datetime = LATER) -> ForecastNow:
    found = forecast_now(told.program, told.facts(until=when), "mail", when)
    assert found is not None
    return found


def test_without_evidence_the_forecast_stands() -> None:
    found = now(begun())
    assert found.now == pytest.approx((0.05, 0.15, 0.30))
    assert (found.prior_weight, found.scored, found.unscored, found.measured) == (1.0, None, None, None)


def test_evidence_moves_it_as_the_formula_says() -> None:
    found = now(measured(begun(), 0.02, 0.05))
    after = updated(forecast(0.05, 0.15, 0.30), 0.02, 0.05)
    assert found.now == pytest.approx([after.quantile(each) for each in (0.1, 0.5, 0.9)])
    assert found.prior_weight < 0.5
    assert found.scored is not None
    assert found.scored.ratio == pytest.approx(0.02 / 0.15)


@pytest.mark.parametrize("grade", list(Grade))
def test_how_much_a_grade_counts(grade: Grade) -> None:
    """A counts whole, B half, C and D not at all: a bias is in no standard error."""
    found = now(measured(begun(), 0.02, 0.05, grade))
    after = updated(forecast(0.05, 0.15, 0.30), 0.02, 0.05, WEIGHTS[grade])
    assert found.now[1] == pytest.approx(after.quantile(0.5))
    assert (found.scored is None) == (grade in {Grade.C, Grade.D})
    assert (found.unscored is not None) == (grade in {Grade.C, Grade.D})


def test_changing_the_forecast_afterwards_changes_no_score() -> None:
    told = measured(begun(), 0.02, 0.05)
    before = now(told)
    softer = capability().replace('p50: "0.15 USD"', 'p50: "0.06 USD"')
    told.accept(at("2026-10-21"), compiled(softer))
    assert now(told).scored == before.scored
    assert now(told).prior == before.prior


def test_a_forecast_accepted_after_its_data_is_none() -> None:
    found = now(measured(begun(at("2026-10-20T10:00:00Z")), 0.02, 0.05))
    assert found.scored is None
    assert found.unscored == "it was accepted after the data that it would be held against"


def test_lapsed_evidence_lifts_no_forecast() -> None:
    good = measured(begun(), 0.5, 0.02)
    assert now(good).now[1] > 0.4
    late = now(good, at("2027-12-01"))
    assert late.now == pytest.approx((0.05, 0.15, 0.30))
    assert "expired" in str(late.written_down)
    bad = now(measured(begun(), 0.0, 0.02), at("2027-12-01"))
    assert bad.now[1] < 0.05  # and does not bring back what the data took away


def test_a_kpi_that_fell_again_takes_the_forecast_back() -> None:
    told = measured(begun(), 0.2, 0.02)
    told.measure(at("2026-11-01"), "0.30")
    assert now(told, at("2026-11-10")).written_down is None
    told.measure(at("2026-11-11"), "0.17")  # the baseline is 0.18
    fallen = now(told, at("2026-11-12"))
    assert fallen.written_down == DECAYED
    assert fallen.now == (0, 0, 0)
    assert fallen.upper95 == 0


def test_owners_are_told_apart() -> None:
    found = by_owner((now(measured(begun(), 0.02, 0.05)),))
    assert list(found) == ["crm-lead"]
    assert found["crm-lead"].forecasts == 1
    assert by_owner((now(begun()),)) == {}
