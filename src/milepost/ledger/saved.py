"""A verdict -> everything it posts: margin, or capacity freed and the cash that left a budget, each an entry apart."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.rollout_program import CAPACITY, CASH
from milepost.experiments.verdict import Verdict
from milepost.ledger.entry import LedgerEntry, ValueKind
from milepost.ledger.posting import entry_of
from milepost.program.compiled import CompiledProgram

CAPACITY_FREED = "effort that was not needed, over the rows after their group's start; no money"
CASH_SAVED = "cash that left a budget for effort that was not needed, as signed by finance"


def entries_of(program: CompiledProgram, verdict: Verdict, event: str) -> tuple[LedgerEntry, ...]:
    """Return the entries for a verdict, `event` being its own; none where it holds no value or could not be read.

    Capacity stands in its own unit and is worth nothing else; cash is what the experiment's `cash` says of it.
    """
    margin = entry_of(program, verdict, event)
    return (*([margin] if margin else []), *_saved(program, verdict, event))


def _saved(program: CompiledProgram, verdict: Verdict, event: str) -> Iterator[LedgerEntry]:
    cash = program.experiments[verdict.experiment].cash
    if (found := _as(program, verdict, event, CAPACITY)) is not None:
        yield replace(found, kind=ValueKind.CAPACITY, estimand=CAPACITY_FREED, unit_value=Decimal(1), signed_by=None)
    if cash is not None and (found := _as(program, verdict, event, CASH)) is not None:
        worth = cash.per * cash.share
        yield replace(found, kind=ValueKind.CASH, estimand=CASH_SAVED, unit_value=worth, signed_by=cash.signed_by)


def _as(program: CompiledProgram, verdict: Verdict, event: str, name: str) -> LedgerEntry | None:
    """Return the entry of a measure in the place of net value, still of no kind of its own."""
    found = verdict.stats.get(name)
    stats = {"net_value": found} if found is not None else {}
    return entry_of(program, replace(verdict, stats={**verdict.stats, **stats}), event) if stats else None
