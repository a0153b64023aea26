"""What is asked of a table, and what comes back: one set of moments for each arm and metric."""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.kernel.finding import Rule
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rules import (
    NEGATIVE_MONEY,
    NOT_BINARY_VALUE,
    NOT_FINITE_VALUE,
    NULL_ARM,
    NULL_UNIT,
    NULL_VALUE,
    UNREADABLE_VALUE,
)
from milepost.statistics.moments import Moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that every cell of a column must keep; with `binary` the cells are read as zeros and ones."""

    rule: Rule
    column: str
    binary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateSpec:
    """What to aggregate. `unit` is None where each row is a unit.

    `money_column` is revenue, which is never negative; None without.
    """

    arm_column: str
    metrics: tuple[MetricSpec, ...]
    unit: str | None = None
    money_column: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column needed, each once, in the order asked for."""
        metrics = (column for metric in self.metrics for column in metric.columns)
        return tuple(dict.fromkeys((self.arm_column, *((self.unit,) if self.unit else ()), *metrics)))

    @property
    def value_columns(self) -> tuple[tuple[str, bool], ...]:
        """Return the metrics' columns, each once with whether it is read as zeros and ones."""
        return tuple(dict.fromkeys((c, m.is_binary) for m in self.metrics for c in m.columns))

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return every rule for cells, in the order in which they are reported."""
        checks = [Check(rule=NULL_ARM, column=self.arm_column)]
        if self.unit:
            checks.append(Check(rule=NULL_UNIT, column=self.unit))
        for column, binary in self.value_columns:
            rules = [NULL_VALUE, UNREADABLE_VALUE, NOT_FINITE_VALUE]
            rules += [NOT_BINARY_VALUE] if binary else []
            rules += [NEGATIVE_MONEY] if column == self.money_column else []
            checks += [Check(rule=rule, column=column, binary=binary) for rule in rules]
        return tuple(checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmAggregates:
    """One arm: `n` units, and per metric name the moments of its numerator (and its denominator, for a ratio)."""

    arm: str
    n: int
    moments: Mapping[str, Moments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregates:
    """A table, aggregated: arms by name. `source` says where it came from, for findings; empty when unknown.

    `broken` counts the rows that break each check, where any do; `mixed_units` the units in two arms or more.
    With either, the moments are not to be used.
    """

    source: str = ""
    arms: tuple[ArmAggregates, ...]
    broken: Mapping[Check, int]
    mixed_units: int = 0

    @property
    def is_sound(self) -> bool:
        """Tell whether every cell kept the rules."""
        return not self.broken and not self.mixed_units
