"""The artifact: how large a test must be, what each number of weeks could find, its cost, and what else would do."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.experiments.sizing.asked import Asked
from milepost.experiments.sizing.history import History
from milepost.kernel.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """What a test of `weeks` weeks can find. Effects are in the metric's unit; `relative` is over the level.

    `units` are in all arms together, `needed` how many would do. `power` is the chance to find the effect asked for,
    with --sequential that of having decided by then. `is_measured` is False where the history is shorter than the test
    and its units and variance were carried on. `gain` is the share of variance that the covariate takes away, 0 where
    none was asked for or measured.
    """

    weeks: int
    units: int
    level: float
    variance: float
    gain: float
    effect: float
    detectable: float
    relative: float | None
    power: float
    needed: int
    is_measured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLine:
    """Another metric of the test at its planned weeks: the effect it could find, and its weeks for the effect asked."""

    metric: str
    detectable: float
    relative: float | None
    weeks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailLine:
    """A guardrail: the units and weeks after which a metric that is no worse is shown to be no worse by the margin.

    `weeks` is None where no number of weeks looked at would do; `power` is that at the planned weeks, and `clears` the
    margin that they would clear with the power asked for.
    """

    metric: str
    margin: Decimal
    needed: int
    weeks: int | None
    power: float
    clears: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a test costs over its weeks, in `currency`, if the effect is the one asked for.

    `treatment` is paid for the treated units; `forgone` is what the untreated units (control and holdout) are expected
    not to earn, `held_out` the holdout's part of it. Below zero, the treatment costs more than such an effect earns.
    """

    currency: str
    treated: int
    untreated: int
    treatment: Decimal
    forgone: Decimal
    forgone_per_week: Decimal
    held_out: Decimal
    value_per_unit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequential:
    """What looking often costs: `planned` units to give to --planned, and when such a test decides.

    `mean` is the expected number of units at the decision over the fixed test's, `by_plan` the chance of a decision by
    the plan's units.
    """

    planned: int
    mean: float
    by_plan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Something else that could answer, with its number, in words."""

    what: str
    said: str
    number: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """A test's size. `weeks` is None where no number of weeks allowed will do; the ways out then say what could.

    `planned` is the line of those weeks, or of those allowed that come nearest to an answer. `repeats` is how much a
    unit's week is like its next, a correlation; None where it could not be measured.
    """

    asked: Asked
    history: History
    weeks: int | None
    planned: WeekLine
    lines: tuple[WeekLine, ...]
    metrics: tuple[MetricLine, ...]
    guardrails: tuple[GuardrailLine, ...]
    price: Price | None
    sequential: Sequential | None
    ways_out: tuple[WayOut, ...]
    repeats: float | None
    offered: float | None = None
    """The share of variance that the metric's own past would take away, where no covariate was asked for."""
    findings: tuple[Finding, ...] = ()
