"""Values of `experiment design` as people type them."""

from decimal import Decimal

from milepost.kernel.money import decimal
from milepost.surfaces.cli.values import Parsed


def percent(text: str) -> Decimal:
    """Read a share of at least 0 and below 1, as `5%` or `0.05`; raises ValueError."""
    value = decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 <= value < 1:
        raise ValueError(f"{text} is not a share: write 5% or 0.05")
    return value


def _effect(text: str) -> object:
    from milepost.experiments.sizing.asked import Effect

    value = float(decimal(text.removesuffix("%")))
    return Effect(value=value / 100 if text.endswith("%") else value, is_relative=text.endswith("%"))


def _margin(text: str) -> object:
    from milepost.experiments.sizing.asked import Margin
    from milepost.outcomes.metric import parse_metric

    metric, equals, margin = text.rpartition("=")
    if not equals or not metric or metric.endswith(":ratio"):
        raise ValueError(f"{text!r} is not COL=MARGIN: write returns=0.02, or returns:proportion=0.02")
    return Margin(metric=parse_metric(metric), margin=decimal(margin))


EFFECT = Parsed("X|X%", _effect)
MARGIN = Parsed("COL=MARGIN", _margin)
PERCENT = Parsed("5%", percent)
