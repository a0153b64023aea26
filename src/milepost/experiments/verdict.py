"""A verdict: what one reading of an experiment says, as the record keeps it.

Floats stand only under `stats`; money stands in decimal strings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.kernel.digest import Digest
from milepost.kernel.time import Duration
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram, plain
from milepost.program.documents.capability import Cost, Per
from milepost.program.documents.outline import Direction, Kpi
from milepost.record.canonical import canonical_digest

READ = "experiment.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One measured quantity: the estimate, two-sided 95% interval and one-sided 95% bounds, in `unit`."""

    estimate: float
    low: float
    high: float
    lower95: float
    upper95: float
    unit: str = ""
    standard_error: float | None = None

    def bound(self, name: str) -> float:
        """Return `lower95`, `estimate` or `upper95`."""
        return {"lower95": self.lower95, "estimate": self.estimate, "upper95": self.upper95}[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailReading:
    """A metric that may not get worse: Successful, Failed or Inconclusive, and Inconclusive is no pass."""

    metric: str
    margin: Decimal
    phase: Phase
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A part of a registered design that is another now."""

    part: str
    registered: str
    now: str

    def __str__(self) -> str:
        return f"{self.part} from {self.registered} to {self.now}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reading says. `stats` holds the measures by name (net_value, effect, …), empty when phase is Error.

    `basis` digests all it was computed from; `design` the design it was read under; `rows_digest` the rows;
    `statement` the event that states the randomisation, None where nobody did. `arms` counts the units by arm.
    """

    basis: str
    experiment: str
    design: str
    rows_digest: str
    phase: Phase
    grade: Grade
    because: str
    control: str
    treatment: str
    metric: str
    """The primary metric, whose measures `stats` holds."""
    arms: Mapping[str, int]
    population: int
    stats: Mapping[str, Evidence]
    guardrails: tuple[GuardrailReading, ...] = ()
    statement: str | None = None
    cost: Decimal = Decimal(0)
    secondary: Mapping[str, Evidence] = field(default_factory=dict)
    """The effects on the other metrics, by name."""
    period: str | None = None
    is_whole: bool = True
    """False when it was read before its period was over: it then decides nothing, however its intervals were made."""
    planned: int | None = None
    """A number where every interval and bound is always-valid, tightest at so many units; None at a fixed horizon."""
    estimand: str | None = None
    """What its value is; None for the incremental margin of the units treated, by intention to treat."""
    registration: str | None = None
    """The event that registered the design it is held against; None for one that nobody registered."""
    is_registered_late: bool = False
    changes: tuple[Change, ...] = ()
    """What the program had otherwise than registered; it costs a grade."""


def design_digest(program: CompiledProgram, slug: str) -> Digest:
    """Digest what a reading depends on in the program: arms, split, metrics, margin, costs by contact.

    Titles, thresholds, dates and who states the randomisation are left out: changing them changes no number.
    """
    experiment = program.experiments[slug]
    names = (experiment.primary, *experiment.secondary, *(each.metric for each in experiment.guardrails))
    metrics = {name: plain(program.metrics[name].model_copy(update={"title": None})) for name in names}
    return canonical_digest(
        {
            "experiment": plain(
                experiment.model_copy(
                    update={"title": None, "period": None, "randomised": None, "valid_for": Duration()}
                )
            ),
            "metrics": metrics,
            "currency": program.program.currency,
            "directions": {name: direction_of(program, name).value for name in names},
            "costs": [plain(cost) for cost in contact_costs(program, slug)],
        }
    )


def direction_of(program: CompiledProgram, metric: str) -> Direction:
    """Return which way of a metric is better: its KPI's, up where no KPI rests on it.

    The effort of a staggered start, on a source of its own, is that of the KPI its capability moves, in the same unit.
    """
    kpi = next((each for each in program.kpis.values() if each.metric == metric), None) or effort_kpi(program, metric)
    return kpi.direction if kpi is not None else Direction.UP


def effort_kpi(program: CompiledProgram, metric: str) -> Kpi | None:
    """Return the KPI that a staggered start's primary metric stands for: its own, or its capability's in that unit."""
    for experiment in program.experiments.values():
        if experiment.staggered is not None and experiment.primary == metric:
            own = next((each for each in program.kpis.values() if each.metric == metric), None)
            moves = program.capabilities[experiment.of].moves
            moved = program.kpis[moves.kpi] if moves is not None else None
            if own is not None or moved is None:
                return own
            return moved if program.metrics[moved.metric].unit == program.metrics[metric].unit else None
    return None


def contact_costs(program: CompiledProgram, slug: str) -> tuple[Cost, ...]:
    """Return the costs that each contact causes: the experiment's own, or else its capability's."""
    experiment = program.experiments[slug]
    costs = experiment.costs or program.capabilities[experiment.of].costs
    return tuple(cost for cost in costs if cost.per is Per.CONTACT)
