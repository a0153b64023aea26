"""What is asked of a table, and what comes back: one set of moments for each arm and metric."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.kernel.finding import Rule
from milepost.outcomes.metric import OF_VALUES, MetricKind, MetricSpec
from milepost.outcomes.rules import (
    NEGATIVE_COST,
    NEGATIVE_MONEY,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_ARM,
    NULL_UNIT,
    NULL_VALUE,
    OTHER_CURRENCY,
    UNREADABLE_VALUE,
)
from milepost.statistics.moments import Moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that every cell of a column must keep; with `binary` the cells are read as zeros and ones.

    `only` is the one text allowed, for a rule on texts.
    """

    rule: Rule
    column: str
    binary: bool = False
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateSpec:
    """What to aggregate. `unit` is None where each row is a unit.

    `covariates` are columns known before the treatment. `money_column` is revenue and `cost_column` what a unit cost,
    neither ever negative; None without. `currency_column` says which currency a row is in: each must be `currency`.
    """

    arm_column: str
    metrics: tuple[MetricSpec, ...]
    unit: str | None = None
    covariates: tuple[str, ...] = ()
    money_column: str | None = None
    cost_column: str | None = None
    currency_column: str | None = None
    currency: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column needed, each once, in the order asked for."""
        named = (self.arm_column, self.unit, *(column for column, _ in self.value_columns), self.currency_column)
        return tuple(dict.fromkeys(column for column in named if column))

    @property
    def value_columns(self) -> tuple[tuple[str, bool], ...]:
        """Return the columns of numbers, each once with whether it is read as zeros and ones."""
        metrics = ((column, metric.is_binary) for metric in self.metrics for column in metric.columns)
        others = (*self.covariates, *((self.cost_column,) if self.cost_column else ()))
        return tuple(dict.fromkeys((*metrics, *((column, False) for column in others))))

    @property
    def of_moments(self) -> tuple[MetricSpec, ...]:
        """Return the metrics that moments are enough for."""
        return tuple(metric for metric in self.metrics if metric.kind not in OF_VALUES)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return every rule for cells, in the order in which they are reported."""
        checks = [Check(rule=NULL_ARM, column=self.arm_column)]
        if self.unit:
            checks.append(Check(rule=NULL_UNIT, column=self.unit))
        for column, binary in self.value_columns:
            checks += [Check(rule=rule, column=column, binary=binary) for rule in self.rules_of(column, binary=binary)]
        if self.currency_column:
            checks.append(Check(rule=OTHER_CURRENCY, column=self.currency_column, only=self.currency))
        return tuple(checks)

    def rules_of(self, column: str, *, binary: bool) -> tuple[Rule, ...]:
        """Return the rules that a column's numbers must keep."""
        rules = [NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE]
        rules += [NOT_BINARY_VALUE] if binary else []
        rules += [NEGATIVE_MONEY] if column == self.money_column else []
        rules += [NEGATIVE_COST] if column == self.cost_column else []
        return tuple(rules)

    def names_of(self, metric: MetricSpec) -> tuple[tuple[str, bool], ...]:
        """Return the value columns of a metric's moments: its own, then the covariates."""
        own = tuple((column, metric.is_binary) for column in metric.columns)
        return (*own, *((column, False) for column in self.covariates))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmAggregates:
    """One arm: `n` units, and per metric name the moments of its columns.

    These are its numerator, its denominator for a ratio, then each covariate. `thirds` holds the third central moment
    of a mean's column, the average of (x - mean)^3, where it is known. A metric that needs the values has neither.
    """

    arm: str
    n: int
    moments: Mapping[str, Moments]
    thirds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregates:
    """A table, aggregated: arms by name. `source` says where it came from, for findings; empty when unknown.

    `is_whole` is False where a row breaks a check, `mixed_units` counts the units in two arms or more: with either, the
    moments are not to be used. `broken` says how many rows break which check, once that was asked.
    """

    source: str = ""
    arms: tuple[ArmAggregates, ...]
    is_whole: bool = True
    broken: Mapping[Check, int] = field(default_factory=dict)
    mixed_units: int = 0

    @property
    def is_sound(self) -> bool:
        """Tell whether every cell kept the rules."""
        return self.is_whole and not self.broken and not self.mixed_units


def has_third(metric: MetricSpec) -> bool:
    """Tell whether the third moment of a metric is asked for: a mean may be skewed, a share says its own skewness."""
    return metric.kind is MetricKind.MEAN
