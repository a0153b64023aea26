"""What a terminal shows: entries under headings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing: a mark in front, a title, the lines that say why. Without a mark it heads those that follow."""

    mark: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries under a heading; `empty` is said where there are none."""

    heading: str
    entries: tuple[Entry, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What `milepost status` shows."""

    title: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
