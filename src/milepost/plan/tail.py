"""What the worst futures come to."""

import numpy as np

from milepost.plan.draws import Floats


def worst(net: Floats, tail: float) -> tuple[float, Floats]:
    """Return the mean of the worst `tail` of futures, and the weights of the futures in it, which add up to one.

    The conditional value at risk (Rockafellar & Uryasev 2000, "Optimization of conditional value-at-risk"); the last
    future is in it by the part that makes the share exact.
    """
    count = len(net)
    weights = np.zeros(count)
    order = np.argsort(net, kind="stable")
    share = np.minimum(1 / (tail * count), np.clip(1 - np.arange(count) / (tail * count), 0, None))
    weights[order] = share
    return float(net @ weights), weights
