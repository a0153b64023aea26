"""What may be said of a comparison: nothing is recommended on overlap, what is clearly better is named."""

from collections.abc import Mapping

import numpy as np
import pytest

from milepost.plan.approaches.compare import Comparison, Interval, compare
from milepost.plan.approaches.judged import Word, judge, told_apart
from milepost.plan.approaches.measured import Futures
from milepost.plan.approaches.reference import reference_model
from milepost.program.documents.choosing import Choosing, Measure, Weights
from milepost.program.documents.outline import Approach
from plan.approaches.assume import but, ours, still

SETS, EACH = 40, 25
TOP, PILOT, HYBRID = Approach.TOP_DOWN, Approach.PILOT_LED, Approach.HYBRID


def made(values: Mapping[Measure, tuple[float, float, float]], noise: float = 1.0, seed: int = 1) -> Comparison:
    """Make a comparison whose models have these means, by measure, and noise of their own."""
    rng = np.random.default_rng(seed)
    futures = {}
    for place, approach in enumerate(Approach):
        told = {
            each: values.get(each, (0.0, 0.0, 0.0))[place] + noise * (each in values) * rng.normal(size=SETS * EACH)
            for each in Measure
        }
        futures[approach] = Futures(values=told, missed=np.zeros((SETS * EACH, 0), bool))
    return Comparison(plan=reference_model(), seed=1, sets=SETS, each=EACH, futures=futures, cost=0.0)


def test_nothing_is_recommended_while_intervals_overlap() -> None:
    """Not though one is better on average, and not though two of three can be told apart."""
    assert judge(made({Measure.NET: (0.0, 0.5, 1.0)}), Choosing()).named is None
    found = judge(made({Measure.NET: (0.0, 9.0, 9.5)}), Choosing())
    assert found.named is None
    assert {each.winner for each in found.of(Measure.NET)} == {None, HYBRID, PILOT}


@pytest.mark.parametrize("place", range(3))
def test_control_one_that_is_clearly_better_is_named(place: int) -> None:
    means = tuple(10.0 * (each == place) for each in range(3))
    found = judge(made({Measure.NET: means}), Choosing())  # type: ignore[dict-item]
    assert found.named is tuple(Approach)[place]


def test_less_is_better_where_it_is() -> None:
    found = judge(made({Measure.FIRST_VALUE: (12.0, 1.0, 6.0)}), Choosing(first=Measure.FIRST_VALUE))
    assert found.named is PILOT
    assert judge(made({Measure.FIRST_VALUE: (12.0, 1.0, 6.0)}), Choosing()).named is None


def test_an_interval_must_leave_out_zero_by_more_than_the_runs_error() -> None:
    assert told_apart(Interval(low=0.5, middle=1, high=2, errors=(0.1, 0.1, 0.1)))
    assert not told_apart(Interval(low=0.5, middle=1, high=2, errors=(0.3, 0.1, 0.1)))
    assert told_apart(Interval(low=-2, middle=-1, high=-0.5, errors=(0.3, 0.1, 0.1)))
    assert not told_apart(Interval(low=-2, middle=0, high=0.5, errors=(0.0, 0.0, 0.0)))


def test_no_two_alike_are_told_apart() -> None:
    """An 80% interval of a difference without a cause leaves out zero in no run."""
    found = [judge(made(dict.fromkeys(Measure, (0, 0, 0)), seed=seed), Choosing()) for seed in range(20)]
    assert not any(each.winner for one in found for each in one.differences)


def test_who_is_dominated() -> None:
    worse = {Measure.NET: (-5.0, 3.0, 4.0), Measure.FIRST_VALUE: (9.0, 2.0, 5.0), Measure.VISIBILITY: (0.1, 0.2, 0.9)}
    found = judge(made(worse, noise=0.01), Choosing()).balances
    assert set(found[TOP].dominated_by) == {PILOT, HYBRID}
    assert found[TOP].undominated == 0
    assert (found[PILOT].dominated_by, found[HYBRID].dominated_by) == ((), ())
    equal = judge(made({}, noise=0.0), Choosing()).balances
    assert all(not each.dominated_by and each.best == pytest.approx(1 / 3) for each in equal.values())


def test_best_balance_is_tested_and_may_hold_fail_or_stay_open() -> None:
    middling = {Measure.NET: (0.0, 0.0, 9.0), Measure.FIRST_VALUE: (9.0, 2.0, 5.0), Measure.VISIBILITY: (9.0, 1.0, 8.0)}
    assert judge(made(middling, noise=0.01), Choosing()).hypothesis is Word.HOLDS
    beaten = {Measure.NET: (0.0, 9.0, 5.0), Measure.FIRST_VALUE: (9.0, 2.0, 5.0)}
    assert judge(made(beaten, noise=0.01), Choosing()).hypothesis is Word.FAILS
    assert judge(made({Measure.NET: (0.0, 0.0, 0.0)}), Choosing()).hypothesis is Word.OPEN


def test_the_weighting_is_the_programs() -> None:
    values = {Measure.NET: (0.0, -5.0, 9.0), Measure.FIRST_VALUE: (9.0, 2.0, 5.0)}
    fast = Choosing(weights=Weights.model_validate({"net": "0", "first_value": "1"}))
    assert judge(made(values, noise=0.01), Choosing()).balances[HYBRID].best > 0.9
    assert judge(made(values, noise=0.01), fast).balances[PILOT].best == 1
    none = dict.fromkeys(Weights.model_fields, "0")
    nothing = judge(made(values), Choosing(weights=Weights.model_validate(none)))
    assert nothing.balances[HYBRID].best == pytest.approx(1 / 3)


def test_control_a_planted_better_model_is_named_by_a_whole_run() -> None:
    """Steering that takes a thousand hours a month more in two of three; taken out, none is named."""
    heavy = but(but(still(), TOP, steering_hours=(900, 1_000, 1_100)), PILOT, steering_hours=(900, 1_000, 1_100))
    assert judge(compare(reference_model(), heavy, 1, 20, 10), Choosing()).named is HYBRID
    assert judge(compare(reference_model(), still(), 1, 20, 10), Choosing()).named is None
    assert judge(compare(reference_model(), ours(), 1, 20, 10), Choosing()).named is None
