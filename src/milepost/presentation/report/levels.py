"""The levels of a KPI over time: what a tile's sparkline is drawn from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.time import day_in, start_of_day
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.criterion import metric_digest
from milepost.roadmap.facts import Facts, data_until
from milepost.roadmap.status import RoadmapStatus

MOST_LEVELS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level; `on` is the last day of its data."""

    on: date
    value: Decimal


Levels = Mapping[str, tuple[Level, ...]]
"""By the slug of the KPI, in the order of their days, the last of each day."""


def levels(facts: Facts, status: RoadmapStatus) -> Levels:
    """Return each KPI's last levels by the status's instant: measured as now, with data from inside the horizon."""
    return {slug: tuple(_levels(facts, status, slug))[-MOST_LEVELS:] for slug in status.program.kpis}


def _levels(facts: Facts, status: RoadmapStatus, kpi: str) -> Iterator[Level]:
    program: CompiledProgram = status.program
    zone, period = program.program.time_zone, program.program.period
    start, end = start_of_day(period.start, zone), start_of_day(period.end, zone)
    source, metric = program.metrics[program.kpis[kpi].metric].source, metric_digest(program, kpi)
    found: dict[date, Decimal] = {}
    for told in facts.measurements.get(kpi, ()):
        until = data_until(facts, source, told)
        if told.at <= status.as_of and told.fact.metric == metric and start <= until < end:
            found[day_in(until, zone)] = told.fact.value
    yield from (Level(on=day, value=found[day]) for day in sorted(found))
