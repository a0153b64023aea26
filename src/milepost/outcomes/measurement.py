"""A KPI's level, measured from its contracted source: an outcome, not an effect."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.words import Grade

MEASURED = "kpi.measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiMeasurement:
    """One level of a KPI, over `n` rows. Grade C: a level says nothing of what caused it."""

    basis: str
    metric: str
    """The digest of the metric it was measured by."""
    value: Decimal
    unit: str
    n: int
    rows_digest: str
    grade: Grade = Grade.C
