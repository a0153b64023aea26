"""How strong a hidden cause would have to be to erase an effect: for every reading that chance did not make."""

from dataclasses import replace

from milepost.statistics.estimate import Estimate
from milepost.statistics.relative import Lift
from milepost.statistics.sensitivity import Sensitivity, e_value, e_value_of_interval, sensitivity

METHOD = "Cinelli & Hazlett 2020"
E_METHOD = "VanderWeele & Ding 2017"


def strength_of(effect: Estimate, units: int, lift: Lift | None = None) -> Sensitivity | None:
    """Return the strength for a difference of two arms of `units` together; None below four units.

    `lift` adds the E-value: give it where the outcome is a share of units, whose lift is a risk ratio less 1.
    """
    if units < 4:
        return None
    found = sensitivity(effect, units - 2)
    if lift is None or lift.lift <= -1 or lift.interval is None:
        return found
    low, high = (max(0.0, 1 + each) for each in lift.interval)
    nearest = e_value_of_interval(low, high) if high > 0 else 1.0
    return replace(found, e_value=e_value(1 + lift.lift), e_value_interval=nearest)


def strength_said(of: Sensitivity, treated: str = "who was treated", outcome: str = "the outcome") -> str:
    """Say it in one plain sentence. It is a warning, and where it is high it still proves nothing."""
    if of.interval <= 0:
        return f"It takes no hidden cause to leave it unproven: it is not told apart from zero as it is ({METHOD})."
    said = (
        f"A hidden cause that explains {share(of.estimate)} of what is left of both {treated} and {outcome} would "
        f"erase it; {share(of.interval)} would leave it unproven ({METHOD})."
    )
    if of.e_value is None or of.e_value_interval is None:
        return said
    return (
        f"{said} As a risk ratio with both: {of.e_value:.2f}, or {of.e_value_interval:.2f} for its interval (E-value, "
        f"{E_METHOD})."
    )


def share(value: float) -> str:
    """Write a share with two digits that count, as a percentage."""
    return ">99%" if value >= 0.99 else f"{value * 100:.2g}%"
