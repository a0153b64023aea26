"""Control and treatment swapped give the mirrored answer: every number with the other sign, never the same answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from milepost.experiments.design import Design, GuardrailSpec, MoneySpec
from milepost.experiments.explored import Exposed
from milepost.experiments.judge import read_out
from milepost.experiments.novelty import read_novelty
from milepost.experiments.readout import Interval
from milepost.experiments.segments import read_segments
from milepost.kernel.finding import Refused
from milepost.kernel.words import Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.grouping import Grouped
from milepost.outcomes.metric import MetricSpec, parse_metric
from milepost.outcomes.slices import SliceArm
from milepost.statistics.bootstrap import quantile_error
from milepost.statistics.groups import Groups
from milepost.statistics.moments import Moments

MEAN, SHARE, RATIO = map(parse_metric, ("spend", "bought:proportion", "clicks:ratio=views"))
SIZES = st.integers(2, 5_000)
MIRRORED = {Phase.SUCCESSFUL: Phase.FAILED, Phase.FAILED: Phase.SUCCESSFUL, Phase.INCONCLUSIVE: Phase.INCONCLUSIVE}


def means(n: int, least: int = -100) -> st.SearchStrategy[Moments]:
    return st.builds(
        lambda mean, variance: Moments(n=n, means=(mean,), cross=((variance * (n - 1),),)),
        st.decimals(least, 100, places=3).map(float),
        st.floats(0.01, 1_000),
    )


def shares(n: int) -> st.SearchStrategy[Moments]:
    return st.integers(0, n).map(lambda hits: Moments(n=n, means=(hits / n,), cross=((hits * (1 - hits / n),),)))


def ratios(n: int) -> st.SearchStrategy[Moments]:
    """Draw clicks, views, and a correlation that a table could have."""

    def built(clicks: float, views: float, one: float, other: float, correlation: float) -> Moments:
        both = correlation * (one * other) ** 0.5
        cross = ((one * (n - 1), both * (n - 1)), (both * (n - 1), other * (n - 1)))
        return Moments(n=n, means=(clicks, views), cross=cross)

    variances = st.floats(0.01, 100)
    return st.builds(built, st.integers(0, 10), st.integers(1, 20), variances, variances, st.floats(-0.9, 0.9))


KINDS = {"mean": (MEAN, means), "proportion": (SHARE, shares), "ratio": (RATIO, ratios)}


def both_ways(metric: MetricSpec, one: Moments, other: Moments, **design: object):
    arms = (
        ArmAggregates(arm="A", n=one.n, moments={metric.name: one}),
        ArmAggregates(arm="B", n=other.n, moments={metric.name: other}),
    )
    split = {each.arm: Decimal(each.n) / (one.n + other.n) for each in arms}
    table = Aggregates(arms=arms, broken={})
    asked = Design(arm_column="arm", control="A", metrics=(metric,), split=split, randomised=True, **design)
    return read_out(table, asked), read_out(table, replace(asked, control="B"))


@pytest.mark.parametrize("planned", [None, 3_000])
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60)
def test_every_number_is_mirrored(kind, planned, data):
    metric, draw = KINDS[kind]
    one, other = (data.draw(draw(data.draw(SIZES))) for _ in "AB")
    there, back = both_ways(metric, one, other, planned=planned)
    [ab], [ba] = there.metrics, back.metrics
    if ab.estimate is None:
        assert ba.estimate is None
        return
    a, b = ab.estimate, ba.estimate
    size = abs(a.effect) + a.standard_error
    near = {"rel": 1e-9, "abs": 1e-9 * size}
    assert (a.effect, a.low, a.high) == pytest.approx((-b.effect, -b.high, -b.low), **near)
    assert (a.lower95, a.upper95) == pytest.approx((-b.upper95, -b.lower95), **near)
    assert (a.p_value, ab.p_adjusted) == pytest.approx((b.p_value, ba.p_adjusted), rel=1e-6, abs=1e-12)
    assert ab.phase is MIRRORED[ba.phase]
    assert (ab.control_level, ab.arm_level) == (ba.arm_level, ba.control_level)
    if a.effect:
        assert a.effect != b.effect  # never the same answer
        assert there.sentence != back.sentence
    if ab.lift and ba.lift and min(ab.lift.lift, ba.lift.lift) > -0.999:
        assert (1 + ab.lift.lift) * (1 + ba.lift.lift) == pytest.approx(1, rel=1e-6)


@given(data=st.data())
@settings(max_examples=60)
def test_the_lift_interval_is_mirrored_where_both_are_bounded(data):
    """Fieller's set of ratios r holds 1/r the other way round, where both are intervals above zero."""
    one, other = (data.draw(means(data.draw(st.integers(500, 5_000)), 5)) for _ in "AB")
    [ab], [ba] = (each.metrics for each in both_ways(MEAN, one, other))
    assume(ab.lift and ba.lift and ab.lift.interval and ba.lift.interval and ab.lift.interval[0] > -1)
    low, high = (1 + each for each in ab.lift.interval)
    assert (1 / high - 1, 1 / low - 1) == pytest.approx(ba.lift.interval, rel=1e-6, abs=1e-9)


