"""What a reading without a control group would claim, to be set against the truth in `expected`."""

import numpy as np
import pyarrow.compute as pc

from milepost.simulation.lumen.experiments import company_table
from milepost.simulation.lumen.products import USUAL_MARGIN
from milepost.simulation.lumen.trials import PRE_WEEKS, TRIALS
from milepost.simulation.lumen.truth import Initiative, Lumen


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
