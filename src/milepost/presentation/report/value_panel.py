"""The value: what was realised, what lapsed, what was measured without proof, what the plan projects: never added."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.experiments.verdict import Verdict
from milepost.ledger.entry import ValueKind as ValueEntry
from milepost.presentation.report.program_total import without_total
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.total_row import total_row
from milepost.presentation.report.value_rows import ValueKind, ValueRow, ValueRows, place_of
from milepost.presentation.report.wording import Wording, capital
from milepost.roadmap.facts import Told
from milepost.roadmap.status import RoadmapStatus

NOT_ADDED = "No holdout of the whole program, so no total is claimed: the parts are listed and not added."
NOTHING_YET = "No value is measured yet. It comes from experiments that the program names, once their data is loaded."
ROOM = Decimal("0.04")
"""Which share of the range is left free at each end of the scale but zero's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChart:
    """Rows of one currency on one scale, from `low` to `high`, zero on it; of each kind the greatest amount first."""

    currency: str
    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    rows: tuple[ValueRow, ...]

    def place(self, value: Decimal) -> float:
        """Return where an amount lies on the scale, in [0, 1]."""
        return float((value - self.low) / (self.high - self.low))

    def of(self, kind: ValueKind) -> tuple[ValueRow, ...]:
        """Return the rows of one kind."""
        return tuple(each for each in self.rows if each.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePanel:
    """The charts, one a currency, and what is said of the sum. `empty` is said where there is nothing to draw.

    `estimand` says what all measured rows estimate; empty where they differ, and each row then tells its own.
    """

    charts: tuple[ValueChart, ...]
    note: str
    estimand: str = ""
    empty: str = ""
    totals: tuple[ValueChart, ...] = ()
    """What the whole program earned, a chart of one row for each holdout, the latest first."""


def value_panel(status: RoadmapStatus, read: Sequence[Told[Verdict]], words: Wording, origins: Origins) -> ValuePanel:
    """Lay out the value; `read` are the readings that tell how far an entry may be trusted."""
    entries = [each.entry for each in status.value if each.entry is not None]
    estimands = {each.estimand for each in entries if each.kind is ValueEntry.MARGIN}
    shared = next(iter(estimands)) if len(estimands) == 1 else ""
    others = "" if all(each.estimand == shared for each in entries) else ", unless its row says otherwise"
    verdicts: dict[str, Verdict] = {each.event.id: each.fact for each in read}
    make = ValueRows(status=status, verdicts=verdicts, words=words, origins=origins, shared=shared)
    rows = [(each.currency, make.row(each)) for each in sorted(status.value, key=place_of)]
    currencies = dict.fromkeys(currency for currency, _ in rows)
    charts = (_chart(each, [row for currency, row in rows if currency == each]) for each in currencies)
    return ValuePanel(
        charts=tuple(charts),
        note=_note(status),
        estimand=f"Each measured amount is {shared}{others}." if shared else "",
        empty="" if rows or status.totals else NOTHING_YET,
        totals=tuple(_chart(each.total.amount.currency, [total_row(each, words, origins)]) for each in status.totals),
    )


def _note(status: RoadmapStatus) -> str:
    if status.totals:
        return "What experiments read is part of the whole program's total, each in its own time, and not added to it."
    return NOT_ADDED if status.no_total is None else f"{capital(without_total(status))}."


def scale(low: Decimal, high: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """Return round numbers that cover `low` to `high`, at most `most` steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = high - low or Decimal(1)
    power = Decimal(10) ** (span.adjusted() - 1)
    steps = (power * each for each in map(Decimal, ("1", "2", "2.5", "5", "10", "20", "25", "50")))
    step = next(each for each in steps if span / each <= most)
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
    return tuple(step * place for place in range(int(first), max(int(last), int(first) + 1) + 1))


def _chart(currency: str, rows: list[ValueRow]) -> ValueChart:
    low, high = min(Decimal(0), *(each.low for each in rows)), max(Decimal(0), *(each.high for each in rows))
    room = (high - low) * ROOM or Decimal(1)
    low, high = low - room if low < 0 else low, high + room if high > 0 else high
    ticks = tuple(each for each in scale(low, high) if low <= each <= high)
    return ValueChart(currency=currency, low=low, high=high, ticks=ticks, rows=tuple(rows))
