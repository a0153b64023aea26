"""What the limits of a choice are held against, as of an instant: six numbers, each from facts recorded by then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median_low

from milepost.kernel.time import Duration, day_in, end_of_day, start_of_day
from milepost.kernel.words import Grade, MilestoneWord, Phase
from milepost.ledger.costs import CostLine
from milepost.ledger.entry import Column, ValueKind
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import CostKind
from milepost.program.documents.condition import criteria
from milepost.roadmap.facts import Facts, latest
from milepost.roadmap.forecasts import forecasts_now
from milepost.roadmap.history import History

DAY = timedelta(days=1)
QUARTER = Duration(months=3)
LATE = frozenset({MilestoneWord.MISSED, MilestoneWord.REOPENED})


class Gauge(StrEnum):
    """What forces a new choice. The vocabulary is closed: a program sets limits, it invents no triggers."""

    INCONCLUSIVE = "inconclusive pilots"
    APPROVAL = "approval time"
    MISSED = "milestones missed or reopened"
    FIRST_VALUE = "time to first proven value"
    GOVERNANCE = "governance's share of costs"
    FORECAST = "forecast error"

    @property
    def is_count(self) -> bool:
        """Tell whether one more of it is worse than what was known when the choice was made."""
        return self in {Gauge.INCONCLUSIVE, Gauge.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a gauge shows. `size` orders readings of one gauge; `number` and `threshold` say it in words."""

    size: float
    number: str
    threshold: str
    because: str
    is_tripped: bool


def read(gauge: Gauge, history: History, at: datetime) -> Reading | None:
    """Read a gauge at an instant, by the program of that instant; None where nothing is there to be read."""
    program = history.bench.program_at(at)
    return None if program is None else _READ[gauge](program, history, at)


def _inconclusive(program: CompiledProgram, history: History, at: datetime) -> Reading:
    facts, limit = history.bench.facts, program.program.choosing.limits.inconclusive
    told = [(slug, latest(facts.verdicts, slug, at)) for slug in program.experiments]
    names = [slug for slug, each in told if each and each.fact.is_whole and each.fact.phase is Phase.INCONCLUSIVE]
    named = f": {', '.join(f'experiment/{each}' for each in names)}" if names else ""
    return Reading(
        size=len(names),
        number=str(len(names)),
        threshold=f"< {limit}",
        because=f"{len(names)} read to the end without a yes or no{named}",
        is_tripped=len(names) >= limit,
    )


def _missed(program: CompiledProgram, history: History, at: datetime) -> Reading:
    limit = program.program.choosing.limits.missed
    words = {slug: history.milestone(slug, at) for slug in program.milestones}
    names = [slug for slug, judged in words.items() if judged is not None and judged.word in LATE]
    named = f": {', '.join(f'milestone/{each}' for each in names)}" if names else ""
    return Reading(
        size=len(names),
        number=str(len(names)),
        threshold=f"< {limit}",
        because=f"{len(names)} missed or reopened{named}",
        is_tripped=len(names) >= limit,
    )


def _approval(program: CompiledProgram, history: History, at: datetime) -> Reading | None:
    limit, zone = program.program.choosing.limits.approval, program.program.time_zone
    waits = list(_waits(program, history.bench.facts, at))
    # One that waits no longer than it may says nothing yet.
    counted = [(begun, ended or at) for begun, ended in waits if ended is not None or limit.since(begun, zone) < at]
    if len(counted) < MOST_FEW:
        return None
    lengths = [max((until - begun) / DAY, 0.0) for begun, until in counted]
    slow = [limit.since(begun, zone) < until for begun, until in counted]
    days = median_low(lengths)
    return Reading(
        size=days,
        number=f"{days:.0f} days",
        threshold=f"<= {limit}",
        because=f"the median of {len(counted)} signatures, {sum(slow)} of them over the limit",
        is_tripped=2 * sum(slow) > len(slow),
    )


MOST_FEW = 2
"""Signatures, and measured forecasts, from which a median or a share is told."""


