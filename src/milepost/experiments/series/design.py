"""What is asked of a series: where the change lies, how it is read, what it is worth."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.outcomes.series.rows import SeriesSpec
from milepost.program.documents.ways import SeriesMethod

# Where the interval keeps its promise in simulation (tests/statistics/test_series.py), for memories up to 0.6.
LEAST_BEFORE, LEAST_AFTER = 24, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesMoney:
    """How a metric becomes money: its sum over the periods after, times `margin`, less `cost`, taken off once."""

    metric: str
    margin: Decimal
    cost: Decimal
    currency: str = "USD"
    is_contribution: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDesign:
    """A series' design. The first metric is the primary one; larger is better.

    `time` is the column of dates, one row a period; the change begins on `starts`. `season` is the cycle in periods,
    None where there is none; a before/after comparison has no use for it.
    """

    time: str
    starts: date
    metrics: tuple[MetricSpec, ...]
    method: SeriesMethod = SeriesMethod.INTERRUPTED
    season: int | None = None
    alpha: float = 0.05
    money: SeriesMoney | None = None

    @property
    def measured(self) -> tuple[MetricSpec, ...]:
        """Return the metrics, with the money metric added as a mean where it is not among them."""
        if self.money is None or self.money_metric is not None:
            return self.metrics
        return (*self.metrics, MetricSpec(name=self.money.metric, kind=MetricKind.MEAN, column=self.money.metric))

    @property
    def money_metric(self) -> MetricSpec | None:
        """Return the metric asked for that money is made of; None where it is not among them."""
        column = self.money.metric if self.money else None
        return next((each for each in self.metrics if each.column == column and each.denominator is None), None)

    @property
    def rows(self) -> SeriesSpec:
        """Return what to ask of the table."""
        column = self.money.metric if self.money and not self.money.is_contribution else None
        return SeriesSpec(time=self.time, metrics=self.measured, money_column=column)

    @property
    def least_before(self) -> int:
        """Return the fewest periods before the change: a whole season and eight, and never below 24."""
        is_seasonal = self.season is not None and self.method is SeriesMethod.INTERRUPTED
        return max(LEAST_BEFORE, self.season + 8) if is_seasonal and self.season else LEAST_BEFORE
