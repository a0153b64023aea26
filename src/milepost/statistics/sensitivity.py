"""How strong a hidden common cause of treatment and outcome would have to be to undo an effect.

Robustness value: Cinelli & Hazlett (2020), "Making sense of sensitivity: extending omitted variable bias", section 4.2,
with the bound's value by the same authors' later "An omitted variable bias framework for sensitivity analysis of
instrumental variables" (2025): it asks whether any confounder up to that strength leaves the interval beside zero.
E-value: VanderWeele & Ding (2017), "Sensitivity analysis in observational research: introducing the E-value".
"""

import math
from dataclasses import dataclass

from milepost.statistics.estimate import Estimate, quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Shares of what is left of both, treatment and outcome, that a hidden cause must explain; each in [0, 1].

    `estimate` brings the effect to zero. `interval` makes its two-sided 95% interval touch zero, 0 where it does so
    already. `e_value` and `e_value_interval` are risk ratios, 1 or more: None where the outcome is no share of units.
    """

    estimate: float
    interval: float
    e_value: float | None = None
    e_value_interval: float | None = None


def sensitivity(of: Estimate, degrees_of_freedom: float) -> Sensitivity:
    """Judge an effect by its t value; `degrees_of_freedom` is that of the regression it stands for, above 1.

    For a difference of two arms that is the units less two. Raises ValueError at 1 degree of freedom or fewer.
    """
    if degrees_of_freedom <= 1:
        raise ValueError("a robustness value needs more than one degree of freedom")
    t = of.effect / of.standard_error
    return Sensitivity(
        estimate=robustness_value(t, degrees_of_freedom),
        interval=robustness_value(t, degrees_of_freedom, alpha=0.05),
    )


def robustness_value(t: float, degrees_of_freedom: float, alpha: float | None = None) -> float:
    """Return the least partial R2, with treatment and outcome alike, that brings the effect to zero; in [0, 1].

    With `alpha` it is the one that brings the two-sided interval at 1 - alpha to zero, 0 where it holds zero as it is.
    """
    f = abs(t) / math.sqrt(degrees_of_freedom)
    if alpha is None:
        return _value(f)
    critical = quantile(1 - alpha / 2, degrees_of_freedom - 1) / math.sqrt(degrees_of_freedom - 1)
    if f <= critical:
        return 0.0
    if f > 1 / critical:
        # Here the worst confounder explains less of the outcome than of the treatment: the extreme value holds.
        return (f**2 - critical**2) / (1 + f**2)
    return _value(f - critical)


def e_value(risk_ratio: float) -> float:
    """Return the risk ratio, 1 or more, that a hidden cause needs with both treatment and outcome to explain this one.

    Raises ValueError when the ratio is not above zero.
    """
    if not risk_ratio > 0:
        raise ValueError("a risk ratio is above zero")
    away = max(risk_ratio, 1 / risk_ratio)
    return away + math.sqrt(away * (away - 1))


def e_value_of_interval(low: float, high: float) -> float:
    """Return the E-value of the limit of a risk ratio's interval that is nearer to 1; 1 where the interval holds 1."""
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)


def _value(f: float) -> float:
    # 0.5 (sqrt(f^4 + 4 f^2) - f^2), written so that a large f does not cancel.
    return 2 * f / (f + math.hypot(f, 2))
