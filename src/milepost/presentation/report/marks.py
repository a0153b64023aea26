"""The pieces that all panels are made of: phrases with their source, badges, cells and grids."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.kernel.words import SYMBOLS, Grade, StatusWord
from milepost.presentation.values import NOTHING, Column


class Tone(StrEnum):
    """What a word means for the reader. A rendering may colour it, beside symbol and word, never instead."""

    GOOD = "good"
    ACTIVE = "active"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


_TONES: dict[str, Tone] = {
    "achieved": Tone.GOOD, "reached": Tone.GOOD, "proven": Tone.GOOD, "Successful": Tone.GOOD,
    "attested": Tone.ACTIVE, "on track": Tone.ACTIVE, "running": Tone.ACTIVE, "Running": Tone.ACTIVE,
    "reopened": Tone.WARN, "at risk": Tone.WARN, "blocked": Tone.WARN,
    "inconclusive": Tone.WARN, "Inconclusive": Tone.WARN,
    "missed": Tone.BAD, "off track": Tone.BAD, "harmful": Tone.BAD, "Failed": Tone.BAD, "Error": Tone.BAD,
    "no data": Tone.QUIET, "not started": Tone.QUIET, "Pending": Tone.QUIET, "stopped": Tone.QUIET,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A status word with its symbol and tone; the three go together."""

    word: str
    symbol: str
    tone: Tone


def badge_of(word: StatusWord) -> Badge:
    """Return the badge of a status word."""
    return Badge(word=word.value, symbol=SYMBOLS[word.value], tone=_TONES[word.value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stretch of text. `ref` numbers its row of the provenance; `is_quiet` text may stand back."""

    text: str
    ref: int | None = None
    is_quiet: bool = False


Said = tuple[Phrase, ...]


def said(text: str, ref: int | None = None) -> Said:
    """Make a text of one phrase; a dash for none."""
    return (Phrase(text=text or NOTHING, ref=ref if text else None),)


def text_of(phrases: Said) -> str:
    """Return the bare text."""
    return "".join(each.text for each in phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: a badge, a grade, a text, a command, or several of these; `tag` qualifies them all."""

    text: Said = ()
    badge: Badge | None = None
    grade: Grade | None = None
    command: str | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells, as long as the grid's columns; the first one names the row. `number` is that of a provenance row."""

    cells: tuple[Cell, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table whose cells may hold badges and sources. `empty` is said where there are no rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "nothing"


def grade_cell(grade: Grade | None) -> Cell:
    """Return a cell with a grade, or a dash."""
    return Cell(grade=grade) if grade else Cell(text=said(""))
