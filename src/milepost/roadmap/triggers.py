"""What forces a new choice of the operating model: limits that were passed since the last one, from the facts alone.

What was tripped when a choice was made is answered by it. What trips later stays until a new choice is recorded, even
where it holds no longer or its limit was loosened since: somebody has to say why the choice still stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from milepost.kernel.time import day_in, end_of_day, start_of_day
from milepost.kernel.words import Grade
from milepost.plan.approaches.choice import ApproachChoice
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.program.documents.outline import Approach
from milepost.roadmap.facts import Facts, Told, latest
from milepost.roadmap.gauges import LATE, QUARTER, Gauge, Reading, read
from milepost.roadmap.history import History, Thing
from milepost.roadmap.instants import TICK
from milepost.roadmap.needs import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A limit that was passed at `since`. `holds` is False where it is kept again; `decides` is the role asked."""

    gauge: Gauge
    since: datetime
    reading: Reading
    holds: bool
    decides: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The operating model's standing at an instant: the last choice, None for none, and what has tripped since.

    Without a choice `triggers` are what is over its limit now. `says` is the program's `approach` at that instant.
    """

    choice: Told[ApproachChoice] | None
    triggers: tuple[Trigger, ...]
    says: Approach

    @property
    def differs(self) -> bool:
        """Tell whether the program accepted since says another operating model than the one chosen."""
        return self.choice is not None and self.choice.fact.approach != self.says.value


def standing_of(history: History, program: CompiledProgram, at: datetime) -> Standing:
    """Say how the choice stands at `at`, by what was recorded by then and the program of each instant."""
    facts = history.bench.facts
    choice = latest(facts.choices, program.program.id, at)
    found = (_tripped(each, history, choice, at) for each in Gauge)
    sponsor = program.program.sponsor
    return Standing(
        choice=choice,
        says=program.program.approach,
        triggers=tuple(
            Trigger(gauge=gauge, since=since, reading=reading, holds=holds, decides=sponsor)
            for gauge, since, reading, holds in (each for each in found if each is not None)
        ),
    )


def choice_needs(standing: Standing, program: CompiledProgram) -> Iterator[Need]:
    """Ask for a new choice where one was recorded and a limit was passed since, or the program says another.

    Where nothing was chosen nothing is asked.
    """
    if standing.choice is None:
        return
    chosen, zone, sponsor = standing.choice.fact, program.program.time_zone, program.program.sponsor
    if standing.differs:
        why = (
            f"the accepted program says `approach: {standing.says}`, and {chosen.approach} was chosen on "
            f"{day_in(standing.choice.at, zone)}"
        )
        what = "choose the operating model that the program says, or change it back"
        yield Need(what=what, why=why, owner=sponsor, command="milepost approaches")
    for each in standing.triggers:
        said = "" if each.holds else ", and is kept again"
        why = (
            f"found {each.reading.number}, asked {each.reading.threshold}, since {day_in(each.since, zone)}{said}: "
            f"{each.reading.because}. {chosen.approach} was chosen on {day_in(standing.choice.at, zone)}"
        )
        what = f"choose the operating model anew, by {each.gauge}"
        yield Need(what=what, why=why, owner=each.decides, command="milepost approaches")


Found = tuple[Gauge, datetime, Reading, bool]


def _tripped(gauge: Gauge, history: History, choice: Told[ApproachChoice] | None, at: datetime) -> Found | None:
    now = read(gauge, history, at)
    instants = sorted({each for each in _instants(gauge, history) if each < at} | {at})
    if choice is None:
        return _since(gauge, history, instants, now) if now is not None and now.is_tripped else None
    known = read(gauge, history, choice.at)
    answered = known if known is not None and known.is_tripped else None
    for each in (instant for instant in instants if instant > choice.at):
        reading = read(gauge, history, each)
        if reading is None or not reading.is_tripped:
            answered = None
        elif answered is None or (gauge.is_count and reading.size > answered.size):
            holds = now is not None and now.is_tripped
            return gauge, each, now if now is not None and holds else reading, holds
    return None


def _since(gauge: Gauge, history: History, instants: list[datetime], now: Reading) -> Found:
    began = instants[-1]
    for each in reversed(instants[:-1]):
        reading = read(gauge, history, each)
        if reading is None or not reading.is_tripped:
            break
        began = each
    return gauge, began, now, True


def _instants(gauge: Gauge, history: History) -> Iterator[datetime]:
    """Give when a gauge may change sides: its facts, and when something becomes too old."""
    facts = history.bench.facts
    yield from (told.at for told, _ in facts.programs)
    match gauge:
        case Gauge.INCONCLUSIVE:
            yield from (each.at for told in facts.verdicts.values() for each in told)
        case Gauge.FORECAST:
            # Only what was read to the end scores a forecast.
            yield from (each.at for told in facts.verdicts.values() for each in told if each.fact.is_whole)
        case Gauge.MISSED:
            slugs = {slug for program in history.bench.programs for slug in program.milestones}
            spans = (span for slug in slugs for span in history.spans(Thing.MILESTONE, slug) if span.word in LATE)
            yield from (at for span in spans for at in (span.start, span.until) if at is not None)
        case Gauge.GOVERNANCE:
            yield from (each.at for told in facts.costs.values() for each in told)
        case Gauge.FIRST_VALUE:
            # Value that is proven late takes nothing back, so that only the day of the limit counts.
            for program in history.bench.programs:
                of, zone = program.program, program.program.time_zone
                yield of.choosing.limits.first_value.since(start_of_day(of.starts, zone), zone) + TICK
        case Gauge.APPROVAL:
            yield from _of_signatures(facts, history)


def _of_signatures(facts: Facts, history: History) -> Iterator[datetime]:
    yield from (each.at for told in facts.attestations.values() for each in told)
    yield from (each.at for told in facts.statements.values() for each in told)
    unstated = (
        next((each.at for each in told if each.fact.grade is Grade.C), None) for told in facts.verdicts.values()
    )
    begun = [told.at for told, _ in facts.programs] + [at for at in unstated if at is not None]
    for program in history.bench.programs:
        zone, limit = program.program.time_zone, program.program.choosing.limits.approval
        quarters = list(_quarters(program))
        yield from quarters
        yield from (limit.since(each, zone) + TICK for each in (*begun, *quarters))


def _quarters(program: CompiledProgram) -> Iterator[datetime]:
    zone = program.program.time_zone
    for milestone in program.milestones.values():
        due = milestone.due_date(program.program.fiscal_year_starts)
        if due is not None and any(each.ref.kind == "attestation" for each in criteria(milestone.exit)):
            yield QUARTER.before(end_of_day(due, zone), zone)
