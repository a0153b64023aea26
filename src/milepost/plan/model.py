"""What a plan reckons with: a program as numbers. Days count from `PlanModel.start`; money is in its currency."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from milepost.program.documents.capability import CostKind

NEVER = math.inf
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A quantity that nobody knows: its 10th, 50th and 90th percentile. Equal ones are a known quantity."""

    p10: float
    p50: float
    p90: float

    def times(self, factor: float) -> "Range":
        """Return the range of the quantity times a factor of zero or more."""
        return Range(p10=self.p10 * factor, p50=self.p50 * factor, p90=self.p90 * factor)


NOTHING = Range(p10=0.0, p50=0.0, p90=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCost:
    """What a capability costs of one kind: once when work begins, each month from then on, each day of full reach.

    Reach rises over `ramp` days from going live and stays while it runs, however its effect fades: a contact costs what
    it costs. What does not work is tried out at the same reach until it is taken out.
    """

    kind: CostKind
    once: float = 0.0
    a_month: float = 0.0
    a_day: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One capability.

    `after` and `team` are places in the model's lists; predecessors come before. `ready` is the first day on which work
    may begin, `staffed` the day from which all roles are filled, NEVER where nobody knows. `approval` and `effort` are
    days. `succeeds` is the chance that it works at all; one that does not earns nothing, lets nothing follow it, and
    costs money for `exit_after` days more. `money` is what it earns on a day of full effect, in currency; `level` how
    far it moves its KPI at full effect, in the KPI's unit; `is_up` tells which way is better. The effect rises over
    `ramp` days and then halves each `half_life` days, None where it stays. `done` and `works` are what the record
    knows, None where it knows nothing. `ends` is the day on which it is retired: what is not live by then never is.

    It costs nothing while it waits. What was spent or earned before day 0 is not the program's.
    """

    slug: str
    after: tuple[int, ...] = ()
    team: int | None = None
    ready: float = 0.0
    staffed: float = 0.0
    approval: Range = NOTHING
    effort: Range = NOTHING
    succeeds: float = 1.0
    money: Range = NOTHING
    kpi: str | None = None
    level: Range = NOTHING
    is_up: bool = True
    ramp: float = 0.0
    half_life: float | None = None
    exit_after: float = 0.0
    costs: tuple[PlannedCost, ...] = ()
    done: float | None = None
    works: bool | None = None
    ends: float = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTeam:
    """A team: how many capabilities it works on at once, from which day on."""

    slug: str
    parallel: int = 1
    starts: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMilestone:
    """A milestone: reached when its capabilities work and its measurements are in. `due` NEVER where it has no date.

    `measured` is the first day on which the evidence it asks for can be there; `after` are milestones, by place.
    `achieved` is the day on which the record has it reached, None where it has not.
    """

    slug: str
    goal: str
    due: float
    capabilities: tuple[int, ...]
    after: tuple[int, ...] = ()
    measured: float = 0.0
    achieved: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGoal:
    """A goal: its KPI's level today, the target, the day, and the capabilities that move the KPI.

    `is_up` tells which way is better. The level at `by` is the baseline and what the working capabilities add.
    """

    slug: str
    kpi: str
    baseline: float
    target: float
    by: float
    is_up: bool
    capabilities: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanModel:
    """The program as numbers. `discount` is a year's rate; `correlation` that of any two benefits, in [0, 1].

    `as_of` is the day up to which the record was read: what it does not know to be live is not live before that day.
    """

    start: date
    months: int
    currency: str
    capabilities: tuple[Planned, ...]
    teams: tuple[PlannedTeam, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()
    discount: float = 0.0
    correlation: float = 0.0
    serves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The goals that each capability serves, by slug."""
    as_of: float = -NEVER

    @property
    def days(self) -> float:
        """Return the length of the horizon."""
        return self.months * DAYS_A_MONTH

    def day(self, number: float) -> date | None:
        """Return the calendar day of a day number, None for NEVER and beyond all calendars; a day begun counts."""
        try:
            return None if math.isinf(number) else self.start + timedelta(days=math.ceil(number - 1e-9))
        except OverflowError:
            return None

    def number(self, day: date) -> float:
        """Return the day number of a calendar day; negative before the start."""
        return float((day - self.start).days)
