"""An estimate that was not made from arms -> the verdict that the record keeps. For every way but arms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.experiments.evidence import evidence_of, exact, strength_evidence
from milepost.experiments.verdict import Evidence, GuardrailReading, Verdict, design_digest, direction_of
from milepost.kernel.finding import Finding
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.outline import Direction
from milepost.statistics.estimate import Estimate, probability_positive
from milepost.statistics.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """What a reading without arms found. `effect` is of the primary metric, in its column's unit, larger is more.

    `counts` says how many units or periods stand behind each of what was compared; `population` is the units that the
    value is counted over. `net` is what it earned, in the program's currency, `cost` taken off; None without money.
    `srm_p` is None where no split can be checked, `strength` at grade A. `further` are other measures by name, and
    `estimand` says what the value is, None for the incremental margin by intention to treat.
    """

    effect: Estimate
    grade: Grade
    because: str
    counts: Mapping[str, int]
    population: int
    net: Estimate | None = None
    cost: Decimal = Decimal(0)
    srm_p: float | None = None
    strength: Sensitivity | None = None
    further: Mapping[str, Evidence] = field(default_factory=dict)
    secondary: Mapping[str, Evidence] = field(default_factory=dict)
    guardrails: tuple[GuardrailReading, ...] = ()
    estimand: str | None = None
    findings: tuple[Finding, ...] = ()


def estimated_verdict(
    program: CompiledProgram, slug: str, found: Estimated, basis: str, rows_digest: str, statement: str | None
) -> Verdict:
    """Return the verdict of an estimate; its phase is by the primary metric's two-sided test at the design's alpha."""
    experiment = program.experiments[slug]
    control, treatment = experiment.compared
    return Verdict(
        basis=basis,
        experiment=slug,
        design=design_digest(program, slug),
        rows_digest=rows_digest,
        phase=phase_of(found.effect, float(experiment.alpha), direction_of(program, experiment.primary)),
        grade=found.grade,
        because=found.because,
        control=control,
        treatment=treatment,
        metric=experiment.primary,
        arms=dict(found.counts),
        population=found.population,
        stats=dict(_stats(program, slug, found)),
        guardrails=found.guardrails,
        statement=statement,
        cost=found.cost,
        secondary=dict(found.secondary),
        estimand=found.estimand,
        period=str(experiment.period) if experiment.period else None,
    )


def phase_of(effect: Estimate, alpha: float, better: Direction = Direction.UP) -> Phase:
    """Return Successful or Failed where the effect differs from zero at `alpha`, else Inconclusive."""
    if effect.p_value >= alpha:
        return Phase.INCONCLUSIVE
    return Phase.SUCCESSFUL if (effect.effect > 0) is (better is Direction.UP) else Phase.FAILED


def _stats(program: CompiledProgram, slug: str, found: Estimated) -> Iterator[tuple[str, Evidence]]:
    metric, currency = program.metrics[program.experiments[slug].primary], program.program.currency
    times = float(metric.times.value) if metric.times else 1.0
    yield "effect", evidence_of(found.effect, metric.unit_in(currency), times)
    if found.srm_p is not None:
        yield "srm_p", exact(found.srm_p)
    if found.net is not None:
        yield "net_value", evidence_of(found.net, currency)
        yield "probability_positive", exact(probability_positive(found.net))
    if found.net is not None and (spent := float(found.cost)):
        yield "roi", evidence_of(found.net, times=1 / spent)
    if found.strength is not None:
        yield from strength_evidence(found.strength)
    yield from found.further.items()
