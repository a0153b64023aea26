"""A series is judged by its calendar first, then by what changed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from milepost.experiments.series.design import SeriesDesign, SeriesMoney
from milepost.experiments.series.judge import read_series
from milepost.kernel.finding import Refused
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.metric import parse_metric
from milepost.outcomes.series.rows import PeriodRow
from milepost.program.documents.ways import SeriesMethod

FIRST, STARTS = date(2025, 1, 6), date(2025, 12, 15)
DESIGN = SeriesDesign(time="week", starts=STARTS, metrics=(parse_metric("sales"),))


def rows(count: int = 61, lift: float = 30.0, step: int = 7) -> tuple[PeriodRow, ...]:
    days = [FIRST + timedelta(days=step * k) for k in range(count)]
    sales = [100 + k + k * 7919 % 23 + (lift if day >= STARTS else 0) for k, day in enumerate(days)]
    return tuple(
        PeriodRow(time=str(day), n=1, row=k + 1, sums={"sales": each, "visits": 50.0}, broken={})
        for k, (day, each) in enumerate(zip(days, sales, strict=True))
    )


def refused(found: tuple[PeriodRow, ...], design: SeriesDesign = DESIGN) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as told:
        read_series(found, design, "a.csv")
    return [(each.code, each.message) for each in told.value.findings]


def test_a_series_is_read_at_grade_c_with_the_strength_that_would_erase_it():
    read = read_series(rows(), DESIGN, "a.csv")
    [primary] = read.metrics
    assert (read.before, read.after, read.step, read.grade) == (49, 12, "week", Grade.C)
    assert (read.days, primary.phase) == ((FIRST, FIRST + timedelta(days=420)), Phase.SUCCESSFUL)
    assert primary.effect is not None
    assert primary.effect.total.effect == pytest.approx(12 * 30, rel=0.2)
    assert primary.strength is not None
    assert 0 < primary.strength.interval < primary.strength.estimate < 1
    assert read.sentence.startswith("Not proven (grade C: nobody was left alone")
    assert "sales was higher by at least" in read.sentence


def test_before_and_after_says_that_it_is_naive_and_takes_the_trend_for_an_effect():
    naive = read_series(rows(lift=0), replace(DESIGN, method=SeriesMethod.BEFORE_AFTER), "a.csv")
    assert "a naive comparison, which takes every trend and season for an effect" in naive.sentence
    told = read_series(rows(lift=0), DESIGN, "a.csv")
    assert naive.metrics[0].effect.total.effect > 300 > 60 > abs(told.metrics[0].effect.total.effect)


def test_money_is_the_sum_after_times_the_margin_less_the_cost_once():
    money = SeriesMoney(metric="sales", margin=Decimal("0.5"), cost=Decimal(40))
    read = read_series(rows(), replace(DESIGN, money=money), "a.csv")
    total = read.metrics[0].effect.total
    assert read.net is not None
    assert read.net.effect == pytest.approx(total.effect * 0.5 - 40)
    assert (read.net.low, read.net.high) == (pytest.approx(total.low * 0.5 - 40), pytest.approx(total.high * 0.5 - 40))
    assert "earned at least USD" in read.sentence


def test_a_ratio_is_read_by_period():
    read = read_series(rows(), replace(DESIGN, metrics=(parse_metric("sales:ratio=visits"),)), "a.csv")
    one, other = read.metrics[0].effect, read_series(rows(), DESIGN, "a.csv").metrics[0].effect
    assert one.total.effect == pytest.approx(other.total.effect / 50)


def test_a_change_outside_the_series_is_found():
    for day in (FIRST, date(2024, 1, 1), date(2026, 6, 1)):
        [(code, message)] = refused(rows(), replace(DESIGN, starts=day))
        assert code == "MP585"
        assert str(day) in message


def test_a_change_inside_a_period_is_found_and_the_days_that_will_do_are_named():
    with pytest.raises(Refused) as told:
        read_series(rows(), replace(DESIGN, starts=date(2025, 12, 17)), "a.csv")
    [finding] = told.value.findings
    assert finding.code == "MP586"
    assert "name 2025-12-22 (or 2025-12-15)" in finding.hint


@pytest.mark.parametrize(
    ("count", "starts", "season", "said"),
    [
        (40, FIRST + timedelta(days=7 * 20), None, "20 periods before 2025-05-26 and 20 after: 24 and 4 will do"),
        (52, STARTS, None, "49 periods before 2025-12-15 and 3 after: 24 and 4 will do"),
        (61, STARTS, 52, "49 periods before 2025-12-15 and 12 after: 60 and 4 will do"),
    ],
)
def test_too_few_periods_are_refused_with_what_would_do(count, starts, season, said):
    found = refused(rows(count), replace(DESIGN, starts=starts, season=season))
    assert found == [("MP584", said)]


def test_a_table_without_rows_is_too_short():
    assert [code for code, _ in refused(())] == ["MP584"]


def test_a_metric_on_its_line_gives_a_finding_and_no_number():
    straight = tuple(replace(each, sums={"sales": float(each.row)}) for each in rows())
    read = read_series(straight, DESIGN, "a.csv")
    assert [each.code for each in read.findings] == ["MP587"]
    assert (read.metrics[0].effect, read.metrics[0].phase) == (None, Phase.ERROR)
    assert read.sentence.startswith("No verdict")


def test_a_zero_denominator_is_found_at_its_row():
    broken = (*rows()[:3], replace(rows()[3], sums={"sales": 1.0, "visits": 0.0}), *rows()[4:])
    [(code, message)] = refused(broken, replace(DESIGN, metrics=(parse_metric("sales:ratio=visits"),)))
    assert code == "MP589"
    assert "row 4, column 'visits'" in message
