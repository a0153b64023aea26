"""The reading without a control group: what it claims, and that it claims much where there is nothing."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.simulation.lumen import customers, expected, groups, naive, orders, products
from milepost.simulation.lumen.trials import PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Effects, Initiative, Lumen, Scale

RECOMMENDATIONS, POPUP = Initiative.RECOMMENDATIONS, Initiative.DISCOUNT_POPUP


def test_the_usual_margin_is_that_of_the_orders() -> None:
    drawn = orders.draw(Lumen(seed=1), customers.people(Lumen(seed=1), 0, 5_000), 0, 40)
    assert drawn.gross.sum() / drawn.spend.sum() == pytest.approx(products.USUAL_MARGIN, abs=0.001)


@pytest.mark.parametrize("initiative", Initiative)
def test_it_is_the_change_of_weekly_spend_of_the_treated(initiative: Initiative) -> None:
    lumen, trial = Lumen(seed=4, scale=Scale(customers=2_000)), TRIALS[initiative]
    who = customers.people(lumen, 0, 2_000)
    drawn = orders.draw(lumen, who)
    mine = (groups.group(lumen.seed, who, initiative) == groups.TREATED)[drawn.who]
    after = drawn.spend[mine & (drawn.week >= trial.starts) & (drawn.week < trial.ends)].sum()
    before = drawn.spend[mine & (drawn.week >= trial.starts - PRE_WEEKS) & (drawn.week < trial.starts)].sum()
    claim = (after - before * trial.weeks / PRE_WEEKS) * products.USUAL_MARGIN
    assert naive.before_after(lumen, initiative) == pytest.approx(claim, abs=0.01)


def test_after_christmas_it_claims_a_loss_where_nothing_was_done() -> None:
    for seed in range(6):
        lumen = Lumen(seed=seed, effects=Effects.none())
        truth = expected.company_effect(lumen, RECOMMENDATIONS)
        assert truth.margin == 0
        # More than a tenth of all that the treated customers earned the shop in these weeks.
        assert naive.before_after(lumen, RECOMMENDATIONS) < -0.1 * truth.control_margin * truth.customers / 2


def test_it_misses_the_loss_of_the_popup() -> None:
    claims, truths = [], []
    for seed in range(6):
        lumen = replace(Lumen(seed=seed), scale=Scale(customers=8_000))
        truth = expected.company_effect(lumen, POPUP)
        claims.append(naive.before_after(lumen, POPUP))
        truths.append(truth.net * truth.customers / 2)
    assert max(truths) < 0 < np.mean(claims)
