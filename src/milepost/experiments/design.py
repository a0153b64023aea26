"""What an experiment was meant to be: arms, split, metrics, money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from milepost.outcomes.aggregates import AggregateSpec
from milepost.outcomes.metric import OF_VALUES, MetricKind, MetricSpec

SEED = 20_261_126


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySpec:
    """How a metric becomes money: `metric` is its column (revenue per unit, in `currency`).

    `margin` is the share of it that is kept, above 0; `cost_per_unit` is what treating one unit costs, 0 or more, and
    `cost_metric` a column of what each unit cost on top, in any arm; None where cost is a constant. `currency_column`
    says which currency a row is in; None where all are in `currency`.
    With `is_contribution` the column is what was kept already: returns may make it negative, which revenue may not be.
    """

    metric: str
    margin: Decimal
    cost_per_unit: Decimal
    currency: str = "USD"
    is_contribution: bool = False
    cost_metric: str | None = None
    currency_column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailSpec:
    """A metric that may not get worse by more than `margin`, 0 or more, in its own unit. Up is better."""

    metric: MetricSpec
    margin: Decimal
    is_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """An experiment's design. The first metric is the primary one; larger is better.

    `treatments` empty means every other arm. `split` gives intended shares by arm, summing to 1; empty means equal
    over the arms seen. `unit` is None where each row is a unit. `randomised` is a person's statement. `planned`, above
    zero, makes every interval, bound and p-value always-valid: it is how many units the compared arms were to have at
    the decision, fixed before looking. None is a fixed horizon. `covariates` are columns known before the treatment, by
    which means, proportions and ratios are adjusted. `seed` is that of every resample.
    """

    arm_column: str
    control: str
    metrics: tuple[MetricSpec, ...]
    treatments: tuple[str, ...] = ()
    split: Mapping[str, Decimal] = field(default_factory=dict)
    alpha: float = 0.05
    money: MoneySpec | None = None
    unit: str | None = None
    randomised: bool = False
    planned: int | None = None
    covariates: tuple[str, ...] = ()
    seed: int = SEED
    guardrails: tuple[GuardrailSpec, ...] = ()
    """Those that are no metric of the verdict are measured too, and belong to no family of claims."""
    segments: tuple[str, ...] = ()
    """Columns known before the treatment, by which effects are explored."""
    exposed_on: str | None = None
    """The column with the day of first exposure, empty where a unit never was; None where it is not known."""
    started: date | None = None
    """The first day on which a unit could be exposed; None leaves it unchecked."""

    @property
    def measured(self) -> tuple[MetricSpec, ...]:
        """Return the metrics, then the money metric as a mean and the guardrails' where they are not among them."""
        return (*self._judged, *self.guarding)

    @property
    def guarding(self) -> tuple[MetricSpec, ...]:
        """Return the metrics that only guard, each once."""
        judged = {each.name for each in self._judged}
        metrics = {each.metric.name: each.metric for each in self.guardrails}
        return tuple(each for name, each in metrics.items() if name not in judged)

    @property
    def _judged(self) -> tuple[MetricSpec, ...]:
        if self.money is None or any(_is_of(each, self.money.metric) for each in self.metrics):
            return self.metrics
        return (*self.metrics, MetricSpec(name=self.money.metric, kind=MetricKind.MEAN, column=self.money.metric))

    @property
    def money_metric(self) -> MetricSpec | None:
        """Return the metric that money is made of; None without money."""
        money = self.money
        return next((each for each in self.measured if money and _is_of(each, money.metric)), None)

    @property
    def aggregates(self) -> AggregateSpec:
        """Return what to ask of the table."""
        return AggregateSpec(
            arm_column=self.arm_column,
            metrics=self.measured,
            unit=self.unit,
            covariates=self.covariates,
            money_column=self.money.metric if self.money and not self.money.is_contribution else None,
            cost_column=self.money.cost_metric if self.money else None,
            currency_column=self.money.currency_column if self.money else None,
            currency=self.money.currency if self.money else "",
        )


def _is_of(metric: MetricSpec, column: str) -> bool:
    return metric.column == column and metric.denominator is None and metric.kind not in OF_VALUES
