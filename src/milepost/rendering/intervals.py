"""The intervals of a read-out, read from the worded table, so that chart and table can never disagree."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from milepost.kernel.words import Phase
from milepost.presentation.values import Table

_PHASES = {phase.value: phase for phase in Phase}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A row that holds numbers; `least` is the one-sided bound where the table has one."""

    name: str
    said: str
    phase: Phase | None
    low: Decimal
    middle: Decimal
    high: Decimal
    least: Decimal | None


def intervals_of(of: Table, *, name: str, estimate: str, least: str | None) -> tuple[Interval, ...]:
    """Read the rows that have an interval, by the titles of their columns; rows of dashes are left out."""
    titles = [each.title for each in of.columns]
    found = (_interval(dict(zip(titles, row, strict=True)), name, estimate, least) for row in of.rows)
    return tuple(each for each in found if each is not None)


def _interval(row: dict[str, str], name: str, estimate: str, least: str | None) -> Interval | None:
    low, _, high = row.get("95% interval", "").partition(" to ")
    numbers = [_number(each) for each in (low, row.get(estimate, ""), high)]
    if numbers[0] is None or numbers[1] is None or numbers[2] is None:
        return None
    return Interval(
        name=row[name],
        said=_said(row, estimate, least),
        phase=_PHASES.get(row.get("Phase", "").partition(" ")[2]),
        low=numbers[0],
        middle=numbers[1],
        high=numbers[2],
        least=_number(row.get(least, "")) if least else None,
    )


def _said(row: dict[str, str], estimate: str, least: str | None) -> str:
    interval = f"95% interval {row['95% interval']}"
    if least is None or _number(row.get(least, "")) is None:
        return f"{row[estimate]} ({interval})"
    return f"at least {row[least]} (estimate {row[estimate]}, {interval})"


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
