"""The artifact: what a series showed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.finding import Finding
from milepost.kernel.words import Grade, Phase
from milepost.program.documents.ways import SeriesMethod
from milepost.statistics.estimate import Estimate
from milepost.statistics.sensitivity import Sensitivity
from milepost.statistics.series import SeriesEffect


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReading:
    """One metric, in its unit. `effect` sums over the periods after; `strength` is a hidden cause's.

    Both are None, and the phase is Error, where the metric does not vary.
    """

    metric: str
    is_primary: bool
    phase: Phase
    effect: SeriesEffect | None = None
    strength: Sensitivity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReadOut:
    """What a series showed: `before` and `after` count periods, each a `step` (day, week, month). Grade C, always.

    `days` are the first and the last period's. `net` is what the change earned less `cost`, None where nothing was
    priced. `findings` say why a reading is missing.
    """

    method: SeriesMethod
    starts: date
    step: str
    days: tuple[date, date]
    before: int
    after: int
    season: int | None
    metrics: tuple[SeriesReading, ...]
    currency: str
    net: Estimate | None
    cost: Decimal
    sentence: str
    findings: tuple[Finding, ...] = ()
    grade: Grade = Grade.C
