"""The program's total: what it earned over all persons not held out, and what holding out the others cost.

It is no sum of entries and is never added to one: the entries are its parts, as far as experiments measured them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from milepost.experiments.holdout_verdict import HoldoutVerdict
from milepost.kernel.words import Grade, Phase
from milepost.ledger.entry import Amount, Column, column_of
from milepost.ledger.posting import amount_of
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import from_json
from milepost.record.event import Event
from milepost.record.state_table import Cell, StateTable

TOTAL_POSTED = "total.posted"
TOTAL_REVERSED = "total.reversed"
ESTIMAND = (
    "contribution margin of all initiatives together, before what treating costs, per person by intention to treat"
)
_CHANCE = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramTotal:
    """What the program earned over `period`, by one holdout.

    `per_person` is the difference of means, `amount` that over the `others` (persons not held out), `opportunity_cost`
    that over the `held`: what they did not earn, a cost of the program; negative where the program did harm.
    `unit_value` turns the metric into money (1 where it is money), signed by `signed_by`. `probability_positive` is
    the chance that the amount is above zero.
    """

    column: Column
    holdout: str
    estimand: str
    amount: Amount
    per_person: Amount
    opportunity_cost: Amount
    probability_positive: Decimal
    held: int
    others: int
    share: Decimal
    unit: str
    unit_value: Decimal
    signed_by: str | None
    grade: Grade
    period: str
    verdict: str
    rows_digest: str
    source: str
    metric: str


def total_of(program: CompiledProgram, verdict: HoldoutVerdict, event: str) -> ProgramTotal | None:
    """Return the total of a holdout's reading; None where it is no number, or was made before its period was over."""
    if verdict.phase is Phase.ERROR or not verdict.is_whole or verdict.period is None or verdict.treated:
        return None
    holdout, stats = program.holdouts[verdict.holdout], verdict.stats
    times = program.metrics[holdout.metric].times
    return ProgramTotal(
        column=column_of(verdict.grade),
        holdout=verdict.holdout,
        estimand=ESTIMAND,
        amount=amount_of(stats["total"]),
        per_person=amount_of(stats["per_person"]),
        opportunity_cost=amount_of(stats["opportunity_cost"]),
        probability_positive=_chance(stats["probability_positive"].estimate),
        held=verdict.held,
        others=verdict.others,
        share=verdict.share,
        unit=holdout.unit,
        unit_value=times.value if times else Decimal(1),
        signed_by=times.signed_by if times else None,
        grade=verdict.grade,
        period=verdict.period,
        verdict=event,
        rows_digest=verdict.rows_digest,
        source=holdout.source,
        metric=verdict.metric,
    )


def _chance(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_CHANCE, ROUND_HALF_EVEN)


def _rows(event: Event) -> Sequence[Mapping[str, Cell]]:
    if event.type not in {TOTAL_POSTED, TOTAL_REVERSED}:
        return ()
    total = from_json(event.data["total"], ProgramTotal)
    sign = 1 if event.type == TOTAL_POSTED else -1
    return (
        {
            "event": event.id,
            "total": event.id if sign == 1 else str(event.data["reverses"]),
            "column_name": total.column.value,
            "holdout": total.holdout,
            "estimate": str(sign * total.amount.estimate),
            "opportunity_cost": str(sign * total.opportunity_cost.estimate),
            "currency": total.amount.currency,
        },
    )


TOTALS = StateTable(
    name="program_total",
    columns=("event", "total", "column_name", "holdout", "estimate", "opportunity_cost", "currency"),
    rows_of=_rows,
)
"""Every total posted and reversed, signed: the sum over one that was reversed is nought."""
