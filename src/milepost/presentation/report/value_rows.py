"""The rows of the value panel: one a ledger entry, named by its experiment, and one a projection of the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.experiments.registration import changes_said
from milepost.experiments.strength_words import strength_words
from milepost.experiments.verdict import Verdict
from milepost.kernel.time import Duration, Period
from milepost.kernel.words import Grade
from milepost.ledger.entry import Column, LedgerEntry
from milepost.presentation.counted import counted_with_cost
from milepost.presentation.graded import grade_because
from milepost.presentation.numbers import chance, number
from milepost.presentation.report.entries import BADGES, name_of, standing_of, told_of, value_ref
from milepost.presentation.report.marks import Badge, Phrase, Said, said
from milepost.presentation.report.program_total import shrunk_said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import SIMULATED, is_entry_simulated
from milepost.presentation.report.wording import Wording, capital
from milepost.roadmap.money import bare, money
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.value_lines import ValueLine


class ValueKind(StrEnum):
    """What a row is: realised (grade A or B), realised once, measured without proof (grade C), or the plan."""

    REALISED = "realised"
    LAPSED = "lapsed, no longer counted"
    MEASURED = "measured, not randomised"
    PLAN = "projected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """An amount with its range. For the plan `low`, `middle`, `high` are p10, p50, p90 and `least` is None.

    `title` is that of the experiment, for the plan that of the capability. `least` is the one-sided 95% bound that is
    claimed, the upper one for a loss. `lapsed` says why it no longer counts. `told` says what a chart draws.
    """

    kind: ValueKind
    capability: str
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
    lapsed: str = ""
    tag: str = ""
    grade_because: str = ""


def kind_of(line: ValueLine) -> ValueKind:
    """Return what a line of value is."""
    if line.entry is None:
        return ValueKind.PLAN
    if line.lapsed is not None:
        return ValueKind.LAPSED
    return ValueKind.REALISED if line.column is Column.REALISED else ValueKind.MEASURED


def place_of(line: ValueLine) -> tuple[int, Decimal, str]:
    """Sort lines by kind, then by money, the greatest amount first."""
    middle = line.entry.amount.estimate if line.entry else line.plan[1] if line.plan else Decimal(0)
    return list(ValueKind).index(kind_of(line)), -middle, line.capability


@dataclass(frozen=True, kw_only=True)
class ValueRows:
    """Makes rows. `verdicts` are readings by event; `shared` is the estimand of all margins, else empty."""

    status: RoadmapStatus
    verdicts: Mapping[str, Verdict]
    words: Wording
    origins: Origins
    shared: str

    def row(self, line: ValueLine) -> ValueRow:
        """Make the row of an entry or of the plan."""
        return self._planned(line) if line.entry is None else self._measured(line, line.entry)

    def _measured(self, line: ValueLine, entry: LedgerEntry) -> ValueRow:
        amount, kind, badge = entry.amount, kind_of(line), BADGES[standing_of(line, entry)]
        text, title = told_of(line, entry), name_of(entry, self.words)
        claimed, _, range_ = text.partition(" (")
        ref = value_ref(line, entry, self.words, self.origins)
        capability = self.words.title(f"capability/{line.capability}")
        lapsed = capital(self.words.plainly(line.lapsed or ""))
        tag = SIMULATED if is_entry_simulated(self.status.program, entry) else ""
        told = [f"{capability}, {title}: {badge.word}, {text}, grade {entry.grade}", lapsed, tag]
        return ValueRow(
            kind=kind,
            capability=capability,
            title=title,
            amount=(Phrase(text=capital(claimed)), Phrase(text=f" ({range_}", ref=ref, is_quiet=True)),
            about=(*self._about(entry), *_shrunk(line, entry, ref)),
            grade=entry.grade,
            grade_because=grade_because(entry, self.status),
            badge=badge,
            low=amount.low,
            middle=amount.estimate,
            high=amount.high,
            least=amount.upper95 if amount.upper95 < 0 else amount.lower95,
            told=", ".join(each for each in told if each),
            lapsed=lapsed and lapsed.removesuffix(".") + ".",
            tag=tag,
        )

    def _planned(self, line: ValueLine) -> ValueRow:
        assert line.plan is not None
        low, middle, high = line.plan
        text = f"{money(middle, line.currency)} (p10 {bare(low)}, p90 {bare(high)})"
        title = self.words.title(f"capability/{line.capability}")
        return ValueRow(
            kind=ValueKind.PLAN,
            capability=title,
            title=title,
            amount=said(text, self.origins.program(text)),
            about=(),
            grade=Grade.D,
            badge=None,
            low=low,
            middle=middle,
            high=high,
            least=None,
            told=f"{title}, projected, grade D, not added: {text}",
        )

    def _about(self, entry: LedgerEntry) -> Iterator[Said]:
        if entry.estimand != self.shared:
            yield said(f"{capital(entry.estimand)}.")
        counted = counted_with_cost(entry)
        what = self.words.title(f"experiment/{entry.experiment}")
        ref = self.origins.event(counted, what, "experiment.read", entry.verdict)
        data = f"; data of {collected(entry.period, self.words)}" if entry.period else ""
        yield (Phrase(text=counted, ref=ref), Phrase(text=data))
        verdict = self.verdicts.get(entry.verdict)
        if verdict is not None:
            yield from ((Phrase(text=each, ref=ref),) for each in _trust(verdict))


def _shrunk(line: ValueLine, entry: LedgerEntry, ref: int) -> Iterator[Said]:
    if line.shrunk is not None:
        yield said(capital(shrunk_said(entry.amount.estimate, line.shrunk, line.currency)), ref)


def _trust(verdict: Verdict) -> Iterator[str]:
    """Say how far a reading may be trusted: whether arms came out as drawn, any gain's chance, a hidden cause."""
    if (split := verdict.stats.get("srm_p")) is not None:
        arms = ", ".join(f"{arm} {size:,}" for arm, size in sorted(verdict.arms.items()))
        yield f"Split {arms}: sample-ratio check p = {number(split.estimate, 3)}"
    if verdict.planned is not None:
        yield f"Looked at while it ran: always-valid interval, planned for {verdict.planned:,}"
    if verdict.registration is not None:
        yield "Registered after its data: no claim" if verdict.is_registered_late else "Registered before its data"
    if verdict.changes:
        yield capital(changes_said(verdict.changes))
    if (positive := verdict.stats.get("probability_positive")) is not None:
        yield f"Chance that it earned at all: {chance(positive.estimate)}"
    if (hidden := verdict.stats.get("robustness")) is not None:
        of_interval = verdict.stats["robustness_interval"].estimate
        yield strength_words(hidden.estimate, of_interval)


def collected(period: str, words: Wording) -> str:
    """Write a period's first and last day; one that can't be read as it stands."""
    try:
        span = Period.parse(period)
    except ValueError:
        return period
    return f"{words.day(span.start)} to {words.day(Duration(days=-1).after(span.end))}"