@given(one=means(400), other=means(400))
def test_money_is_mirrored_where_treating_is_free(one, other):
    money = MoneySpec(metric="spend", margin=Decimal("0.3"), cost_per_unit=Decimal(0), is_contribution=True)
    [a], [b] = (each.money for each in both_ways(MEAN, one, other, money=money))
    size = abs(a.net_ci95[0]) + abs(a.net_ci95[1])
    near = {"rel": 1e-9, "abs": 1e-9 * size}
    assert (a.net, *a.net_ci95) == pytest.approx((-b.net, -b.net_ci95[1], -b.net_ci95[0]), **near)
    assert a.probability_positive == pytest.approx(1 - b.probability_positive, abs=1e-9)


@given(one=means(400), other=means(400), margin=st.decimals("0.01", "5", places=2))
def test_a_guardrail_is_mirrored_with_its_direction(one, other, margin):
    """What may not fall in one direction may not rise in the other."""
    guards = [GuardrailSpec(metric=MEAN, margin=margin, is_up=up) for up in (True, False)]
    up, _ = both_ways(MEAN, one, other, guardrails=(guards[0],))
    _, down = both_ways(MEAN, one, other, guardrails=(guards[1],))
    assert up.guardrails[0].phase is down.guardrails[0].phase


def test_segments_and_weeks_are_mirrored_and_what_fades_still_fades():
    rng = np.random.default_rng(61)
    cut = {
        str(week): {
            name: SliceArm(n=500, moments={"spend": Moments.of_rows(rng.normal(shift, 1, (500, 1)).tolist(), 1)})
            for name, shift in (("A", 0.0), ("B", 1.0 - 0.2 * week))
        }
        for week in range(5)
    }
    asked = Design(arm_column="arm", control="A", metrics=(MEAN,))
    there, back = (read_segments({"week": cut}, arms, asked) for arms in (("A", "B"), ("B", "A")))
    for one, other in zip(there.readings, back.readings, strict=True):
        assert one.estimate.effect == pytest.approx(-other.estimate.effect)
        assert (one.estimate.low, one.p_adjusted) == pytest.approx((-other.estimate.high, other.p_adjusted))
    assert there.interactions[0].test.q == pytest.approx(back.interactions[0].test.q)
    days, exposed = (date(2026, 9, 1), date(2026, 10, 5)), [Exposed(arm=name, n=2_500, exposed=2_500) for name in "AB"]
    ours, theirs = (read_novelty(cut, each, 1.0, days, asked) for each in (exposed, exposed[::-1]))
    assert ours.trends[0].slope.effect == pytest.approx(-theirs.trends[0].slope.effect)
    assert "The effect of B on spend fades" in ours.sentence
    assert "The effect of A on spend fades" in theirs.sentence


SEEDS = st.integers(0, 2**32 - 1)
FREE = MoneySpec(metric="spend", margin=Decimal("0.3"), cost_per_unit=Decimal(0), is_contribution=True)


def rows_both_ways(metric: MetricSpec, arms: dict[str, np.ndarray], **design: object):
    """Read arms of rows (the metric, then covariates) with either as the control; values are asked for as need be."""
    told, groups = [], {}
    for name, rows in arms.items():
        values, counts = np.unique(rows[:, 0], return_counts=True)
        third = Groups.of_table(values, counts).third
        moments = Moments.of_rows(rows.tolist(), rows.shape[1])
        told.append(ArmAggregates(arm=name, n=len(rows), moments={metric.name: moments}, thirds={metric.name: third}))
        cells, counts = np.unique(rows, axis=0, return_counts=True)
        groups[name] = Grouped(counts=counts.astype(float), cells=cells)
    total = sum(map(len, arms.values()))
    split = {name: Decimal(len(rows)) / total for name, rows in arms.items()}
    asked = Design(arm_column="arm", control="A", metrics=(metric,), split=split, randomised=True, **design)
    table = Aggregates(arms=tuple(told), broken={})
    return [read_out(table, replace(asked, control=name), {metric.name: groups}) for name in "AB"]


