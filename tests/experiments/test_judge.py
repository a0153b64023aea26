from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from milepost.experiments.design import Design, MoneySpec
from milepost.experiments.judge import read_out
from milepost.kernel.finding import Refused
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.metric import parse_metric
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_difference

MONEY = MoneySpec(metric="spend", margin=Decimal("0.3"), cost_per_unit=Decimal("0.05"))
DESIGN = Design(arm_column="arm", control="C", metrics=(parse_metric("spend"),), money=MONEY, randomised=True)


def moments(mean, variance, n):
    return Moments(n=n, means=(mean,), cross=((variance * (n - 1),),))


def arm(name, n, **metrics):
    return ArmAggregates(arm=name, n=n, moments={k: moments(*v, n) for k, v in metrics.items()})


def table(*arms):
    return Aggregates(source="t.csv", arms=tuple(arms), broken={})


GOOD = table(arm("C", 10_000, spend=(1.0, 9.0)), arm("T", 10_000, spend=(1.5, 9.0)))


def codes(refused):
    return [each.code for each in refused.value.findings]


def test_money_is_effect_times_margin_less_cost_times_units():
    [money] = read_out(GOOD, DESIGN).money
    assert money.net == pytest.approx((0.5 * 0.3 - 0.05) * 10_000)
    assert money.roi == pytest.approx(money.net / 500)
    assert money.net_ci95[0] < money.net_lower95 < money.net < money.net_upper95 < money.net_ci95[1]
    assert money.cost == Decimal("500.00")


def test_roi_is_none_where_treating_is_free():
    [money] = read_out(GOOD, replace(DESIGN, money=replace(MONEY, cost_per_unit=Decimal(0)))).money
    assert (money.roi, money.roi_ci95, money.cost) == (None, None, 0)


def test_swapping_control_and_treatment_mirrors():
    free = replace(DESIGN, money=replace(MONEY, cost_per_unit=Decimal(0)))
    there, back = read_out(GOOD, free), read_out(GOOD, replace(free, control="T"))
    one, other = there.metrics[0], back.metrics[0]
    assert (one.estimate.effect, one.estimate.low, one.estimate.lower95) == pytest.approx(
        (-other.estimate.effect, -other.estimate.high, -other.estimate.upper95)
    )
    assert (one.phase, other.phase) == (Phase.SUCCESSFUL, Phase.FAILED)
    assert there.money[0].net == pytest.approx(-back.money[0].net)
    assert there.money[0].probability_positive == pytest.approx(1 - back.money[0].probability_positive)
    assert back.sentence.startswith("C loses at least USD ")


def inside(inner, outer):
    return outer[0] < inner[0] < inner[1] < outer[1]


def test_a_sequential_reading_is_always_valid_throughout():
    names = (*DESIGN.metrics, parse_metric("visits"))
    rows = table(arm("C", 10_000, spend=(1.0, 9.0), visits=(1, 9)), arm("T", 10_000, spend=(1.5, 9.0), visits=(1.1, 9)))
    fixed = read_out(rows, replace(DESIGN, metrics=names))
    ours = read_out(rows, replace(DESIGN, metrics=names, planned=20_000))
    assert (fixed.interval, ours.interval, ours.planned, ours.grade) == ("fixed", "always-valid", 20_000, Grade.A)
    for one, other in zip(ours.metrics, fixed.metrics, strict=True):
        assert one.estimate.information == pytest.approx(8.212, abs=1e-3)
        assert one.estimate.effect == other.estimate.effect
        assert inside((other.estimate.low, other.estimate.high), (one.estimate.low, one.estimate.high))
        assert inside((other.estimate.lower95, other.estimate.upper95), (one.estimate.lower95, one.estimate.upper95))
        assert inside(other.lift.interval, one.lift.interval)
        assert one.p_adjusted > other.p_adjusted
    # At this effect a single look is sure of the visits and looking often is not.
    assert (fixed.metrics[1].phase, ours.metrics[1].phase) == (Phase.SUCCESSFUL, Phase.INCONCLUSIVE)
    [one], [other] = ours.money, fixed.money
    assert inside(other.net_ci95, one.net_ci95)
    assert inside(other.roi_ci95, one.roi_ci95)
    assert one.net_lower95 < other.net_lower95 < other.net_upper95 < one.net_upper95
    assert 0.5 <= one.probability_positive < other.probability_positive
    assert "95% always-valid interval" in ours.sentence
    assert "95% interval" in fixed.sentence
    assert "always-valid" not in fixed.sentence


