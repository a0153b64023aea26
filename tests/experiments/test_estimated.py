"""An estimate becomes a verdict, whichever way it was made."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from experiments.test_program_reading import BASE, SLUG, cost, experiment, kpi
from milepost.experiments.estimated import Estimated, estimated_verdict, phase_of
from milepost.experiments.imports.program_import import estimated_import
from milepost.experiments.series.judge import read_series
from milepost.experiments.series.program_series import ESTIMAND, estimated_series, series_design
from milepost.experiments.verdict import Verdict
from milepost.kernel.finding import Refused
from milepost.kernel.words import Grade, Phase
from milepost.ledger.posting import entry_of
from milepost.outcomes.series.rows import PeriodRow
from milepost.program.documents.experiment import Guardrail
from milepost.program.documents.outline import Direction
from milepost.program.documents.ways import Series
from milepost.record.canonical import from_json, to_json
from milepost.statistics.estimate import estimate
from milepost.statistics.sensitivity import Sensitivity

FOUND = Estimated(
    effect=estimate(2.0, 0.5, 60),
    grade=Grade.C,
    because="so it is",
    counts={"before": 49, "after": 12},
    population=12,
    net=estimate(100.0, 40.0, 60),
    cost=Decimal(50),
    strength=Sensitivity(estimate=0.3, interval=0.1, e_value=2.0, e_value_interval=1.5),
)
SERIES = experiment(arms=None, series=Series(time="week", starts=date(2026, 3, 2)), costs=(cost("50 USD", "once"),))


def verdict(found: Estimated = FOUND, program=SERIES) -> Verdict:
    return estimated_verdict(program, SLUG, found, "basis", "rows", None)


def test_every_measure_stands_under_its_name_and_survives_the_record():
    told = verdict()
    assert told.stats["effect"].estimate == pytest.approx(0.3 * 2.0)  # the margin of the metric
    assert (told.stats["net_value"].estimate, told.stats["roi"].estimate) == (100.0, 2.0)
    assert told.stats["probability_positive"].estimate > 0.99
    names = ("robustness", "robustness_interval", "e_value", "e_value_interval")
    assert [told.stats[name].estimate for name in names] == [0.3, 0.1, 2.0, 1.5]
    assert from_json(to_json(told), Verdict) == told
    assert (told.control, told.treatment, told.arms) == ("before", "after", {"before": 49, "after": 12})


def test_what_was_not_measured_has_no_name():
    told = verdict(replace(FOUND, net=None, strength=None, cost=Decimal(0)))
    assert set(told.stats) == {"effect"}


@pytest.mark.parametrize(
    ("effect", "better", "phase"),
    [
        (2.0, Direction.UP, Phase.SUCCESSFUL),
        (2.0, Direction.DOWN, Phase.FAILED),
        (-2.0, Direction.UP, Phase.FAILED),
        (-2.0, Direction.DOWN, Phase.SUCCESSFUL),
        (0.5, Direction.UP, Phase.INCONCLUSIVE),
    ],
)
def test_the_phase_is_by_which_way_is_better(effect, better, phase):
    assert phase_of(estimate(effect, 0.5, 60), 0.05, better) is phase


def rows(lift: float, noise: float = 1.0) -> tuple[PeriodRow, ...]:
    rng = np.random.default_rng(4)
    days = [date.fromordinal(date(2025, 3, 24).toordinal() + 7 * k) for k in range(61)]
    spend = [100 + noise * rng.normal() + (lift if day >= date(2026, 3, 2) else 0) for day in days]
    return tuple(
        PeriodRow(time=str(day), n=1, row=k + 1, sums={"spend": each, "call": 10 + rng.normal()}, broken={})
        for k, (day, each) in enumerate(zip(days, spend, strict=True))
    )


def test_a_series_of_a_program_is_priced_by_its_margin_less_what_it_cost_once():
    design = series_design(SERIES, SLUG)
    found = estimated_series(SERIES, SLUG, read_series(rows(lift=5.0), design, "a.csv"))
    total = found.effect.effect
    assert total == pytest.approx(12 * 5, rel=0.1)
    assert found.net is not None
    assert found.net.effect == pytest.approx(0.3 * total - 50)
    told = verdict(found)
    assert told.stats["effect_per_period"].estimate == pytest.approx(0.3 * total / 12)
    assert "hidden cause" in told.because
    entry = entry_of(SERIES, told, "ev_1")
    assert entry is not None
    assert (entry.column.value, entry.estimand, entry.cost, entry.population) == (
        "projected",
        ESTIMAND,
        Decimal(50),
        12,
    )


@pytest.mark.parametrize(("margin", "phase"), [("2", Phase.SUCCESSFUL), ("0.1", Phase.INCONCLUSIVE)])
def test_a_guardrail_of_a_series_is_held_against_the_effect_per_period(margin, phase):
    guard = Guardrail(metric="calls", margin=Decimal(margin))
    program = experiment(SERIES, guardrails=(guard,), secondary=("calls",))
    read = read_series(rows(lift=5.0), series_design(program, SLUG), "a.csv")
    found = estimated_series(program, SLUG, read)
    assert [each.phase for each in found.guardrails] == [phase]
    assert set(found.secondary) == {"calls"}


def test_less_of_what_should_fall_is_a_success_and_no_money():
    program = experiment(
        kpi(direction=Direction.DOWN), arms=None, series=Series(time="week", starts=date(2026, 3, 2)), costs=()
    )
    read = read_series(rows(lift=-5.0), series_design(program, SLUG), "a.csv")
    told = verdict(estimated_series(program, SLUG, read), program)
    assert (told.phase, "net_value" in told.stats) == (Phase.SUCCESSFUL, False)


def test_a_primary_metric_on_its_line_is_refused():
    read = read_series(rows(lift=0.0, noise=0.0), series_design(SERIES, SLUG), "a.csv")
    with pytest.raises(Refused) as told:
        estimated_series(SERIES, SLUG, read)
    assert [each.code for each in told.value.findings] == ["MP587"]


def test_an_import_without_counts_has_no_money_where_contacts_cost():
    from experiments.imports.exports import GOOGLE, GROWTHBOOK, asked, judged

    lift = judged(GOOGLE, "platform-lift")
    assert estimated_import(BASE, SLUG, lift).net is None  # 0.05 USD a contact, of nobody knows how many
    free = replace(BASE, capabilities={"mail": BASE.capabilities["mail"].model_copy(update={"costs": ()})})
    net = estimated_import(free, SLUG, lift).net
    assert net is not None
    assert net.effect == pytest.approx(0.3 * 250)
    counted = estimated_import(BASE, SLUG, judged(GROWTHBOOK, "growthbook", asked("Revenue")))
    assert counted.net is not None
    assert counted.net.effect == pytest.approx(10_050 * (0.3 * 0.3 - 0.05))
    assert counted.cost == Decimal("502.50")
