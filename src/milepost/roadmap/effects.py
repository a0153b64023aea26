"""What a capability's trials say of one treated unit, in the unit of its forecast."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.words import Grade, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Moves
from milepost.roadmap.capability import experiments_of
from milepost.roadmap.criterion import outdated, valid_until
from milepost.roadmap.facts import Facts, Told, data_until, latest
from milepost.statistics.portfolio import ONE_SIDED

WEIGHTS: Mapping[Grade, float] = {Grade.A: 1.0, Grade.B: 0.5, Grade.C: 0.0, Grade.D: 0.0}
"""How much a measurement of each grade counts against the forecast: its likelihood is raised to this power.

A bias that nobody drew lots against is in no standard error, so B counts half, C and D not at all.
"""


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


def effects_of(program: CompiledProgram, facts: Facts, capability: str, moves: Moves, at: datetime) -> Iterator[Effect]:
    """Give the whole readings of the capability's experiments that tell of a treated unit in the forecast's unit."""
    seen = set[tuple[str, str]]()
    for slug in experiments_of(program, capability):
        told = latest(facts.verdicts, slug, at)
        if told is None or told.fact.phase is Phase.ERROR or not told.fact.is_whole or told.fact.population <= 0:
            continue
        found, rows = _measured(program, told.fact, moves), (told.fact.rows_digest, told.fact.treatment)
        if found is None or rows in seen or (error := _error(found[1])) <= 0:
            continue
        seen.add(rows)  # rows that two experiments share count once
        yield Effect(
            experiment=slug,
            event=told.event.id,
            metric=found[0],
            is_own=found[0] == program.kpis[moves.kpi].metric,
            units=told.fact.population,
            estimate=found[1].estimate,
            standard_error=error,
            grade=told.fact.grade,
            lapsed=_lapsed(program, facts, slug, told, at),
            until=data_until(facts, program.experiments[slug].source, told),
        )


def _measured(program: CompiledProgram, verdict: Verdict, moves: Moves) -> tuple[str, Evidence] | None:
    """Return the effect on the KPI's metric, or else on the primary one where its unit is the forecast's."""
    kpi, unit = program.kpis.get(moves.kpi), moves.p50.unit
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


def pooled_of(effects: tuple[Effect, ...]) -> Pooled | None:
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
