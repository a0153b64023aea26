"""The program, its goals, KPIs, metrics, milestones, roles and sources."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from milepost.kernel.time import Duration, Period
from milepost.kernel.words import Grade
from milepost.program.documents.choosing import Choosing
from milepost.program.documents.condition import Condition
from milepost.program.fields import (
    Amount,
    Capabilities,
    Day,
    Document,
    FiscalQuarter,
    Length,
    Milestones,
    MonthDay,
    Number,
    Share,
    Slug,
    Span,
    Spread,
    Text,
    TimeZone,
    ToContract,
    ToGoal,
    ToKpi,
    ToMetric,
    ToRole,
    ToSource,
    Truth,
)


class Approach(StrEnum):
    """The operating model of the program."""

    TOP_DOWN = "top-down"
    PILOT_LED = "pilot-led"
    HYBRID = "hybrid"


class Tolerances(Document):
    """Where status words change. Shares are chances of making the date."""

    off_track_below: Share = Decimal("0.5")
    at_risk_below: Share = Decimal("0.8")
    expiring_within: Length = Duration(days=14)


class Planning(Document):
    """What a plan assumes of a capability that says nothing else. Docs: docs/planning.md names where each comes from.

    `approval` is how long a signature takes, `succeeds` the chance that a capability works at all, `ramp` the time from
    going live to full effect, `half_life` after which half of the effect is gone (None: it does not decay),
    `exit_after` how long a capability that does not work still costs money, `correlation` that of any two benefits.
    """

    approval: Spread = Spread(p10=Duration(days=3), p50=Duration(days=10), p90=Duration(days=30))
    succeeds: Share = Decimal("0.5")
    ramp: Length = Duration(months=2)
    half_life: Length | None = None
    exit_after: Length = Duration(months=3)
    correlation: Share = Decimal("0.2")


class Program(Document):
    """The whole: who answers for it, its money, its calendar, where status words change."""

    id: Slug
    title: Text
    sponsor: ToRole
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    time_zone: TimeZone
    starts: Day
    horizon: Length
    fiscal_year_starts: MonthDay = "01-01"
    approach: Approach = Approach.HYBRID
    tolerances: Tolerances = Tolerances()
    planning: Planning = Planning()
    choosing: Choosing = Choosing()

    @property
    def period(self) -> Period:
        """Return the dates the program runs over."""
        return Period(self.starts, self.horizon.after(self.starts))


class Target(Document):
    """What the goal's KPI shall be, by when. The grade is that of a level measured from a contracted source."""

    value: Amount
    by: Day
    grade: Grade = Grade.C


class Goal(Document):
    """An outcome 12 to 18 months away; its owner is its KPI's. Priority 1 is the sponsor's first."""

    id: Slug
    title: Text
    priority: Annotated[int, Field(ge=1)] = 1
    kpi: ToKpi
    target: Target


class Benefit(StrEnum):
    """Cash that comes in, or effort that is saved; the two are never added."""

    REVENUE = "revenue"
    EFFICIENCY = "efficiency"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Baseline(Document):
    """What the KPI was before: frozen when the program is first accepted."""

    window: Span
    value: Amount


class Kpi(Document):
    """A number that people are held to. `baseline` and `owner` have checks of their own.

    `population` is how many units the KPI is taken over; None where nobody says, and a plan then takes a capability to
    reach all of them.
    """

    id: Slug
    title: Text | None = None
    benefit: Benefit
    owner: ToRole | None = None
    direction: Direction = Direction.UP
    metric: ToMetric
    baseline: Baseline | None = None
    population: Annotated[int, Field(gt=0)] | None = None


class Aggregate(StrEnum):
    """How a metric's column becomes one number."""

    MEAN = "mean"
    PROPORTION = "proportion"
    RATIO = "ratio"


class Times(Document):
    """A margin or unit value that turns a metric into money; finance signs it."""

    value: Annotated[Number, Field(gt=0)]
    signed_by: ToRole


class Metric(Document):
    """A query that runs on every engine. With `times` its unit is the program's currency unless `unit` says other."""

    id: Slug
    title: Text | None = None
    source: ToSource
    per: Text
    column: Text
    aggregate: Aggregate = Aggregate.MEAN
    denominator: Text | None = None
    times: Times | None = None
    unit: Text | None = None

    @property
    def measured(self) -> tuple[object, ...]:
        """Return what makes two metrics of a source one, whatever they are called and a unit of them is worth."""
        return self.column, self.aggregate, self.denominator

    def unit_in(self, currency: str) -> str:
        """Return the metric's unit; empty for a pure number."""
        return self.unit or (currency if self.times else "")


class Milestone(Document):
    """A quarterly step: what shows that it is reached. `due` is the last day of the quarter unless given."""

    id: Slug
    title: Text | None = None
    goal: ToGoal
    quarter: FiscalQuarter | None = None
    due: Day | None = None
    owner: ToRole | None = None
    capabilities: Capabilities = ()
    after: Milestones = ()
    exit: Condition | None = None

    def due_date(self, fiscal_year_starts: str) -> date | None:
        """Return the last day on which it is in time, or None where neither quarter nor date is given."""
        if self.due is not None or self.quarter is None:
            return self.due
        month, day = (int(part) for part in fiscal_year_starts.split("-"))
        return Duration(days=-1).after(self.quarter.period(month, day).end)


class Function(StrEnum):
    """Which part of the company a role belongs to."""

    MARKETING = "marketing"
    PRODUCT = "product"
    DATA = "data"
    SALES = "sales"
    FINANCE = "finance"
    OTHER = "other"


class Role(Document):
    """A seat, not a person. With `held_by` empty it is unfilled, and what needs it is blocked.

    `expected` is the day on which an unfilled seat is to be filled; None where nobody knows.
    """

    id: Slug
    title: Text | None = None
    function: Function = Function.OTHER
    held_by: Text | None = None
    expected: Day | None = None


class Team(Document):
    """People who build. `parallel` is how many capabilities they work on at once; 0 is a team that is not there.

    A team that no document describes works on one capability at a time.
    """

    id: Slug
    title: Text | None = None
    owner: ToRole | None = None
    function: Function = Function.OTHER
    parallel: Annotated[int, Field(ge=0, le=1000)] = 1
    starts: Day | None = None


class Access(StrEnum):
    """How far one has come with reading a source."""

    GRANTED = "granted"
    REQUESTED = "requested"
    MISSING = "missing"


class Source(Document):
    """A named source and its contract; where it lies is deployment (`--source NAME=PATH`).

    `gap` says in words what stands between the source and its use; None where nothing does. `simulated`
    says that nobody did what its rows tell: whatever rests on it is shown as simulated.
    """

    id: Slug
    title: Text | None = None
    owner: ToRole
    contract: ToContract
    table: Text | None = None
    access: Access = Access.GRANTED
    gap: Text | None = None
    simulated: Truth = False
