"""What is asked of a test that is not begun: the effect to find, how surely, among whom, at what cost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.experiments.design import MoneySpec
from milepost.experiments.sizing.rules import NO_DESIGN
from milepost.kernel.finding import Finding
from milepost.outcomes.metric import MetricKind, MetricSpec

PRE = "pre"
_WHOLE = Decimal("1e-6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect to find: `value` in the metric's unit, or with `is_relative` as a share of its level (0.05 is 5%)."""

    value: float
    is_relative: bool

    def at(self, level: float) -> float:
        """Return it in the metric's unit, at a level of the control."""
        return abs(self.value * level) if self.is_relative else abs(self.value)

    def __str__(self) -> str:
        return f"{self.value * 100:.4g}%" if self.is_relative else f"{self.value:.4g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A metric that may not get worse by more than `margin`, in its own unit, above zero."""

    metric: MetricSpec
    margin: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a design is made for. The first metric is the primary one, on which `effect` is to be found.

    `split` gives the share of each arm, the control first; `traffic` is units per day in a first week, None for those
    of the history. `most_weeks` is how long the test may take. `covariate` is None, `pre` (the metric in as many weeks
    before the test) or a column. `held_out` is the share of units that no test touches.
    """

    unit: str
    time: str
    metrics: tuple[MetricSpec, ...]
    effect: Effect
    power: float = 0.8
    alpha: float = 0.05
    split: Mapping[str, Decimal] = field(
        default_factory=lambda: {"control": Decimal("0.5"), "treatment": Decimal("0.5")}
    )
    traffic: Decimal | None = None
    most_weeks: int = 12
    covariate: str | None = None
    is_sequential: bool = False
    guardrails: tuple[Margin, ...] = ()
    held_out: Decimal = Decimal(0)
    compared_share: Decimal = Decimal(1)
    """The share of the units outside the holdout that come into the arms of the split; further arms take the others."""
    money: MoneySpec | None = None
    only: tuple[str, str] | None = None
    """A column and its value: the rows that are history, where others (a treated arm) are in the table too."""

    @property
    def measured(self) -> tuple[MetricSpec, ...]:
        """Return every metric to be read from the history, each once: asked for, guarded, or made into money."""
        found = [*self.metrics, *(each.metric for each in self.guardrails)]
        money = self.money
        if money and not any(each.column == money.metric and each.denominator is None for each in found):
            found.append(MetricSpec(name=money.metric, kind=MetricKind.MEAN, column=money.metric))
        return tuple({each.name: each for each in found}.values())

    @property
    def compared(self) -> int:
        """Return how many arms are compared with the control: Holm shares alpha among them at worst."""
        return len(self.split) - 1

    @property
    def covariate_column(self) -> str | None:
        """Return the column that is the covariate; None without one, or where it is the metric's own past."""
        return self.covariate if self.covariate != PRE else None

    def findings(self) -> Iterator[Finding]:
        """Find what makes no design of it."""
        if self.effect.value == 0:
            yield NO_DESIGN.at(None, "an effect of zero is found by no test", NO_DESIGN.fix)
        if not self.alpha < self.power < 1:
            yield NO_DESIGN.at(None, f"a power of {self.power:g} does not lie between alpha and 1", NO_DESIGN.fix)
        if (
            len(self.split) < 2
            or min(self.split.values()) <= 0
            or abs(sum(self.split.values(), Decimal(0)) - 1) > _WHOLE
        ):
            said = ", ".join(f"{arm}={share:.6g}" for arm, share in self.split.items())
            yield NO_DESIGN.at(None, f"the split {said} is no whole of two arms or more", NO_DESIGN.fix)
        for each in self.guardrails:
            if each.margin <= 0:
                message = f"the margin of {each.metric.name!r} is {each.margin}, not above zero"
                yield NO_DESIGN.at(None, message, NO_DESIGN.fix)
        if self.traffic is not None and self.traffic <= 0:
            yield NO_DESIGN.at(None, f"a traffic of {self.traffic} units a day brings nobody", NO_DESIGN.fix)
        if not 0 <= self.held_out < 1:
            yield NO_DESIGN.at(None, f"a holdout of {self.held_out:%} leaves nobody to test on", NO_DESIGN.fix)
        if self.money is not None and self.money.margin <= 0:
            yield NO_DESIGN.at(None, f"a margin of {self.money.margin} keeps nothing of a sale", NO_DESIGN.fix)