def spent(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.round((rng.random(n) < 0.3) * rng.exponential(10, n), 1)


@pytest.mark.parametrize("sizes", [(200, 200), (400, 40)])
@given(seed=SEEDS, covariates=st.integers(1, 3))
@settings(max_examples=25)
def test_adjusted_numbers_are_mirrored(sizes, seed, covariates):
    rng, names = np.random.default_rng(seed), ("x", "y", "z")[:covariates]
    arms = {}
    for name, n in zip("AB", sizes, strict=True):
        before = rng.normal(size=(n, covariates))
        arms[name] = np.column_stack([before.sum(axis=1) + rng.normal(0.3 * (name == "B"), 1, n), before])
    try:
        there, back = rows_both_ways(MEAN, arms, covariates=names, money=FREE)
    except Refused:
        reject()  # once in a thousand draws the covariates differ
    [ab], [ba] = there.metrics, back.metrics
    assert ab.reduction == pytest.approx(ba.reduction, rel=1e-6, abs=1e-9)
    a, b = ab.estimate, ba.estimate
    assert (a.effect, a.low, a.high) == pytest.approx((-b.effect, -b.high, -b.low), rel=1e-6, abs=1e-9)
    assert (a.lower95, a.p_value) == pytest.approx((-b.upper95, b.p_value), rel=1e-6, abs=1e-9)
    [one], [other] = there.money, back.money
    # Over each arm's own units: a person's share is what is mirrored.
    assert one.net_lower95 / sizes[1] == pytest.approx(-other.net_upper95 / sizes[0], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("sizes", [(300, 300), (900, 100)])
@given(seed=SEEDS)
@settings(max_examples=25)
def test_a_quantile_is_mirrored(sizes, seed):
    rng = np.random.default_rng(seed)
    arms = {name: spent(rng, n)[:, None] for name, n in zip("AB", sizes, strict=True)}
    [ab], [ba] = (each.metrics for each in rows_both_ways(parse_metric("spend:quantile=0.8"), arms))
    a, b = ab.estimate, ba.estimate
    assert (a is None) == (b is None)
    if a is not None:
        assert (a.effect, a.low, a.lower95) == pytest.approx((-b.effect, -b.high, -b.upper95), rel=1e-9, abs=1e-9)
        assert ab.phase is MIRRORED[ba.phase]


@pytest.mark.parametrize("seed", range(8))
def test_resampled_money_is_mirrored_within_its_monte_carlo_error(seed):
    rng, sizes = np.random.default_rng([62, seed]), (600, 80)
    arms = {name: spent(rng, n)[:, None] for name, n in zip("AB", sizes, strict=True)}
    there, back = rows_both_ways(MEAN, arms, money=FREE)
    [ab], [ba] = there.metrics, back.metrics
    assert ab.resampling.kind is ba.resampling.kind is Interval.BOOTSTRAP_T
    a, b = ab.estimate, ba.estimate
    assert (a.effect, a.standard_error) == pytest.approx((-b.effect, b.standard_error), rel=1e-9)
    for one, other, tail in ((a.low, -b.high, 0.975), (a.high, -b.low, 0.025), (a.lower95, -b.upper95, 0.95)):
        error = np.hypot(quantile_error(a.pivot, tail), quantile_error(b.pivot, 1 - tail)) * a.standard_error
        assert one == pytest.approx(other, abs=4 * error)
    assert a.p_value == pytest.approx(b.p_value, abs=4 * (2 * a.p_value / 10_000) ** 0.5 + 1e-3)
    [one], [other] = there.money, back.money
    scale = 0.3 * np.hypot(quantile_error(a.pivot, 0.95), quantile_error(b.pivot, 0.05)) * a.standard_error
    assert one.net_lower95 / 80 == pytest.approx(-other.net_upper95 / 600, abs=4 * scale)
    assert one.probability_positive == pytest.approx(1 - other.probability_positive, abs=0.03)
