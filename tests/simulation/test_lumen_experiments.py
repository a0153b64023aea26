"""Lumen's experiments: planted effects are there, in the size stated, and nothing else is."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from milepost.simulation.lumen import expected, experiments, orders
from milepost.simulation.lumen.customers import people
from milepost.simulation.lumen.trials import PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Effect, Effects, Faults, Initiative, Lumen, Scale
from milepost.statistics.estimate import Estimate
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments
from milepost.statistics.srm import srm_p_value

MAIL, POPUP, SENTIMENT_MAIL = Initiative.MENS_MAIL, Initiative.DISCOUNT_POPUP, Initiative.SENTIMENT_MAIL
COLUMNS = ["customer_id", "assigned_on", "arm", "global_holdout", "pre_spend", "visit", "conversion", "orders", "spend",
           "margin", "unsubscribed"]  # fmt: skip
SEEDS = 120


def column(table: pa.Table, name: str, arm: str) -> np.ndarray:
    return table[name].to_numpy()[table["arm"].to_numpy(zero_copy_only=False) == arm].astype(float)


def moments(values: np.ndarray) -> Moments:
    return Moments(n=len(values), means=(float(values.mean()),), cross=((float(values.var() * len(values)),),))


def welch(table: pa.Table, name: str) -> Estimate:
    return mean_difference(moments(column(table, name, "control")), moments(column(table, name, "treatment")))


def inside_band(hits: int, runs: int, chance: float) -> bool:
    return binom.ppf(0.0005, runs, chance) <= hits <= binom.ppf(0.9995, runs, chance)


@pytest.mark.parametrize("initiative", Initiative)
def test_a_table_has_its_columns_and_is_the_same_for_a_seed(initiative: Initiative) -> None:
    one = experiments.table(3, initiative, 2_000)
    assert one.column_names == COLUMNS
    assert one.equals(experiments.table(3, initiative.value, 2_000))
    assert not one.equals(experiments.table(4, initiative, 2_000))
    assert one["customer_id"].to_pylist() == sorted(set(one["customer_id"].to_pylist()))
    assert all(each.null_count == 0 for each in one.columns)


def test_more_customers_leave_the_first_as_they_are() -> None:
    few, many = experiments.table(3, MAIL, 1_000), experiments.table(3, MAIL, 60_000)
    assert many.slice(0, few.num_rows).equals(few)


def test_an_unknown_initiative_is_refused() -> None:
    with pytest.raises(ValueError, match="no-such"):
        experiments.table(1, "no-such")


@pytest.mark.parametrize("initiative", Initiative)
def test_arms_have_their_shares_and_the_holdout_is_never_assigned(initiative: Initiative) -> None:
    table = experiments.table(11, initiative)
    arms = table["arm"].to_numpy(zero_copy_only=False)
    counts = [int((arms == arm).sum()) for arm in experiments.SPLIT]
    assert srm_p_value(counts, tuple(experiments.SPLIT.values())) > 0.001
    assert ((arms == "holdout") == table["global_holdout"].to_numpy(zero_copy_only=False)).all()


def test_the_holdout_is_the_same_people_in_every_experiment() -> None:
    held = {}
    for initiative in Initiative:
        table = experiments.table(5, initiative, 4_000)
        held[initiative] = dict(zip(table["customer_id"].to_pylist(), table["global_holdout"].to_pylist(), strict=True))
    for one in held.values():
        for other in held.values():
            assert all(one[each] == other[each] for each in one.keys() & other.keys())


def test_arms_of_overlapping_experiments_are_independent() -> None:
    one, other = (experiments.table(5, each) for each in (POPUP, Initiative.WIN_BACK))
    arms = dict(zip(one["customer_id"].to_pylist(), one["arm"].to_pylist(), strict=True))
    pairs = zip(other["customer_id"].to_pylist(), other["arm"].to_pylist(), strict=True)
    both = [(arms[who], arm) for who, arm in pairs if who in arms and arm != "holdout"]
    treated = sum(arm == "treatment" for _, arm in both)
    together = sum(pair == ("treatment", "treatment") for pair in both)
    assert inside_band(together, treated, 0.5)


def test_outcomes_are_the_sums_of_the_companys_orders() -> None:
    lumen, trial = Lumen(seed=8, scale=Scale(customers=3_000)), TRIALS[MAIL]
    who = people(lumen, 0, 3_000)
    drawn = orders.draw(lumen, who)
    table = experiments.table(8, MAIL, 3_000)
    ids = table["customer_id"].to_numpy()
    for name, first, end in (
        ("pre_spend", trial.starts - PRE_WEEKS, trial.starts),
        ("spend", trial.starts, trial.ends),
    ):
        kept = (drawn.week >= first) & (drawn.week < end)
        summed = np.bincount(drawn.who[kept], drawn.spend[kept], 3_000)[ids]
        assert np.allclose(summed, table[name].to_numpy(), atol=0.006)


def test_only_the_treated_change_when_an_effect_is_planted() -> None:
    without = experiments.table(2, MAIL, 5_000, Effects().planted(MAIL, Effect()))
    with_it = experiments.table(2, MAIL, 5_000)
    for arm in ("control", "holdout"):
        for name in ("spend", "visit", "margin", "unsubscribed"):
            assert (column(without, name, arm) == column(with_it, name, arm)).all()
    assert (column(with_it, "orders", "treatment").sum()) > column(without, "orders", "treatment").sum()
    assert (column(without, "pre_spend", "treatment") == column(with_it, "pre_spend", "treatment")).all()


@pytest.mark.parametrize("part", ["orders", "basket"])
def test_a_stated_lift_is_the_average_lift_at_full_response(part: str) -> None:
    effect = replace(Effect(half_life_days=0), **{part: 0.1})
    truth = expected.effect(1, MAIL, 60_000, Effects.none().planted(MAIL, effect))
    # Types are drawn apart from rates, so that only the draw of types is left: 1% of the lift at this size.
    assert truth.spend / truth.control_spend == pytest.approx(0.1, abs=0.003)
    assert truth.margin / truth.control_margin == pytest.approx(0.1, abs=0.012)


def test_the_true_effect_of_nothing_is_exactly_nothing() -> None:
    truth = expected.effect(1, SENTIMENT_MAIL)
    assert (truth.orders, truth.spend, truth.margin) == (0, 0, 0)
    assert truth.net == -TRIALS[SENTIMENT_MAIL].cost_per_customer
    assert expected.program_effect(Lumen(seed=1, effects=Effects.none())).spend == 0


def test_planted_signs_come_out() -> None:
    truths = {each: expected.effect(1, each) for each in Initiative}
    assert truths[MAIL].net > 1
    assert truths[Initiative.RECOMMENDATIONS].net > 1
    assert truths[POPUP].net < -2
    assert truths[Initiative.SIZE_ADVICE].margin > 0.5


def test_the_pre_period_predicts_the_outcome() -> None:
    table = experiments.table(1, POPUP)
    assert 0.3 < np.corrcoef(column(table, "pre_spend", "control"), column(table, "spend", "control"))[0, 1] < 0.9


def test_withdrawn_consent_keeps_people_out_of_mail() -> None:
    plain = Lumen(seed=6, scale=Scale(customers=4_000))
    fewer = replace(plain, faults=Faults(consent_withdrawals=0.3))
    ids = [set(experiments.company_table(each, SENTIMENT_MAIL)["customer_id"].to_pylist()) for each in (plain, fewer)]
    assert ids[1] < ids[0]


@pytest.mark.slow
@pytest.mark.parametrize("initiative", [MAIL, POPUP, Initiative.RECOMMENDATIONS])
@pytest.mark.parametrize("name", ["spend", "margin"])
def test_intervals_cover_the_planted_effect(initiative: Initiative, name: str) -> None:
    covered = 0
    for seed in range(SEEDS):
        estimate = welch(experiments.table(seed, initiative, 6_000), name)
        covered += estimate.low <= getattr(expected.effect(seed, initiative, 6_000), name) <= estimate.high
    assert inside_band(covered, SEEDS, 0.95)


@pytest.mark.slow
def test_the_band_bites_when_the_truth_is_another() -> None:
    """Negative control: against a truth of nothing the same count leaves its band."""
    covered = 0
    for seed in range(SEEDS):
        estimate = welch(experiments.table(seed, POPUP, 6_000), "margin")
        covered += estimate.low <= 0 <= estimate.high
    assert not inside_band(covered, SEEDS, 0.95)


@pytest.mark.slow
def test_no_effect_gives_the_false_positives_of_the_level() -> None:
    p_values = [welch(experiments.table(seed, POPUP, 4_000, Effects.none()), "spend").p_value for seed in range(200)]
    assert inside_band(sum(p < 0.05 for p in p_values), 200, 0.05)


@pytest.mark.slow
def test_the_size_of_effects_decides_at_the_default_scale() -> None:
    for seed in range(8):
        assert welch(experiments.table(seed, MAIL), "margin").lower95 > 0
        assert welch(experiments.table(seed, POPUP), "margin").upper95 < 0


@pytest.mark.slow
def test_the_global_holdout_shows_the_whole_program() -> None:
    differences, truths, errors = [], [], []
    for seed in range(30):
        lumen = Lumen(seed=seed, scale=Scale(customers=8_000))
        table = experiments.holdout(lumen)
        held, program = column(table, "spend", "holdout"), column(table, "spend", "program")
        differences.append(program.mean() - held.mean())
        errors.append(held.var() / len(held) + program.var() / len(program))
        truths.append(expected.program_effect(lumen).spend)
    standard_error = np.sqrt(np.sum(errors)) / 30
    assert abs(np.mean(differences) - np.mean(truths)) < 3.3 * standard_error
    assert min(truths) > 20
