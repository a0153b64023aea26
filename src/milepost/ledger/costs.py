"""What was charged, by fiscal month, capability and kind: one fact a load of the source of costs. Stable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.kernel.money import normal
from milepost.program.documents.capability import CostKind
from milepost.record.canonical import from_json
from milepost.record.event import Event
from milepost.record.state_table import Cell, StateTable

COSTED = "costs.posted"
INCENTIVES = "incentives"
HOLDOUT = "holdout"
"""The opportunity cost of a holdout: known from its total, never charged by a row."""
KINDS = (*(each.value for each in CostKind), INCENTIVES)
"""What `x_CostKind` may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Charges of the fiscal month that begins on `month`; `effective` and `billed` in the program's currency, exact.

    `effective` is what is charged to value (FOCUS EffectiveCost), `billed` what stood on the bill, shown beside.
    `charged` is the effective cost in `currency`, the billing currency; `evidence` the `experiment/ID` whose entry
    the rows say they are part of. `capability` is None for what all share. Credits count with their minus sign.
    """

    month: date
    capability: str | None
    kind: str
    channel: str | None
    currency: str
    evidence: str | None
    effective: Decimal
    billed: Decimal
    charged: Decimal
    rows: int

    @property
    def key(self) -> tuple[date, str, str, str, str, str]:
        """Return what tells lines of a load apart."""
        return (
            self.month,
            self.capability or "",
            self.kind,
            self.channel or "",
            self.currency,
            self.evidence or "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLoad:
    """One load of the source: all charges of the fiscal months from `first` to `last`, both included.

    It takes the place of what earlier loads told of these months and of nothing else, so an export may be of all
    months or of the latest. A month told again in part is that part.
    """

    basis: str
    source: str
    rows_digest: str
    rates_digest: str | None
    currency: str
    first: date
    last: date
    lines: tuple[CostLine, ...]
    supersedes: str | None = None
    """The event of the load before, None for the first."""


def _rows(event: Event) -> Sequence[Mapping[str, Cell]]:
    if event.type != COSTED:
        return ()
    load, ledger = from_json(event.data["costs"], CostLoad), event.subject.partition("/")[2]
    charged = sum((each.effective for each in load.lines), Decimal(0))
    row: dict[str, Cell] = {
        "event": event.id,
        "ledger": ledger,
        "supersedes": load.supersedes,
        "first": load.first.isoformat(),
        "last": load.last.isoformat(),
        "effective": normal(charged),
        "currency": load.currency,
    }
    return (row,)


COST_LOADS = StateTable(
    name="cost_load",
    columns=("event", "ledger", "supersedes", "first", "last", "effective", "currency"),
    rows_of=_rows,
)
"""Every load of costs, and the one before it."""


def changed(standing: Sequence[CostLine], load: CostLoad) -> tuple[list[CostLine], list[CostLine]]:
    """Return the standing lines that a load takes back, and those of it that are new; equal ones stay untouched."""
    told = {each.key: each for each in load.lines}
    covered = [each for each in standing if load.first <= each.month <= load.last]
    known = {each.key: each for each in covered}
    back = [each for each in covered if not _same(told.get(each.key), each)]
    return back, [each for each in load.lines if not _same(known.get(each.key), each)]


def _same(one: CostLine | None, other: CostLine) -> bool:
    return one is not None and (one.effective, one.billed) == (other.effective, other.billed)
