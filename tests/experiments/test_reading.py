"""What a read-out makes of covariates, third moments and groups, from aggregates alone."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from milepost.experiments.design import Design, MoneySpec
from milepost.experiments.groupings import NET, groupings_asked
from milepost.experiments.judge import read_out
from milepost.kernel.finding import Refused
from milepost.kernel.words import Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.metric import parse_metric
from milepost.statistics.moments import Moments

MONEY = MoneySpec(metric="spend", margin=Decimal("0.5"), cost_per_unit=Decimal("0.1"))
DESIGN = Design(arm_column="arm", control="C", metrics=(parse_metric("spend"),), covariates=("before",), money=MONEY)


def arm(name, n=2_000, effect=0.0, moved=0.0, third=0.0, slope=0.8, seed=1):
    rng = np.random.default_rng([seed, ord(name)])
    before = rng.normal(5, 1, n)
    rows = np.stack([before * slope + rng.normal(0, 1, n) + effect, before + moved])
    apart = rows - rows.mean(axis=1, keepdims=True)
    cross = tuple(tuple(map(float, each)) for each in apart @ apart.T)
    moments = Moments(n=n, means=tuple(map(float, rows.mean(axis=1))), cross=cross)
    return ArmAggregates(arm=name, n=n, moments={"spend": moments}, thirds={"spend": third})


def table(*arms):
    return Aggregates(arms=arms, source="t.csv")


def test_the_mirrored_answer():
    there = read_out(table(arm("C"), arm("T", effect=0.2)), replace(DESIGN, money=None)).metrics[0]
    back = read_out(table(arm("C"), arm("T", effect=0.2)), replace(DESIGN, money=None, control="T")).metrics[0]
    assert there.estimate.effect == pytest.approx(-back.estimate.effect, rel=1e-9)
    assert there.estimate.low == pytest.approx(-back.estimate.high, rel=1e-9)
    assert there.reduction == pytest.approx(back.reduction, rel=1e-9)
    assert (there.phase, back.phase) == (Phase.SUCCESSFUL, Phase.FAILED)


def test_each_arm_is_adjusted_against_the_control_alone():
    three = read_out(table(arm("C"), arm("T", effect=0.2), arm("U", slope=-3.0)), DESIGN)
    two = read_out(table(arm("C"), arm("T", effect=0.2)), DESIGN)
    assert three.metrics[0].estimate == two.metrics[0].estimate
    assert three.money[0] == two.money[0]


def test_always_valid_intervals_are_adjusted_too():
    fixed, valid = (read_out(table(arm("C"), arm("T")), replace(DESIGN, planned=n)).metrics[0] for n in (None, 4_000))
    assert valid.estimate.effect == fixed.estimate.effect
    assert valid.estimate.low < fixed.estimate.low
    assert valid.estimate.low > read_out(table(arm("C"), arm("T")), replace(DESIGN, planned=4_000, covariates=())).metrics[0].estimate.low  # fmt: skip # noqa: E501


def test_a_covariate_that_the_treatment_moved_is_refused_with_arm_and_column():
    with pytest.raises(Refused) as refused:
        read_out(table(arm("C"), arm("T", moved=0.3), arm("U")), DESIGN)
    [finding] = refused.value.findings
    assert finding.code == "MP553"
    assert "'before' is 5.27" in finding.message
    assert "in arm 'T'" in finding.message


def test_a_failed_split_is_told_before_a_moved_covariate():
    found = read_out(table(arm("C"), arm("T", n=1_500, moved=0.3)), DESIGN)
    assert [each.code for each in found.findings] == ["MP548"]


def test_money_is_that_of_the_adjusted_effect():
    found = read_out(table(arm("C"), arm("T", effect=0.2)), DESIGN)
    [reading], [money] = found.metrics, found.money
    assert money.is_adjusted
    assert money.net_lower95 == pytest.approx((reading.estimate.lower95 * 0.5 - 0.1) * 2_000)
    assert found.covariates == ("before",)


def test_a_metric_that_its_covariate_tells_all_of_stays_as_it_is():
    all_told = [replace(arm(name), moments={"spend": Moments(n=9, means=(m, m), cross=((2.0, 2.0), (2.0, 2.0)))}, n=9) for name, m in (("C", 1.0), ("T", 1.1))]  # fmt: skip # noqa: E501
    [reading] = read_out(table(*all_told), DESIGN).metrics
    assert reading.reduction is None
    assert reading.estimate is not None


def test_groups_are_asked_for_only_where_moments_are_not_enough():
    plain, skewed = table(arm("C"), arm("T")), table(arm("C"), arm("T", third=80.0))
    assert groupings_asked(plain, DESIGN) == {}
    assert list(groupings_asked(skewed, DESIGN)) == ["spend"]
    assert groupings_asked(skewed, DESIGN)["spend"].columns == (("spend", False), ("before", False))
    assert groupings_asked(skewed, replace(DESIGN, planned=100)) == {}
    assert list(groupings_asked(plain, replace(DESIGN, money=replace(MONEY, cost_metric="cost")))) == [NET]
    asked = groupings_asked(plain, replace(DESIGN, metrics=(parse_metric("spend:quantile=0.9"),)))
    assert [(name, each.needs_values) for name, each in asked.items()] == [("spend:quantile=0.9", True)]


def test_without_groups_a_skewed_mean_warns_and_a_quantile_is_no_number():
    found = read_out(table(arm("C"), arm("T", third=80.0)), DESIGN)
    assert [each.code for each in found.findings] == ["MP555"]
    assert found.metrics[0].estimate is not None
    design = replace(DESIGN, metrics=(parse_metric("spend:quantile=0.9"),), money=None)
    found = read_out(table(arm("C"), arm("T")), design)
    assert [each.code for each in found.findings] == ["MP556"]
    assert found.metrics[0].estimate is None


def test_without_groups_a_cost_that_varies_is_not_priced():
    assert read_out(table(arm("C"), arm("T")), replace(DESIGN, money=replace(MONEY, cost_metric="cost"))).money == ()
