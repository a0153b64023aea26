"""The artifact: what an experiment showed."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.experiments.explored import Novelty, Segments
from milepost.kernel.finding import Finding
from milepost.kernel.words import Grade, Phase
from milepost.statistics.estimate import Estimate
from milepost.statistics.relative import Lift
from milepost.statistics.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRatio:
    """How well the arms' sizes fit the intended split: a chi-square p-value, in [0, 1]."""

    p_value: float
    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSize:
    """How many units an arm has, and which share of them it was meant to have."""

    arm: str
    n: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricReading:
    """One metric of one arm against the control, in the metric's unit; intervals at 95%.

    Where no number may be shown, the phase is Error and everything measured is None. `lift` is also None where the
    control's level is not above zero. `strength`, of a hidden cause that would erase the effect, is None at grade A.
    `p_adjusted` is Holm's over arms on the primary metric, else Benjamini-Hochberg's over all secondary readings.
    """

    metric: str
    arm: str
    is_primary: bool
    phase: Phase
    control_level: float | None = None
    arm_level: float | None = None
    estimate: Estimate | None = None
    lift: Lift | None = None
    p_adjusted: float | None = None
    strength: Sensitivity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyReading:
    """What an arm earned net of cost, over all its `contacted` units, exact to the float; round it where it is shown.

    `net_lower95` and `net_upper95` are one-sided bounds; `roi` is net over cost, None where the cost is zero.
    """

    arm: str
    currency: str
    contacted: int
    cost: Decimal
    net: float
    net_ci95: tuple[float, float]
    net_lower95: float
    net_upper95: float
    roi: float | None
    roi_ci95: tuple[float, float] | None
    probability_positive: float
    standard_error: float = 0.0
    """Of `net`; zero where it was not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedReading:
    """A guardrail of one arm, in the metric's unit: Successful, Failed or Inconclusive; Inconclusive is no pass.

    `times` is how many times the units seen would decide it in four cases of five, were there no effect; None where it
    is decided, or where nothing can be read.
    """

    metric: str
    arm: str
    margin: Decimal
    is_up: bool
    phase: Phase
    because: str
    times: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOut:
    """What an experiment showed: metrics in order of arms within metric, money by arm, and one headline.

    `findings` say why a reading is missing; with one of severity error the read-out is no verdict. `planned` is the
    design's: where it is a number, every interval, bound and p-value holds at every look at once.
    """

    control: str
    alpha: float
    srm: SampleRatio
    arms: tuple[ArmSize, ...]
    metrics: tuple[MetricReading, ...]
    money: tuple[MoneyReading, ...]
    grade: Grade
    sentence: str
    findings: tuple[Finding, ...] = ()
    planned: int | None = None
    guardrails: tuple[GuardedReading, ...] = ()
    segments: Segments | None = None
    """Effects by segment, exploratory; None where none were asked for."""
    novelty: Novelty | None = None
    """Effects by week of first exposure; None where no exposure is known."""

    @property
    def interval(self) -> str:
        """Return what its intervals are: `always-valid` or `fixed`."""
        return "fixed" if self.planned is None else "always-valid"
