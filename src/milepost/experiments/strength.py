"""How strong a hidden cause would have to be to erase an effect: for every reading that chance did not make."""

from dataclasses import replace

from milepost.experiments.strength_words import strength_words
from milepost.statistics.estimate import Estimate
from milepost.statistics.relative import Lift
from milepost.statistics.sensitivity import Sensitivity, e_value, e_value_of_interval, sensitivity


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
    e_values = None if of.e_value is None or of.e_value_interval is None else (of.e_value, of.e_value_interval)
    return strength_words(of.estimate, of.interval, e_values, treated=treated, outcome=outcome)
