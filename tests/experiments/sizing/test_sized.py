"""A size made from one history holds in the weeks that follow: simulated shops whose customers come again."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from milepost.experiments.sizing.asked import PRE, Asked, Effect
from milepost.experiments.sizing.history import History, Window, unit_figures
from milepost.experiments.sizing.sized import size
from milepost.outcomes.metric import parse_metric
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.power import power

SPEND = parse_metric("spend")
COUNTS = pytest.mark.parametrize("runs", [200, pytest.param(2_000, marks=pytest.mark.prove)])
PEOPLE, WEEKS, FIRST = 6_000, 8, date(2026, 6, 1)
ASKED = Asked(unit="customer", time="day", metrics=(SPEND,), effect=Effect(value=0.11, is_relative=True), most_weeks=8)


class Shop:
    """Customers with rates and amounts of their own; a week's visits and spend are drawn anew."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.rate = self.rng.gamma(1.5, 0.35, PEOPLE)
        self.amount = self.rng.lognormal(2.5, 0.5, PEOPLE)

    def weeks(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw visits and spend by customer and week."""
        visits = self.rng.poisson(self.rate[:, None], (PEOPLE, count))
        shape = np.maximum(visits, 1e-9)
        return visits, self.rng.gamma(shape * 2, self.amount[:, None] / 2) * (visits > 0)


def of(rows: np.ndarray) -> Moments:
    centred, means = rows - rows.mean(axis=0), rows.mean(axis=0)
    cross = tuple(tuple(map(float, line)) for line in centred.T @ centred)
    return Moments(n=len(rows), means=tuple(map(float, means)), cross=cross)


def history(visits: np.ndarray, spend: np.ndarray) -> History:
    """Make the history of drawn weeks, the last column the last week."""
    windows, total = [], visits.shape[1]
    half = np.arange(PEOPLE) % 2 == 0
    for w in range(1, total + 1):
        seen = visits[:, total - w :].sum(axis=1) > 0
        past = spend[:, max(0, total - 2 * w) : total - w].sum(axis=1)
        rows = np.stack([spend[:, total - w :].sum(axis=1), past], axis=1)
        halves = {"spend": (of(rows[seen & half]), of(rows[seen & ~half]))}
        windows.append(Window(weeks=w, halves=halves, has_past=2 * w <= total))
    last = FIRST + timedelta(days=7 * total - 1)
    return History(first=FIRST, last=last, rows=1, windows=tuple(windows), cycle=(1.0,) * 7, daily=(None, None))


@COUNTS
@pytest.mark.parametrize("covariate", [None, PRE])
def test_a_test_sized_from_a_history_has_its_power_in_the_weeks_that_follow(covariate, runs, prove_figure) -> None:
    shop = Shop(41)
    found = size(history(*shop.weeks(WEEKS)), replace(ASKED, covariate=covariate))
    assert found.weeks is not None
    line, week = found.planned, found.lines[0]
    hits = 0
    for _ in range(runs):
        visits, spend = shop.weeks(2 * line.weeks)
        seen = visits[:, line.weeks :].sum(axis=1) > 0
        rows = np.stack([spend[:, line.weeks :].sum(axis=1), spend[:, : line.weeks].sum(axis=1)], axis=1)[seen]
        treated = shop.rng.random(len(rows)) < 0.5
        value = rows[:, 0] + treated * line.effect
        if covariate:
            value = value - np.cov(rows.T)[0, 1] / rows[:, 1].var() * rows[:, 1]
        hits += mean_difference(of(value[~treated][:, None]), of(value[treated][:, None])).p_value < 0.05
    # The negative control: one week's variance and units, carried on as if each week brought other units.
    error = (4 * week.variance / (week.units * line.weeks)) ** 0.5
    naive = power(week.effect, error, 0.05)
    ok = abs(hits / runs - line.power) <= 0.02 + (0.09 if runs < 2_000 else 0)
    name = "with the past as covariate" if covariate else "without covariate"
    figure = f"{hits / runs:.1%} of {runs:,}, planned {line.power:.1%} in {line.weeks} weeks (naive {naive:.0%})"
    prove_figure(f"design: a size from a history, {name}", figure, "within 2 points of its plan", ok)
    assert ok
    assert abs(naive - hits / runs) > 0.05


def test_the_gain_measured_holds_on_weeks_to_come() -> None:
    shop = Shop(42)
    window = history(*shop.weeks(WEEKS)).windows[3]
    gain = unit_figures(SPEND, window).gain
    visits, spend = shop.weeks(8)
    seen = visits[:, 4:].sum(axis=1) > 0
    later = np.corrcoef(spend[seen, 4:].sum(axis=1), spend[seen, :4].sum(axis=1))[0, 1] ** 2
    assert gain == pytest.approx(later, abs=0.04)
    assert gain is not None
    assert gain > 0.2


def test_beyond_the_history_nothing_is_called_measured() -> None:
    found = size(
        history(*Shop(43).weeks(4)), replace(ASKED, effect=Effect(value=0.02, is_relative=True), most_weeks=12)
    )
    assert [each.is_measured for each in found.lines if each.weeks in {4, 5, 12}] == [True, False, False]
    units = [each.units for each in found.lines]
    assert units == sorted(units)


def test_carried_on_is_near_what_comes() -> None:
    shop = Shop(44)
    visits, spend = shop.weeks(8)
    known = size(history(visits, spend), ASKED).lines
    carried = size(history(visits[:, :5], spend[:, :5]), ASKED).lines
    last, guessed = known[-1], carried[-1]
    assert guessed.weeks == last.weeks == 8
    assert guessed.units == pytest.approx(last.units, rel=0.08)
    assert guessed.variance == pytest.approx(last.variance, rel=0.25)
    # The negative control: units as if each week brought as many new ones.
    assert abs(carried[0].units * 8 / last.units - 1) > 0.5


def test_more_arms_share_alpha_and_the_smallest_is_sized() -> None:
    from decimal import Decimal

    made = history(*Shop(45).weeks(WEEKS))
    three = dict.fromkeys("ABC", Decimal(1) / 3)
    two, many = size(made, ASKED).lines[3], size(made, replace(ASKED, split=three)).lines[3]
    assert many.power < two.power
    assert many.needed > two.needed
