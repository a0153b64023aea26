"""What is told of a chosen plan is told by other futures than those it was chosen by, and with its own error."""

import numpy as np

from milepost.plan.budget.choice import rebuilt
from milepost.plan.budget.outlook import fresh, outlook_of, worst_error
from milepost.plan.budget.solve import worst
from plan.budget.test_choice import chosen_or_fail, problem


def test_the_error_of_the_worst_futures_is_that_of_drawing_again() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.normal(0.0, 100.0, (400, 2_000))
    errors = [worst_error(each, 0.05) for each in drawn[:50]]
    again = np.std([worst(each, 0.05)[0] for each in drawn])
    assert abs(np.mean(errors) / again - 1) < 0.12
    # Negative control: the mean's own error is too small by far.
    assert again > 1.8 * 100.0 / np.sqrt(2_000)


def test_the_futures_of_a_choice_flatter_it() -> None:
    """Over problems that are small and risky, the futures of the choice promise more than others keep."""
    own, others = [], []
    for seed in range(12):
        of = problem(seed)
        found = chosen_or_fail(of)
        plan = rebuilt(of.options.model, found.ready)
        own.append(outlook_of(plan, of.asked, 1, 200).net / of.scale)
        others.append(outlook_of(plan, of.asked, fresh(1), 2_000).net / of.scale)
    assert np.mean(own) > np.mean(others)
