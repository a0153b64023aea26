"""The shapes that every rendering knows how to draw. Cells are text already: numbers are worded once, here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# The characters that stand for something without a value, in every table.
NOTHING = "-"


class Align(StrEnum):
    """Text goes left and may wrap; numbers go right and never break."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's title and alignment."""

    title: str
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells, each as long as `columns`; `title` and `note` may be empty."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One message, its supporting sentences in order, and the tables that bear it out."""

    message: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def columns(*titles: str, right: Sequence[str] = ()) -> tuple[Column, ...]:
    """Make columns of titles; those also named in `right` hold numbers."""
    return tuple(Column(title=each, align=Align.RIGHT if each in right else Align.LEFT) for each in titles)
