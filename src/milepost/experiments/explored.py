"""What was explored beside the verdict: effects by segment, and by week of first exposure. None of it decides."""

from dataclasses import dataclass
from datetime import date

from milepost.statistics.estimate import Estimate
from milepost.statistics.heterogeneity import Heterogeneity


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentReading:
    """One metric of one arm against the control within one segment, in the metric's unit.

    `units` are those of both arms. `estimate` is None where nothing varies. `p_adjusted` is Benjamini-Hochberg's over
    all segment readings of the read-out.
    """

    column: str
    segment: str
    arm: str
    metric: str
    units: int
    estimate: Estimate | None
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """Do the segments of a column differ in the arm's effect on the primary metric? At a single look.

    `p_adjusted` is Benjamini-Hochberg's over all such tests.
    """

    column: str
    arm: str
    metric: str
    test: Heterogeneity
    p_adjusted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """All segment readings, exploratory. `folded` names by column the segments joined into one, for want of units.

    `left_out` counts by column the units that were in no segment large enough, even joined.
    """

    readings: tuple[SegmentReading, ...]
    interactions: tuple[Interaction, ...]
    folded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """How many of an arm's `n` units were exposed."""

    arm: str
    n: int
    exposed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The units first exposed in one week, 0 from the start on, and the arm's effect on them."""

    arm: str
    week: int
    units: int
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """By how much an arm's effect changes from one week's cohort to the next, at a single look."""

    arm: str
    slope: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """The primary metric's effect by week of first exposure. `first` and `last` are the first and last day of any.

    `even_p` is the chi-square p-value that all arms were exposed alike. Where they were not, or weeks are too few,
    cohorts and trends are missing and the sentence says so.
    """

    metric: str
    first: date
    last: date
    exposed: tuple[Exposed, ...]
    even_p: float
    is_even: bool
    cohorts: tuple[Cohort, ...]
    trends: tuple[Trend, ...]
    sentence: str
