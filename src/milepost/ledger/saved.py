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
    if (found := entry_of(program, verdict, event, CAPACITY, ValueKind.CAPACITY)) is not None:
        yield replace(found, estimand=CAPACITY_FREED, unit_value=Decimal(1), signed_by=None)
    cash = program.experiments[verdict.experiment].cash
    found = entry_of(program, verdict, event, CASH, ValueKind.CASH) if cash is not None else None
    if cash is not None and found is not None:
        yield replace(found, estimand=CASH_SAVED, unit_value=cash.per * cash.share, signed_by=cash.signed_by)