def test_the_plan_counts_all_compared_arms():
    three = table(*(arm(name, 1_000, spend=(1, 9)) for name in ("C", "T", "U")))
    found = read_out(three, replace(DESIGN, planned=3_000))
    assert [each.estimate.information for each in found.metrics] == pytest.approx([8.212] * 2, abs=1e-3)
    split = {name: Decimal(1) / 3 for name in "CTU"}
    found = read_out(three, replace(DESIGN, planned=2_000, treatments=("U",), split=split))
    assert [each.estimate.information for each in found.metrics] == pytest.approx([8.212], abs=1e-3)


def test_a_sequential_sentence_without_money():
    found = read_out(GOOD, replace(DESIGN, money=None, planned=12_000)).sentence
    assert found.startswith("T raises spend by at least")
    assert "(estimate 0.5, 95% always-valid interval 0." in found


def test_a_sequential_reading_is_mirrored_when_the_arms_swap():
    free = replace(DESIGN, money=replace(MONEY, cost_per_unit=Decimal(0)), planned=15_000)
    there, back = (read_out(GOOD, each) for each in (free, replace(free, control="T")))
    one, other = there.metrics[0].estimate, back.metrics[0].estimate
    assert (one.low, one.lower95, one.p_value) == pytest.approx((-other.high, -other.upper95, other.p_value))
    assert (there.metrics[0].phase, back.metrics[0].phase) == (Phase.SUCCESSFUL, Phase.FAILED)
    assert there.money[0].net_lower95 == pytest.approx(-back.money[0].net_upper95)
    assert there.money[0].probability_positive == pytest.approx(1 - back.money[0].probability_positive)


def test_grade_is_a_only_when_someone_states_randomisation():
    assert read_out(GOOD, DESIGN).grade is Grade.A
    found = read_out(GOOD, replace(DESIGN, randomised=False))
    assert found.grade is Grade.C
    assert found.sentence.startswith("Not proven (grade C")


def test_a_failed_split_shows_no_number_anyone_could_quote():
    bad = table(arm("C", 44_000, spend=(1.0, 9.0)), arm("T", 45_000, spend=(1.5, 9.0)))
    found = read_out(bad, DESIGN)
    assert found.srm.p_value == pytest.approx(0.0008, abs=0.00005)
    assert (found.srm.ok, found.money, found.grade) == (False, (), Grade.C)
    [reading] = found.metrics
    assert reading.phase is Phase.ERROR
    assert {reading.estimate, reading.lift, reading.control_level, reading.arm_level, reading.p_adjusted} == {None}
    assert [each.code for each in found.findings] == ["MP548"]
    assert found.sentence.startswith("No verdict")
    # The negative control: told of a split that fits, the same table is read.
    told = replace(DESIGN, split={"C": Decimal(44) / 89, "T": Decimal(45) / 89})
    assert read_out(bad, told).metrics[0].phase is Phase.SUCCESSFUL


