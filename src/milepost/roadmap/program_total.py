"""What the status shows of the whole program: the total of its holdout, why it is none, and how it goes with the parts.

The parts are never added to the total: it holds them, what grew out of them since, and how they disturbed each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.experiments.holdout_verdict import HoldoutVerdict, holdout_digest
from milepost.kernel.time import Period, day_in
from milepost.kernel.words import Phase
from milepost.ledger.entry import Column, ValueKind
from milepost.ledger.holdout_total import is_part
from milepost.ledger.total import ProgramTotal, total_of
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.holdout import Holdout
from milepost.roadmap.criterion import still_stated
from milepost.roadmap.facts import Facts, Told, data_until, latest
from milepost.roadmap.value_lines import ValueLine

TAKEN_OUT = "the holdout was taken out of the accepted program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The realised entries whose data meets a total's period, as in the books: `events` name them.

    `sum` is theirs before contact costs, which the total is before too; `remainder` is the total's estimate less that
    sum, and may be negative.
    """

    events: tuple[str, ...]
    sum: Decimal
    remainder: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLine:
    """One total that stands. `lapsed` says why it is not claimed (any more), as a clause; None while it is."""

    total: ProgramTotal
    event: str
    parts: Parts
    lapsed: str | None = None

    @property
    def is_claimed(self) -> bool:
        """Tell whether it may be said that the program earned it."""
        return self.lapsed is None and self.total.column is Column.REALISED


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalReversal:
    """A total that no longer stands: what was claimed, until when, and the event that posted it."""

    total: ProgramTotal
    event: str
    posted_at: datetime
    reversed_at: datetime


def total_lines(
    facts: Facts, program: CompiledProgram, value: Sequence[ValueLine], at: datetime
) -> tuple[TotalLine, ...]:
    """Give the totals posted by then and not reversed by then, the latest period first."""
    told = (each for several in facts.totals.values() for each in several if each.at <= at)
    stands = [
        each for each in told if facts.reversed_at.get(each.event.id) is None or facts.reversed_at[each.event.id] > at
    ]
    lines = [
        TotalLine(
            total=each.fact,
            event=each.event.id,
            parts=_parts(each.fact, value),
            lapsed=_why_not(facts, program, each.fact, at),
        )
        for each in stands
    ]
    return tuple(sorted(lines, key=lambda line: Period.parse(line.total.period), reverse=True))


def total_reversals(facts: Facts, at: datetime) -> Iterator[TotalReversal]:
    """Give the totals that were reversed by then, in the order of their posting."""
    posted = (told for several in facts.totals.values() for told in several)
    for told in sorted(posted, key=lambda each: each.at):
        reversed_at = facts.reversed_at.get(told.event.id)
        if reversed_at is not None and reversed_at <= at:
            yield TotalReversal(total=told.fact, event=told.event.id, posted_at=told.at, reversed_at=reversed_at)


def missing_because(program: CompiledProgram, facts: Facts, at: datetime) -> str | None:
    """Say why a program with a holdout has no total; None where it has none of either."""
    for slug, holdout in program.holdouts.items():
        told = latest(facts.holdouts, slug, at)
        if told is not None and told.fact.phase is Phase.ERROR:
            return f"holdout/{slug} can't be read: {told.fact.because}"
        if holdout.period is None:
            return f"holdout/{slug} names no period"
        if told is None:
            return f"holdout/{slug} was not read yet; its period is {holdout.period}"
        if not told.fact.is_whole:
            return f"the rows of holdout/{slug} were loaded before its period was over ({holdout.period})"
    return None


def _why_not(facts: Facts, program: CompiledProgram, total: ProgramTotal, at: datetime) -> str | None:
    holdout = program.holdouts.get(total.holdout)
    if holdout is None:
        return TAKEN_OUT
    told = latest(facts.holdouts, total.holdout, at)
    if told is None:
        return None
    return (
        _outdated(facts, program, holdout, told)
        or _unposted(program, told, total)
        or _expired(facts, program, holdout, told, at)
    )


def _outdated(facts: Facts, program: CompiledProgram, holdout: Holdout, told: Told[HoldoutVerdict]) -> str | None:
    verdict = told.fact
    if verdict.phase is Phase.ERROR:
        return "a newer reading can't be made; run again"
    if verdict.design != holdout_digest(program, holdout.id):
        return "the reading was made of the holdout as it was described earlier; run again"
    if verdict.period != (str(holdout.period) if holdout.period else None):
        return "the holdout's period was changed; run again"
    signed = next((s for s in facts.statements.get(holdout.id, ()) if s.event.id == verdict.statement), None)
    if signed is not None and not still_stated(holdout, signed.fact):
        return "the program no longer states that the holdout was drawn at random; run again"
    if signed is not None and signed.fact.signer == program.program.sponsor:
        return "the draw was stated by who now is the sponsor; let another role attest it"
    return None


def _unposted(program: CompiledProgram, told: Told[HoldoutVerdict], total: ProgramTotal) -> str | None:
    """Say that the last reading tells another total than the one that was posted."""
    if total_of(program, told.fact, total.verdict) == total:
        return None
    return "a newer reading was made and not posted; run again"


def _expired(
    facts: Facts, program: CompiledProgram, holdout: Holdout, told: Told[HoldoutVerdict], at: datetime
) -> str | None:
    zone = program.program.time_zone
    until = holdout.valid_for.since(data_until(facts, holdout.source, told), zone)
    return f"its evidence expired on {day_in(until, zone)}" if at > until else None


def _parts(total: ProgramTotal, value: Sequence[ValueLine]) -> Parts:
    inside = [each for each in value if _is_part(each, total)]
    amount = sum((each.entry.amount.estimate + each.entry.cost for each in inside if each.entry), Decimal(0))
    events = tuple(each.event for each in inside if each.event)
    return Parts(events=events, sum=amount, remainder=total.amount.estimate - amount)


def _is_part(line: ValueLine, total: ProgramTotal) -> bool:
    entry = line.entry
    if entry is None or entry.column is not Column.REALISED or entry.kind is not ValueKind.MARGIN or not entry.period:
        return False
    mine, whole = Period.parse(entry.period), Period.parse(total.period)
    return entry.amount.currency == total.amount.currency and is_part(mine, whole)
