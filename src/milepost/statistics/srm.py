"""Sample ratio mismatch: do the arms' sizes fit the intended split?"""

from collections.abc import Sequence

from scipy.special import chdtrc


def srm_p_value(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Return the chi-square p-value of counts against intended shares, in [0, 1]; 1 for a single arm.

    Shares are positive and sum to 1, in the order of the counts. Fabijan et al. (2019), "Diagnosing sample ratio
    mismatch in online controlled experiments". Raises ValueError when nothing was counted or the lengths differ.
    """
    total = sum(counts)
    if total <= 0:
        raise ValueError("no units were counted")
    expected = [total * share for share in shares]
    statistic = sum((seen - due) ** 2 / due for seen, due in zip(counts, expected, strict=True))
    return 1.0 if len(counts) < 2 else float(chdtrc(len(counts) - 1, statistic))