def test_holm_on_the_primary_and_benjamini_hochberg_on_the_rest():
    names = ("spend", "visits", "clicks")
    design = replace(DESIGN, metrics=tuple(map(parse_metric, names)))
    rows = table(
        arm("C", 1000, spend=(1, 9), visits=(1, 9), clicks=(1, 9)),
        arm("T1", 1000, spend=(1.3, 9), visits=(1.3, 9), clicks=(1.0, 9)),
        arm("T2", 1000, spend=(1.1, 9), visits=(1.4, 9), clicks=(1.0, 9)),
    )
    found = {(each.metric, each.arm): each for each in read_out(rows, design).metrics}
    primary = found["spend", "T1"]
    assert primary.p_adjusted == pytest.approx(2 * primary.estimate.p_value)
    assert found["spend", "T2"].p_adjusted == pytest.approx(found["spend", "T2"].estimate.p_value)
    assert found["visits", "T2"].p_adjusted == pytest.approx(4 * found["visits", "T2"].estimate.p_value)
    assert found["visits", "T1"].p_adjusted == pytest.approx(2 * found["visits", "T1"].estimate.p_value)
    assert found["clicks", "T1"].phase is Phase.INCONCLUSIVE
    assert [key[0] for key in found] == ["spend", "spend", "visits", "visits", "clicks", "clicks"]


def test_what_does_not_vary_is_a_finding_and_no_number():
    design = replace(DESIGN, metrics=(parse_metric("visits"), parse_metric("spend")))
    rows = table(
        arm("C", 100, visits=(0, 1), spend=(0, 0)),
        arm("T", 100, visits=(1, 4), spend=(0, 0)),
    )
    found = read_out(rows, design)
    assert [each.code for each in found.findings] == ["MP549"]
    assert found.metrics[1].estimate is None
    assert found.metrics[1].phase is Phase.ERROR
    assert found.money == ()
    assert found.metrics[0].estimate is not None


def test_all_zero_gives_no_verdict():
    rows = table(arm("C", 100, spend=(0, 0)), arm("T", 100, spend=(0, 0)))
    assert read_out(rows, DESIGN).sentence.startswith("No verdict: spend does not vary")


@pytest.mark.parametrize("kind", ["spend", "spend:proportion"])
def test_an_arm_of_zeros_beside_one_that_varies_is_a_finding_and_no_number(kind):
    design = replace(DESIGN, metrics=(parse_metric(kind),), split={"C": Decimal("0.998"), "T": Decimal("0.002")})
    rows = table(arm("C", 99_800, spend=(0.01, 0.0099)), arm("T", 200, spend=(0, 0)))
    found = read_out(rows, design)
    assert [each.code for each in found.findings] == ["MP558"]
    assert "all of arm 'T' is 0, in 200 units" in found.findings[0].message
    assert (found.metrics[0].estimate, found.metrics[0].phase, found.money) == (None, Phase.ERROR, ())
    assert found.sentence == "No verdict: spend tells too little, so nothing is shown."


def test_why_an_arm_of_zeros_is_refused():
    """The negative control: two hundred of whom two buy on average, against very many; Wald's interval as it stands."""
    rng, n, runs, share = np.random.default_rng(71), 100_000, 2_000, 0.01
    flat = false = 0
    for _ in range(runs):
        pair = [
            Moments(n=size, means=(hits / size,), cross=((hits * (1 - hits / size),),))
            for size, hits in ((n, rng.binomial(n, share)), (200, rng.binomial(200, share)))
        ]
        is_false = proportion_difference(*pair).p_value < 0.05
        flat, false = flat + (is_false and not pair[1].means[0]), false + is_false
    assert flat / runs > 0.1
    assert (false - flat) / runs < 0.01


def test_a_share_of_few_in_a_small_arm_is_called_skewed():
    design = replace(
        DESIGN, metrics=(parse_metric("spend:proportion"),), split={"C": Decimal("0.9"), "T": Decimal("0.1")}
    )

    def codes(hits):
        shares = (hits / 1_000, hits / 1_000 * (1 - hits / 1_000))
        rows = table(arm("C", 9_000, spend=shares), arm("T", 1_000, spend=shares))
        return [each.code for each in read_out(rows, design).findings]

    assert codes(5) == ["MP555"]  # a false alarm in 9% of such
    assert codes(300) == []


