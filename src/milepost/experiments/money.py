"""From a lift to money: Welch, where margin and cost are constants."""

from milepost.experiments.design import MoneySpec
from milepost.experiments.readout import MoneyReading
from milepost.statistics.estimate import linear, probability_positive
from milepost.statistics.mean import mean_difference
from milepost.statistics.moments import Moments


def price(
    arm: str, control: Moments, treatment: Moments, money: MoneySpec, information: float | None = None
) -> MoneyReading:
    """Price one arm: (effect * margin - cost per unit) times the units treated.

    The estimand is the incremental contribution margin, intention to treat, over the arm's own units. With information
    its interval and bounds hold at every look, each about the units treated by then. Raises ValueError below two units
    in an arm, or when nothing varies.
    """
    contacted, cost = treatment.n, money.cost_per_unit * treatment.n
    effect = mean_difference(control, treatment, information=information)
    net = linear(effect, float(money.margin) * contacted, -float(cost))
    spent = float(cost)
    return MoneyReading(
        arm=arm,
        currency=money.currency,
        contacted=contacted,
        cost=cost,
        net=net.effect,
        net_ci95=(net.low, net.high),
        net_lower95=net.lower95,
        net_upper95=net.upper95,
        roi=net.effect / spent if spent else None,
        roi_ci95=(net.low / spent, net.high / spent) if spent else None,
        probability_positive=probability_positive(net),
        standard_error=net.standard_error,
    )
