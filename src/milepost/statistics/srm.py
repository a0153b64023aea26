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


def same_share_p_value(hits: Sequence[int], sizes: Sequence[int]) -> float:
    """Return the chi-square p-value, in [0, 1], that all groups have one share of hits; 1 where all or none are hits.

    Pearson's test of homogeneity, without a correction for continuity. Raises ValueError when a group is empty.
    """
    if min(sizes) < 1:
        raise ValueError("a group is empty")
    share = sum(hits) / sum(sizes)
    if share in {0.0, 1.0}:
        return 1.0
    cells = zip(hits, sizes, strict=True)
    statistic = sum((seen - n * share) ** 2 / (n * share * (1 - share)) for seen, n in cells)
    return float(chdtrc(len(sizes) - 1, statistic))