def _waits(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Give each signature's request and when it was given, None for not yet.

    A milestone asks for one from its acceptance on, but not before its quarter; a draw is asked for from its reading.
    """
    zone = program.program.time_zone
    for milestone in program.milestones.values():
        due = milestone.due_date(program.program.fiscal_year_starts)
        for name in {each.ref.slug for each in criteria(milestone.exit) if each.ref.kind == "attestation"}:
            asked = _first_asked(facts, milestone.id, name, at)
            if asked is None:
                continue
            begun = max(asked, QUARTER.before(end_of_day(due, zone), zone)) if due else asked
            given = [each.at for each in facts.attestations.get(name, ()) if each.at <= at]
            if begun <= at:
                yield begun, given[0] if given else None
    for slug, told in facts.verdicts.items():
        unstated = next((each.at for each in told if each.at <= at and each.fact.grade is Grade.C), None)
        experiment = program.experiments.get(slug)
        if unstated is not None and experiment is not None and experiment.arms is not None:
            yield unstated, next((each.at for each in facts.statements.get(slug, ()) if each.at <= at), None)


def _first_asked(facts: Facts, milestone: str, name: str, at: datetime) -> datetime | None:
    for told, version in facts.programs:
        found = version.milestones.get(milestone)
        if told.at <= at and found and any(each.evidence == f"attestation/{name}" for each in criteria(found.exit)):
            return told.at
    return None


def _first_value(program: CompiledProgram, history: History, at: datetime) -> Reading:
    facts, zone = history.bench.facts, program.program.time_zone
    limit, begun = program.program.choosing.limits.first_value, start_of_day(program.program.starts, zone)
    proven = [
        each.at
        for told in facts.postings.values()
        for each in told
        if each.at <= at
        and each.fact.column is Column.REALISED
        and each.fact.kind is not ValueKind.CAPACITY
        and each.fact.amount.lower95 > 0
    ]
    until = min(proven, default=at)
    months = max((until - begun) / DAY, 0.0) * 12 / 365.25
    said = f"first proven on {day_in(until, zone)}" if proven else "no value is proven yet"
    return Reading(
        size=months,
        number=f"{months:.1f} months",
        threshold=f"<= {limit}",
        because=f"{said}, the program began on {program.program.starts}",
        is_tripped=until > limit.since(begun, zone),
    )


def _governance(program: CompiledProgram, history: History, at: datetime) -> Reading | None:
    limit, lines = program.program.choosing.limits.governance_share, _cost_lines(history.bench.facts, at)
    whole = sum((each.effective for each in lines), Decimal(0))
    if whole <= 0:
        return None
    part = sum((each.effective for each in lines if each.kind == CostKind.GOVERNANCE), Decimal(0))
    share = part / whole
    return Reading(
        size=float(share),
        number=f"{share:.1%}",
        threshold=f"<= {limit:.0%}",
        because=f"{part:,.0f} of {whole:,.0f} {program.program.currency} booked",
        is_tripped=share > limit,
    )


def _cost_lines(facts: Facts, at: datetime) -> list[CostLine]:
    """Return the charges that stand: a load takes the place of what earlier ones told of its months."""
    standing = list[CostLine]()
    for load in sorted((each for of in facts.costs.values() for each in of if each.at <= at), key=lambda each: each.at):
        standing = [each for each in standing if not load.fact.first <= each.month <= load.fact.last]
        standing += load.fact.lines
    return standing


def _forecast(program: CompiledProgram, history: History, at: datetime) -> Reading | None:
    limit = program.program.choosing.limits.forecast_error
    scored = [each.scored for each in forecasts_now(program, history.bench.facts, at) if each.scored is not None]
    if len(scored) < MOST_FEW:
        return None
    outside = sum(not each.is_inside for each in scored)
    share = Decimal(outside) / len(scored)
    return Reading(
        size=float(share),
        number=f"{share:.0%}",
        threshold=f"<= {limit:.0%}",
        because=f"{outside} of {len(scored)} measured effects lie outside the 80% range that was promised",
        is_tripped=share > limit,
    )


_READ: dict[Gauge, Callable[[CompiledProgram, History, datetime], Reading | None]] = {
    Gauge.INCONCLUSIVE: _inconclusive,
    Gauge.APPROVAL: _approval,
    Gauge.MISSED: _missed,
    Gauge.FIRST_VALUE: _first_value,
    Gauge.GOVERNANCE: _governance,
    Gauge.FORECAST: _forecast,
}
