"""Forecasts that won a budget: kept as they stood when first accepted, scored and updated once the effect is measured.

Like is held against like: the effect on a treated unit against what the plan says of a reached unit, in the KPI's own
unit; never a whole reach against a trial.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Moves
from milepost.program.documents.outline import Direction
from milepost.roadmap.criterion import metric_digest
from milepost.roadmap.effects import WEIGHTS, Effect, Pooled, effects_of, pooled_of
from milepost.roadmap.facts import Facts, data_until
from milepost.statistics.forecast_score import Scored, Summary, score, summary
from milepost.statistics.portfolio import ONE_SIDED
from milepost.statistics.posterior import Belief, forecast, prior_weight, updated

DECAYED = "the KPI was better than its baseline after the evidence, and is not any more"
SHOWN = (0.05, 0.1, 0.5, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A forecast as it was first accepted: what a reached unit moves, its owner then, and the event of acceptance."""

    capability: str
    owner: str
    moves: Moves
    event: str
    at: datetime

    @property
    def quantiles(self) -> tuple[float, float, float]:
        """Return p10, p50 and p90."""
        return float(self.moves.p10.value), float(self.moves.p50.value), float(self.moves.p90.value)

    @property
    def belief(self) -> Belief | None:
        """Return the distribution, or None where the three are not in order."""
        p10, p50, p90 = self.quantiles
        return forecast(p10, p50, p90) if p10 < p50 < p90 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastNow:
    """A forecast and what the evidence made of it, a reached unit of the KPI.

    `now` are p10, p50 and p90 after the evidence, `lower95` and `upper95` its one-sided bounds, `mean` and `deviation`
    what is expected of it; `prior_weight` is how much the forecast still counts beside the data, 1 without any.
    `scored` is None where nothing was measured, or for the reason in `unscored`. `written_down` says why it is below
    what the data would give.
    """

    prior: Prior
    unit: str
    now: tuple[float, float, float]
    lower95: float
    upper95: float
    mean: float
    deviation: float
    effects: tuple[Effect, ...]
    measured: Pooled | None
    prior_weight: float
    scored: Scored | None
    unscored: str | None
    written_down: str | None


def forecasts_now(program: CompiledProgram, facts: Facts, at: datetime) -> tuple[ForecastNow, ...]:
    """Return the forecast of each capability of the program that ever had one accepted, by slug."""
    found = (forecast_now(program, facts, slug, at) for slug in program.capabilities)
    return tuple(each for each in found if each is not None)


def forecast_now(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> ForecastNow | None:
    """Return one capability's forecast; None where it was never accepted with one, or one out of order."""
    prior = prior_of(facts, slug, at)
    belief = prior.belief if prior else None
    if prior is None or belief is None:
        return None
    effects = tuple(effects_of(program, facts, prior.capability, prior.moves, at))
    pooled, after, weight = pooled_of(effects), belief, 1.0
    if pooled is not None:
        weight = prior_weight(belief, pooled.standard_error, WEIGHTS[pooled.grade])
        after = updated(belief, pooled.estimate, pooled.standard_error, WEIGHTS[pooled.grade])
    down = _written_down(program, facts, prior, effects, at)
    least = _least(program, prior, down)
    scored, unscored = _scored(prior, effects, pooled, is_down=_is_down(program, prior))
    low, p10, p50, p90, high = (least(after.quantile(each), belief.quantile(each)) for each in SHOWN)
    return ForecastNow(
        prior=prior,
        unit=prior.moves.p50.unit,
        now=(p10, p50, p90),
        lower95=low,
        upper95=high,
        mean=least(after.mean, belief.mean),
        deviation=(high - low) / (2 * ONE_SIDED),
        effects=effects,
        measured=pooled,
        prior_weight=weight,
        scored=scored,
        unscored=unscored,
        written_down=down,
    )


def _least(program: CompiledProgram, prior: Prior, down: str | None) -> Callable[[float, float], float]:
    """Return what keeps of two values, after and before the data, the one that may still be counted on.

    With nothing against it that is the first. Lapsed evidence lifts no forecast; one whose KPI fell again is nothing.
    """
    worse = max if _is_down(program, prior) else min
    if down is None:
        return lambda now, _: now
    if down == DECAYED:
        return lambda now, then: worse(now, then, 0.0)
    return lambda now, then: worse(now, then)


def _is_down(program: CompiledProgram, prior: Prior) -> bool:
    kpi = program.kpis.get(prior.moves.kpi)
    return kpi is not None and kpi.direction is Direction.DOWN


def prior_of(facts: Facts, slug: str, at: datetime) -> Prior | None:
    """Return the forecast as an accepted program first held it: changing it later changes no score."""
    for told, version in facts.programs:
        found = version.capabilities.get(slug) if told.at <= at else None
        if found is not None and found.moves is not None:
            return Prior(capability=slug, owner=found.owner, moves=found.moves, event=told.event.id, at=told.at)
    return None


def by_owner(found: tuple[ForecastNow, ...]) -> dict[str, Summary]:
    """Sum up the scored forecasts of each owner, by role."""
    scores: dict[str, list[Scored]] = {}
    for each in found:
        if each.scored is not None:
            scores.setdefault(each.prior.owner, []).append(each.scored)
    return {owner: summary(of) for owner, of in sorted(scores.items())}


def _scored(
    prior: Prior, effects: tuple[Effect, ...], pooled: Pooled | None, *, is_down: bool
) -> tuple[Scored | None, str | None]:
    """Score by the evidence that counts, lapsed or not: it is what came of the forecast; else say why there is none.

    Where less is better all signs are turned, so that a bias below zero always says that too much was promised.
    """
    if pooled is None:
        return None, "what was measured is of grade C or D" if effects else None
    if prior.at > min(each.until for each in effects):
        return None, "it was accepted after the data that it would be held against"
    p10, p50, p90 = prior.quantiles
    if is_down:
        return score(-p90, -p50, -p10, -pooled.estimate, pooled.standard_error), None
    return score(p10, p50, p90, pooled.estimate, pooled.standard_error), None


def _written_down(
    program: CompiledProgram, facts: Facts, prior: Prior, effects: tuple[Effect, ...], at: datetime
) -> str | None:
    """Say why the forecast counts no higher than it did before the data; None where nothing takes it back."""
    counted = [each for each in effects if WEIGHTS[each.grade] > 0]
    if counted and _decayed(program, facts, prior.moves.kpi, counted, at):
        return DECAYED
    return next((each.lapsed for each in counted if each.lapsed is not None), None)


def _decayed(program: CompiledProgram, facts: Facts, kpi: str, counted: list[Effect], at: datetime) -> bool:
    of = program.kpis[kpi]
    if of.baseline is None:
        return False
    source, metric = program.metrics[of.metric].source, metric_digest(program, kpi)
    levels = [each for each in facts.measurements.get(kpi, ()) if each.at <= at and each.fact.metric == metric]
    after = [each for each in levels if data_until(facts, source, each) > max(one.until for one in counted)]
    better = [_is_better(each.fact.value, of.baseline.value.value, of.direction) for each in after]
    return bool(better) and any(better) and not better[-1]


def _is_better(level: Decimal, baseline: Decimal, direction: Direction) -> bool:
    return level > baseline if direction is Direction.UP else level < baseline
