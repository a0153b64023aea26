"""What a reading without a control group would claim, to be set against the truth in `expected`."""

import numpy as np
import pyarrow.compute as pc

from milepost.simulation.lumen.experiments import company_table
from milepost.simulation.lumen.products import USUAL_MARGIN
from milepost.simulation.lumen.trials import HELD_END, PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Initiative, Lumen

NORMAL_95 = 1.6448536269514722


def before_after(lumen: Lumen, initiative: Initiative) -> float:
    """Claim, in EUR over all treated customers, that a trial brought whatever they spent more than before.

    Spend a week in the outcome window, less that of the 13 weeks before, at USUAL_MARGIN. It is wrong because the
    season, growth, media, rivals and other initiatives moved in the same weeks: the untreated moved as well. It also
    takes what comes back for sold and treating for free. `expected.company_effect` has the truth, for a customer.
    """
    table = company_table(lumen, initiative)
    treated = table.filter(pc.equal(table["arm"], "treatment"))
    after, before = (np.sum(treated[name].to_numpy()) for name in ("spend", "pre_spend"))
    weeks = TRIALS[initiative].weeks
    return float((after / weeks - before / PRE_WEEKS) * weeks * USUAL_MARGIN)


def sum_of_winners(lumen: Lumen, initiatives: tuple[Initiative, ...]) -> tuple[float, float]:
    """Claim, in EUR with a standard error, that a program earned in the holdout's year what its winners add up to.

    Of each trial whose one-sided 95% bound is above zero: the effect a treated customer and week, before what treating
    costs, times all eligible customers outside the holdout, times the weeks from its start to the year's end. It is
    wrong because losers are left out, winners were lucky, a season is taken for all year, half of a trial is untreated
    and initiatives disturb each other. `expected.held_effect` has the truth, for a customer.
    """
    earned = [_rolled_out(lumen, each) for each in initiatives]
    return sum(each for each, _ in earned), sum(error**2 for _, error in earned) ** 0.5


def _rolled_out(lumen: Lumen, initiative: Initiative) -> tuple[float, float]:
    table, trial = company_table(lumen, initiative), TRIALS[initiative]
    arms = (table.filter(pc.equal(table["arm"], arm))["margin"].to_numpy() for arm in ("control", "treatment"))
    control, treated = arms
    effect = float(treated.mean() - control.mean())
    error = float((treated.var(ddof=1) / len(treated) + control.var(ddof=1) / len(control)) ** 0.5)
    if effect - trial.cost_per_customer - NORMAL_95 * error <= 0:
        return 0.0, 0.0
    scale = (len(control) + len(treated)) * (HELD_END - trial.starts) / trial.weeks
    return effect * scale, error * scale
