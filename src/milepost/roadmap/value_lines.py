"""What the status shows of the ledger: entries that stand, entries that were reversed, and what the plan projects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.ledger.entry import Column, LedgerEntry
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.capability import why_not_counted
from milepost.roadmap.facts import Facts, standing
from milepost.roadmap.judge import Bench


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """One standing ledger entry, or a plan's projection (`entry` None).

    `lapsed` says why an entry no longer counts, as a clause; None while it does. `shrunk` is the estimate of a realised
    entry after shrinking all of them toward their mean (see `with_shrunk`); None where they are too few.
    """

    capability: str
    column: Column
    entry: LedgerEntry | None
    event: str | None
    plan: tuple[Decimal, Decimal, Decimal] | None = None
    currency: str = ""
    lapsed: str | None = None
    shrunk: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """An entry that no longer stands: what was claimed, until when, and the event that posted it."""

    entry: LedgerEntry
    event: str
    posted_at: datetime
    reversed_at: datetime


def value_lines(bench: Bench, program: CompiledProgram, at: datetime) -> Iterator[ValueLine]:
    """Give the standing entries and the projection of each capability, by slug."""
    facts = bench.facts
    for slug in sorted({*program.capabilities, *facts.postings}):
        for told in standing(facts, slug, at):
            yield ValueLine(
                capability=slug,
                column=told.fact.column,
                entry=told.fact,
                event=told.event.id,
                currency=told.fact.amount.currency,
                lapsed=why_not_counted(bench, program, told, at),
            )
        capability = program.capabilities.get(slug)
        moves = capability.moves if capability else None
        if moves is not None and moves.reach is not None and moves.p50.is_money:
            plan = (moves.p10.value * moves.reach, moves.p50.value * moves.reach, moves.p90.value * moves.reach)
            yield ValueLine(
                capability=slug,
                column=Column.PROJECTED,
                entry=None,
                event=None,
                plan=plan,
                currency=moves.p50.unit,
            )


def reversals(facts: Facts, at: datetime) -> Iterator[Reversal]:
    """Give the entries that were reversed by then, in the order of their posting."""
    posted = (told for several in facts.postings.values() for told in several)
    for told in sorted(posted, key=lambda each: each.at):
        reversed_at = facts.reversed_at.get(told.event.id)
        if reversed_at is not None and reversed_at <= at:
            yield Reversal(entry=told.fact, event=told.event.id, posted_at=told.at, reversed_at=reversed_at)
