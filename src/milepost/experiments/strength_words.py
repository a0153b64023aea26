"""How strong a hidden cause would have to be, in words; apart from the formulas, which load more than words need."""

METHOD = "Cinelli & Hazlett 2020"
E_METHOD = "VanderWeele & Ding 2017"


def strength_words(
    estimate: float,
    interval: float,
    e_values: tuple[float, float] | None = None,
    *,
    treated: str = "who was treated",
    outcome: str = "the outcome",
) -> str:
    """Say which share of both a hidden cause must explain to erase the estimate, and to leave its interval at zero.

    Shares are in [0, 1]; `e_values` are the estimate's and the interval's, None where the outcome is no share of units.
    """
    if interval <= 0:
        return f"It takes no hidden cause to leave it unproven: it is not told apart from zero as it is ({METHOD})."
    said = (
        f"A hidden cause that explains {_share(estimate)} of what is left of both {treated} and {outcome} would erase "
        f"it; {_share(interval)} would leave it unproven ({METHOD})."
    )
    if e_values is None:
        return said
    return (
        f"{said} As a risk ratio with both: {e_values[0]:.2f}, or {e_values[1]:.2f} for its interval (E-value, "
        f"{E_METHOD})."
    )


def _share(value: float) -> str:
    return ">99%" if value >= 0.99 else f"{value * 100:.2g}%"
