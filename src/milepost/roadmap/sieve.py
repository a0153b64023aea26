"""Reads along a record and names the entries that a status needs: facts, but for what a screen leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from milepost.record.quick import Seen
from milepost.roadmap.level_line import Level, Name, Watched
from milepost.roadmap.screen import Screen


class Kind(StrEnum):
    """What an entry is to the sieve. `FACT` always stays."""

    LOAD = "load"
    CHECK = "check"
    LEVEL = "level"
    READING = "reading"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a sieve saw of a range: what stays, the rows that something used, and the first load of all rows."""

    names: set[Name]
    rows: set[str]
    first: Mapping[str, Mapping[str, Name]]


class _Load(msgspec.Struct, gc=False):
    logical_digest: str


class _Loaded(msgspec.Struct, gc=False):
    load: _Load


class _Check(msgspec.Struct, gc=False):
    ok: bool


class _Checked(msgspec.Struct, gc=False):
    check: _Check


class _Level(msgspec.Struct, gc=False):
    value: str
    metric: str
    grade: str
    rows_digest: str


class _Measured(msgspec.Struct, gc=False):
    measurement: _Level


class _Reading(msgspec.Struct, gc=False):
    rows_digest: str


class _Read(msgspec.Struct, gc=False):
    verdict: _Reading


_load = msgspec.json.Decoder(_Loaded).decode
_check = msgspec.json.Decoder(_Checked).decode
_measured = msgspec.json.Decoder(_Measured).decode
_read = msgspec.json.Decoder(_Read).decode


class Sieve:
    """Fills `Sieve` of the record's ports. `kinds` says by type what an entry is; of other types none stays.

    It may be copied to another process, look at a later range there, and be joined.
    """

    def __init__(self, kinds: Mapping[str, Kind], watched: Mapping[str, Watched]) -> None:
        self._kinds = dict(kinds)
        self._screen = Screen(watched=dict(watched))
        self._later: list[Looked] = []
        by_kind = {
            Kind.LOAD: self._load,
            Kind.CHECK: self._check,
            Kind.LEVEL: self._level,
            Kind.READING: self._reading,
            Kind.FACT: self._fact,
        }
        self._looks = {type_: by_kind[kind] for type_, kind in kinds.items()}

    @property
    def types(self) -> tuple[str, ...]:
        """Return the types of entries that it wants to see."""
        return tuple(self._kinds)

    def look(self, sequence: int, entry: Seen) -> None:
        """See the next entry. One whose data can't be read stays: whoever needs it will say so."""
        look = self._looks.get(entry.type)
        if look is not None:
            try:
                look(sequence, entry, entry.subject.partition("/")[2])
            except msgspec.MsgspecError:
                self._screen.kept.add(sequence)

    def __getstate__(self) -> tuple[object, ...]:
        """Give what makes the same sieve, before it looked at anything."""
        return self._kinds, self._screen.watched

    def __setstate__(self, made_of: tuple[Mapping[str, Kind], Mapping[str, Watched]]) -> None:
        """Be that sieve."""
        Sieve.__init__(self, *made_of)

    def _load(self, sequence: int, entry: Seen, source: str) -> None:
        self._screen.load(
            sequence, datetime.fromisoformat(entry.recorded_at), source, _load(entry.data).load.logical_digest
        )

    def _check(self, sequence: int, entry: Seen, source: str) -> None:
        self._screen.check(sequence, source, ok=_check(entry.data).check.ok)

    def _level(self, sequence: int, entry: Seen, kpi: str) -> None:
        told = _measured(entry.data).measurement
        at = datetime.fromisoformat(entry.recorded_at)
        occurred = datetime.fromisoformat(entry.occurred_at) if entry.occurred_at else None
        level = Level(at, occurred, told.value, told.metric, told.grade, told.rows_digest)
        self._screen.level(sequence, kpi, level)

    def _reading(self, sequence: int, entry: Seen, _: str) -> None:
        self._screen.kept.add(sequence)
        self._screen.used(_read(entry.data).verdict.rows_digest)

    def _fact(self, sequence: int, _: Seen, __: str) -> None:
        self._screen.kept.add(sequence)

    def looked(self) -> Looked:
        """Give what it saw, small enough to be sent from one process to another."""
        screen = self._screen
        first = {source: {rows: name for rows, (_, name) in of.items()} for source, of in screen.first.items()}
        return Looked(names=screen.names(), rows=screen.rows, first=first)

    def join(self, later: object) -> bool:
        """Take over what a copy saw of a later range; False, and nothing taken, where only one look at both can tell.

        That is so where the later range loads rows anew that were loaded before: the copy took them to be younger.
        """
        assert isinstance(later, Looked)
        mine = self._screen.first
        if any(not mine.get(source, {}).keys().isdisjoint(of) for source, of in later.first.items()):
            return False
        self._later.append(later)
        return True

    def names(self) -> list[int]:
        """Name the entries that stay, in order."""
        looks = [self.looked(), *self._later]
        names = set[Name]().union(*(each.names for each in looks))
        for rows in set[str]().union(*(each.rows for each in looks)):
            names.update(of[rows] for each in looks for of in each.first.values() if rows in of)
        return sorted(int(each) for each in names)
