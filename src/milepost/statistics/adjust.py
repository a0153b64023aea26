"""p-values adjusted for how many were looked at."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust for the chance of any false claim (family-wise error), in the order given; none for none.

    Holm (1979), "A simple sequentially rejective multiple test procedure".
    """
    count, worst = len(p_values), 0.0
    adjusted = [0.0] * count
    for rank, index in enumerate(_ascending(p_values)):
        worst = max(worst, min(1.0, (count - rank) * p_values[index]))
        adjusted[index] = worst
    return tuple(adjusted)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust for the share of false claims among the claims (false discovery rate), in the order given.

    Benjamini & Hochberg (1995), "Controlling the false discovery rate".
    """
    count, best = len(p_values), 1.0
    adjusted = [0.0] * count
    for rank, index in reversed(list(enumerate(_ascending(p_values), start=1))):
        best = min(best, p_values[index] * count / rank)
        adjusted[index] = best
    return tuple(adjusted)


def _ascending(p_values: Sequence[float]) -> list[int]:
    return sorted(range(len(p_values)), key=p_values.__getitem__)