def test_a_ratio_over_nothing():
    design = Design(arm_column="arm", control="C", metrics=(parse_metric("a:ratio=b"),))
    two = Moments(n=9, means=(1.0, 0.0), cross=((1.0, 0.0), (0.0, 0.0)))
    rows = table(*(ArmAggregates(arm=each, n=9, moments={"a/b": two}) for each in "CT"))
    assert [each.code for each in read_out(rows, design).findings] == ["MP550"]


@pytest.mark.parametrize(
    ("rows", "change", "expected"),
    [
        (table(), {}, ["MP540"]),
        (GOOD, {"control": "c"}, ["MP541"]),
        (table(arm("C", 9, spend=(1, 1))), {}, ["MP542"]),
        (GOOD, {"treatments": ("Q",)}, ["MP543"]),
        (GOOD, {"split": {"C": Decimal("0.5"), "Q": Decimal("0.5")}}, ["MP544", "MP545"]),
        (GOOD, {"split": {"C": Decimal("0.5")}}, ["MP545", "MP546"]),
        (GOOD, {"split": {"C": Decimal("0.5"), "T": Decimal("0.4")}}, ["MP546"]),
        (GOOD, {"split": {"C": Decimal(0), "T": Decimal(1)}}, ["MP546"]),
        (table(arm("C", 9, spend=(1, 1)), arm("T", 1, spend=(1, 0))), {}, ["MP547"]),
    ],
)
def test_arms_that_do_not_fit_the_design_are_refused(rows, change, expected):
    with pytest.raises(Refused) as refused:
        read_out(rows, replace(DESIGN, **change))
    assert codes(refused) == expected


def test_thirds_make_a_whole():
    three = table(*(arm(each, 900, spend=(1, 9)) for each in "CTU"))
    third = Decimal(1) / 3
    assert read_out(three, replace(DESIGN, split=dict.fromkeys("CTU", third))).srm.ok


def test_treatments_choose_which_arms_are_read():
    three = table(*(arm(each, 900, spend=(1, 9)) for each in "CTU"))
    found = read_out(three, replace(DESIGN, treatments=("U",)))
    assert [each.arm for each in found.metrics] == ["U"]
    assert len(found.arms) == 3


def test_a_loss_that_is_possible_is_said_plainly():
    found = read_out(table(arm("C", 1000, spend=(1, 9)), arm("T", 1000, spend=(1.2, 9))), DESIGN)
    assert found.sentence.startswith("T may lose up to USD ")
    assert "is not proven to earn (estimate USD 10.00, 95% interval -" in found.sentence


@pytest.mark.parametrize(
    ("level", "start"),
    [(1.5, "T raises spend by at least"), (0.5, "T lowers spend by at least"), (1.01, "T is not proven to move spend")],
)
def test_the_sentence_without_money(level, start):
    rows = table(arm("C", 10_000, spend=(1, 9)), arm("T", 10_000, spend=(level, 9)))
    assert read_out(rows, replace(DESIGN, money=None)).sentence.startswith(start)


def test_many_arms_are_told_in_one_breath():
    arms = [arm(f"T{k}", 10_000, spend=(1 + k / 10, 9)) for k in range(1, 7)]
    sentence = read_out(table(arm("C", 10_000, spend=(1, 9)), *arms), DESIGN).sentence
    assert "T6 earns" in sentence
    assert sentence.endswith("3 more arms did no better.")


@pytest.mark.slow
def test_no_arm_wins_by_number_alone():
    """Holm over three arms keeps the chance of any false claim; unadjusted p-values do not."""
    rng, runs = np.random.default_rng(9), 2_000
    false, naive = 0, 0
    for _ in range(runs):
        draws = {name: rng.normal(0, 1, 100) for name in "CTUV"}
        arms = [arm(name, 100, spend=(v.mean(), v.var(ddof=1))) for name, v in draws.items()]
        readings = read_out(table(*arms), replace(DESIGN, money=None)).metrics
        false += any(each.phase is not Phase.INCONCLUSIVE for each in readings)
        naive += any(each.estimate.p_value < 0.05 for each in readings)
    assert false / runs < 0.066
    assert naive / runs > 0.10
