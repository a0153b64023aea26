"""What a ledger entry says by itself, which entry a capability's word rests on, and what an entry is called."""

from enum import StrEnum

from milepost.kernel.words import CapabilityWord
from milepost.ledger.entry import Amount, Column, LedgerEntry, ValueKind
from milepost.presentation.report.marks import Badge, Tone
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording
from milepost.roadmap.money import gain_or_loss, gained, headline
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.value_lines import ValueLine
from milepost.roadmap.words import Item


class Standing(StrEnum):
    """What an entry says. The plan's lines say nothing: they have none."""

    GAIN = "gain"
    LOSS = "loss"
    UNCLEAR = "no clear effect"
    UNPROVEN = "unproven"
    LAPSED = "lapsed"


BADGES = {
    Standing.GAIN: Badge(word="gain", symbol="✓", tone=Tone.GOOD),
    Standing.LOSS: Badge(word="loss", symbol="■", tone=Tone.BAD),
    Standing.UNCLEAR: Badge(word="no clear effect", symbol="▲", tone=Tone.WARN),
    Standing.UNPROVEN: Badge(word="unproven", symbol="◌", tone=Tone.QUIET),
    Standing.LAPSED: Badge(word="lapsed", symbol="◌", tone=Tone.QUIET),
}


def standing_of(line: ValueLine, entry: LedgerEntry) -> Standing:
    """Judge an entry by its bounds: a gain or a loss only where the whole one-sided interval lies on that side."""
    if line.lapsed is not None:
        return Standing.LAPSED
    if line.column is not Column.REALISED:
        return Standing.UNPROVEN
    if entry.amount.upper95 < 0:
        return Standing.LOSS
    return Standing.GAIN if entry.amount.lower95 > 0 else Standing.UNCLEAR


def told_of(line: ValueLine, entry: LedgerEntry) -> str:
    """Write an entry's amount; in the past where it no longer counts."""
    said = said_of(entry)
    return f"had {said}" if line.lapsed is not None and not said.startswith("at ") else said


def said_of(entry: LedgerEntry) -> str:
    """Write an entry's amount with what is claimed of it; a loss as the amount that was lost."""
    return amount_said(entry.amount, entry.kind)


def amount_said(amount: Amount, kind: ValueKind = ValueKind.MARGIN) -> str:
    """Write an amount with what is claimed of it; a loss as the amount that was lost."""
    return f"{gained(kind)} {headline(amount)}" if amount.lower95 > 0 else gain_or_loss(amount)


def deciding(status: RoadmapStatus, item: Item[CapabilityWord]) -> ValueLine | None:
    """Return the ledger entry that a capability's word rests on, or None where it rests on none."""
    return next((each for each in status.value if each.entry and each.event in item.judged.events), None)


def name_of(entry: LedgerEntry, words: Wording) -> str:
    """Return the title of the experiment that an entry was read from."""
    ref = f"experiment/{entry.experiment}"
    found = words.title(ref)
    return entry.experiment if found == ref else found


def value_ref(line: ValueLine, entry: LedgerEntry, words: Wording, origins: Origins) -> int:
    """Note the value of an entry; returns the row of its source."""
    assert line.event is not None
    what = f"{words.title(f'capability/{entry.capability}')}: {name_of(entry, words)}"
    return origins.event(said_of(entry), what, "value.posted", line.event)
