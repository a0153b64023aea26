"""A staggered start as designed, and as read: what each row of a started group takes less, and how much that is in all.

Hours and days are capacity: people may do something else with them, and no budget is lower. Cash is what left a budget
and finance signed for. The two are different types, and there is no sum of them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.finding import Finding
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.metric import MetricSpec
from milepost.outcomes.rollout import GroupStart, RolloutSpec
from milepost.statistics.estimate import Estimate
from milepost.statistics.sensitivity import Sensitivity
from milepost.statistics.staggered import RolloutEffect


@dataclass(frozen=True, slots=True, kw_only=True)
class CashSpec:
    """What one unit saved costs (`per`, in `currency`), and which share of it, up to 1, really left the budget."""

    per: Decimal
    share: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutDesign:
    """A staggered start. The first metric is the primary one, the effort of a row: less is better.

    `unit` is the primary's, such as hours. `ramp_days` is how long a group is thought to learn, 0 for at once: a wrong
    one costs width. `randomised` is a person's statement that the order was drawn. `cash` is None where no budget fell.
    """

    spec: RolloutSpec
    unit: str
    alpha: float = 0.05
    ramp_days: int = 0
    randomised: bool = False
    cash: CashSpec | None = None

    @property
    def grade(self) -> Grade:
        """Return A where the order was drawn at random, else B: the groups' times are then only assumed to be alike."""
        return Grade.A if self.randomised else Grade.B


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """One metric: its effect per row of a started group.

    `before` is the mean of rows that had not started, `after` of those that had and were compared. `p_adjusted` is the
    primary's own p-value, Benjamini-Hochberg's for the others.
    """

    metric: MetricSpec
    found: RolloutEffect
    before: float
    after: float
    p_adjusted: float

    @property
    def effect(self) -> Estimate:
        """Return the effect, started less not started."""
        return self.found.estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Effort that was not needed: `saved` over all `rows` that were compared, in `unit`. It is no money."""

    metric: str
    unit: str
    rows: int
    saved: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class CashSaved:
    """What left a budget: `saved` in `currency`, `share` of the capacity at what it costs."""

    currency: str
    share: Decimal
    rows: int
    saved: Estimate
    probability_positive: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutReading:
    """What a staggered start showed. `waiting` counts the rows that had not started.

    `until` is the day read up to, not included. `strength` is that of a hidden cause which would undo the primary
    effect, None at grade A. `findings` are warnings. The first of `efforts` is the primary metric.
    """

    groups: tuple[GroupStart, ...]
    efforts: tuple[Effort, ...]
    capacity: Capacity
    cash: CashSaved | None
    grade: Grade
    alpha: float
    waiting: int
    until: date
    strength: Sensitivity | None = None
    sentence: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def primary(self) -> Effort:
        """Return the primary metric's reading."""
        return self.efforts[0]

    def phase_of(self, effort: Effort) -> Phase:
        """Return Successful where a metric fell, Failed where it rose, Inconclusive where neither is shown."""
        if effort.p_adjusted >= self.alpha:
            return Phase.INCONCLUSIVE
        return Phase.SUCCESSFUL if effort.effect.effect < 0 else Phase.FAILED
