"""The value: what was realised, what was measured without proof, what the plan projects. Three things, never added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.experiments.verdict import Verdict
from milepost.kernel.time import Duration, Period
from milepost.kernel.words import Grade
from milepost.ledger.entry import Column, LedgerEntry
from milepost.presentation.numbers import chance, number
from milepost.presentation.report.marks import Badge, Phrase, Said, badge_of, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording
from milepost.roadmap.facts import Told
from milepost.roadmap.money import bare, headline, money
from milepost.roadmap.status import RoadmapStatus, ValueLine

NOT_ADDED = "No holdout of the whole program, so no total is claimed: the parts are listed and not added."
NOTHING_YET = "No value is measured yet. It comes from experiments that the program names, once their data is loaded."


class ValueKind(StrEnum):
    """What a row is: realised (grade A or B), measured without proof (grade C), or the plan."""

    REALISED = "realised"
    MEASURED = "measured, not randomised"
    PLAN = "projected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """An amount with its range. For the plan `low`, `middle`, `high` are p10, p50, p90 and `least` is None.

    `least` is the one-sided 95% bound that is claimed, the upper one for a loss. `told` says what a chart draws.
    """

    kind: ValueKind
    title: str
    amount: Said
    about: tuple[Said, ...]
    grade: Grade
    badge: Badge | None
    low: Decimal
    middle: Decimal
    high: Decimal
    least: Decimal | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChart:
    """Rows of one currency on one scale, from `low` to `high`, zero on it."""

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
    """The charts, one a currency, and what is said of the sum. `empty` is said where there is nothing to draw."""

    charts: tuple[ValueChart, ...]
    note: str
    empty: str = ""


def value_panel(status: RoadmapStatus, read: Sequence[Told[Verdict]], words: Wording, origins: Origins) -> ValuePanel:
    """Lay out the value; `read` are the readings that tell how far an entry may be trusted."""
    verdicts: dict[str, Verdict] = {each.event.id: each.fact for each in read}
    rows = [(each.currency, _row(status, each, verdicts, words, origins)) for each in status.value]
    currencies = dict.fromkeys(currency for currency, _ in rows)
    charts = (_chart(each, [row for currency, row in rows if currency == each]) for each in currencies)
    return ValuePanel(charts=tuple(charts), note=NOT_ADDED, empty="" if rows else NOTHING_YET)


def _chart(currency: str, rows: list[ValueRow]) -> ValueChart:
    low = min(Decimal(0), *(each.low for each in rows))
    high = max(Decimal(0), *(each.high for each in rows))
    ticks = scale(low, high)
    order = list(ValueKind)
    return ValueChart(
        currency=currency,
        low=min(low, ticks[0]),
        high=max(high, ticks[-1]),
        ticks=ticks,
        rows=tuple(sorted(rows, key=lambda each: order.index(each.kind))),
    )


def scale(low: Decimal, high: Decimal, most: int = 5) -> tuple[Decimal, ...]:
    """Return round numbers that cover `low` to `high`, at most `most` steps of 1, 2, 2.5 or 5 times a power of ten."""
    span = high - low or Decimal(1)
    power = Decimal(10) ** (span.adjusted() - 1)
    steps = (power * each for each in map(Decimal, ("1", "2", "2.5", "5", "10", "20", "25", "50")))
    step = next(each for each in steps if span / each <= most)
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
    return tuple(step * place for place in range(int(first), max(int(last), int(first) + 1) + 1))


def _row(
    status: RoadmapStatus, line: ValueLine, verdicts: dict[str, Verdict], words: Wording, origins: Origins
) -> ValueRow:
    title = words.title(f"capability/{line.capability}")
    if line.entry is None:
        return _planned(line, title, origins)
    entry, amount = line.entry, line.entry.amount
    assert line.event is not None
    kind = ValueKind.REALISED if line.column is Column.REALISED else ValueKind.MEASURED
    text = headline(amount)
    ref = origins.event(text, f"Value of {title}", "value.posted", line.event)
    item = next((each for each in status.capabilities if each.ref == f"capability/{line.capability}"), None)
    return ValueRow(
        kind=kind,
        title=title,
        amount=(Phrase(text=text, ref=ref),),
        about=tuple(_about(entry, verdicts.get(entry.verdict), words, origins)),
        grade=entry.grade,
        badge=badge_of(item.judged.word) if item else None,
        low=amount.low,
        middle=amount.estimate,
        high=amount.high,
        least=amount.upper95 if amount.upper95 < 0 else amount.lower95,
        told=f"{title}, {kind.value}: {text}, grade {entry.grade}",
    )


def _planned(line: ValueLine, title: str, origins: Origins) -> ValueRow:
    assert line.plan is not None
    low, middle, high = line.plan
    text = f"{money(middle, line.currency)} (p10 {bare(low)}, p90 {bare(high)})"
    return ValueRow(
        kind=ValueKind.PLAN,
        title=title,
        amount=said(text, origins.program(text)),
        about=(said("What the plan expects over the whole reach, asserted by its owner."),),
        grade=Grade.D,
        badge=None,
        low=low,
        middle=middle,
        high=high,
        least=None,
        told=f"{title}, projected, grade D, not added: {text}",
    )


def _about(entry: LedgerEntry, verdict: Verdict | None, words: Wording, origins: Origins) -> Iterator[Said]:
    yield said(f"{entry.estimand[:1].upper()}{entry.estimand[1:]}.")
    treated = f"{entry.population:,} treated"
    cost = f"{money(entry.cost, entry.amount.currency)} of contact costs taken off"
    ref = origins.event(
        f"{treated}; {cost}", words.title(f"experiment/{entry.experiment}"), "experiment.read", entry.verdict
    )
    yield (
        Phrase(text=f"{treated}; {cost}", ref=ref),
        *((Phrase(text=_collected(entry.period, words)),) if entry.period else ()),
    )
    if verdict is not None and (split := verdict.stats.get("srm_p")) is not None:
        arms = ", ".join(f"{arm} {size:,}" for arm, size in sorted(verdict.arms.items()))
        yield (Phrase(text=f"Split {arms}: sample-ratio check p = {number(split.estimate, 3)}", ref=ref),)
    if verdict is not None and (positive := verdict.stats.get("probability_positive")) is not None:
        yield (Phrase(text=f"Chance that it earned at all: {chance(positive.estimate)}", ref=ref),)


def _collected(period: str, words: Wording) -> str:
    try:
        span = Period.parse(period)
    except ValueError:
        return f"; data of {period}"
    return f"; data of {words.day(span.start)} to {words.day(Duration(days=-1).after(span.end))}"
