"""Forecasts that won a budget: kept as they stood when first accepted, scored and updated once the effect is measured.

Like is held against like: the effect on a treated unit against what the plan says of a reached unit, in the KPI's own
unit; never a whole reach against a trial.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Moves
from milepost.program.documents.outline import Direction
from milepost.roadmap.capability import experiments_of
from milepost.roadmap.criterion import metric_digest, outdated, valid_until
from milepost.roadmap.facts import Facts, Told, data_until, latest
from milepost.statistics.forecast_score import Scored, Summary, score, summary
from milepost.statistics.portfolio import ONE_SIDED
from milepost.statistics.posterior import Belief, forecast, prior_weight, updated

WEIGHTS: Mapping[Grade, float] = {Grade.A: 1.0, Grade.B: 0.5, Grade.C: 0.0, Grade.D: 0.0}
"""How much a measurement of each grade counts against the forecast: its likelihood is raised to this power.

A bias that nobody drew lots against is in no standard error, so B counts half, C and D not at all.
"""

DECAYED = "the KPI was better than its baseline after the evidence, and is not any more"
SHOWN = (0.05, 0.1, 0.5, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a reading says of one treated unit, in the KPI's unit. `lapsed` says why it no longer counts, else None.

    `metric` is the KPI's own, or else (`is_own` False) the trial's primary one where it is in the same unit.
    """

    experiment: str
    event: str
    metric: str
    is_own: bool
    units: int
    estimate: float
    standard_error: float
    grade: Grade
    lapsed: str | None
    until: datetime
    """The end of its data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """What all the trials of a capability say of one treated unit: their effects weighted by the units treated.

    That is what the plan's amount a reached unit is held against, since trials may be of different treatments; a
    weighting by precision would take them for one. `grade` is the lowest among them.
    """

    estimate: float
    standard_error: float
    grade: Grade
    until: datetime


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
    effects = tuple(_effects(program, facts, prior, at))
    pooled, after, weight = _pooled(effects), belief, 1.0
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


def _pooled(effects: tuple[Effect, ...]) -> Pooled | None:
    """Pool the effects whose grade counts; None where there is none."""
    counted = [each for each in effects if WEIGHTS[each.grade] > 0]
    if not counted:
        return None
    units = sum(each.units for each in counted)
    return Pooled(
        estimate=sum(each.estimate * each.units for each in counted) / units,
        standard_error=math.hypot(*(each.standard_error * each.units for each in counted)) / units,
        grade=max((each.grade for each in counted), key=lambda grade: grade.value),
        until=max(each.until for each in counted),
    )


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


def _effects(program: CompiledProgram, facts: Facts, prior: Prior, at: datetime) -> Iterator[Effect]:
    """Give the whole readings of the capability's experiments that tell of a treated unit in the forecast's unit."""
    seen = set[tuple[str, str]]()
    for slug in experiments_of(program, prior.capability):
        told = latest(facts.verdicts, slug, at)
        if told is None or told.fact.phase is Phase.ERROR or not told.fact.is_whole or told.fact.population <= 0:
            continue
        found, rows = _measured(program, told.fact, prior), (told.fact.rows_digest, told.fact.treatment)
        if found is None or rows in seen or (error := _error(found[1])) <= 0:
            continue
        seen.add(rows)  # rows that two experiments share count once
        yield Effect(
            experiment=slug,
            event=told.event.id,
            metric=found[0],
            is_own=found[0] == program.kpis[prior.moves.kpi].metric,
            units=told.fact.population,
            estimate=found[1].estimate,
            standard_error=error,
            grade=told.fact.grade,
            lapsed=_lapsed(program, facts, slug, told, at),
            until=data_until(facts, program.experiments[slug].source, told),
        )


def _measured(program: CompiledProgram, verdict: Verdict, prior: Prior) -> tuple[str, Evidence] | None:
    """Return the effect on the KPI's metric, or else on the primary one where its unit is the forecast's."""
    kpi, unit = program.kpis.get(prior.moves.kpi), prior.moves.p50.unit
    if kpi is None or (effect := verdict.stats.get("effect")) is None:
        return None
    found = {verdict.metric: effect} | dict(verdict.secondary)
    for name in (kpi.metric, verdict.metric):
        if name in found and found[name].unit == unit and (unit or name == kpi.metric):
            return name, found[name]
    return None


def _error(of: Evidence) -> float:
    """Return the standard error of the normal with the reading's own lower bound: an always-valid one stays as wide."""
    return (of.estimate - of.lower95) / ONE_SIDED


def _lapsed(program: CompiledProgram, facts: Facts, slug: str, told: Told[Verdict], at: datetime) -> str | None:
    if (why := outdated(program, facts, slug, told, at)) is not None:
        return why
    until = valid_until(program, facts, slug, told, None)
    return f"its evidence expired after {until:%Y-%m-%d}" if at > until else None


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
