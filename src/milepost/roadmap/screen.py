"""Which loads, checks and measurements can be left out without moving a word, a date or a number.

Takes them in the order of their recording, a few words of each, and names those that stay. Imports next to nothing: a
process that only reads along may use it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from milepost.roadmap.level_line import Level, LevelLine, Name, Watched

_UNWATCHED = Watched()
_NONE: dict[str, tuple[datetime, Name]] = {}


@dataclass(slots=True)
class Screen:
    """Call `load`, `check`, `level` and `used` in the order of recording, then `names`.

    With `whole` every load was told before the first level. Without, rows that no load was seen of may have been loaded
    before what was seen: their levels stay.
    """

    watched: Mapping[str, Watched]
    whole: bool = False
    first: dict[str, dict[str, tuple[datetime, Name]]] = field(default_factory=dict)
    """The first load of each source's rows."""
    kept: set[Name] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    """The rows whose first load stays."""
    _loads: dict[str, tuple[Name, str]] = field(default_factory=dict)
    _checks: dict[str, tuple[bool, Name]] = field(default_factory=dict)
    _lines: dict[str, LevelLine] = field(default_factory=dict)

    def load(self, name: Name, at: datetime, source: str, rows: str) -> None:
        """See a load: the first of a source stays, the last, and the first of rows that something used."""
        if (known := self.first.get(source)) is None:
            known = self.first[source] = {}
            self.kept.add(name)
        known.setdefault(rows, (at, name))
        self._loads[source] = (name, rows)

    def check(self, name: Name, source: str, *, ok: bool) -> None:
        """See a check: one that says other than the one before stays, and the last."""
        before = self._checks.get(source)
        if before is None or before[0] is not ok:
            self.kept.add(name)
        self._checks[source] = (ok, name)

    def used(self, rows: str) -> None:
        """See that something which stays used rows: when they were first loaded counts."""
        self.rows.add(rows)

    def level(self, name: Name, kpi: str, level: Level) -> None:
        """See a measurement: it stays unless those around it say the same to every program at every instant."""
        if (line := self._lines.get(kpi)) is None:
            watched = self.watched.get(kpi, _UNWATCHED)
            line = self._lines[kpi] = LevelLine(watched=watched, first_seen=self._first_seen, keep=self._keep)
        line.see(name, level)

    def names(self) -> set[Name]:
        """Name what stays."""
        for line in self._lines.values():
            line.ends()
        # A level may be measured on the rows of the last load later on.
        self.rows.update(rows for _, rows in self._loads.values())
        last = {name for name, _ in self._loads.values()} | {name for _, name in self._checks.values()}
        first = (found[1] for of in self.first.values() for rows in self.rows if (found := of.get(rows)) is not None)
        return self.kept | last | set(first)

    def _keep(self, name: Name, level: Level) -> None:
        self.kept.add(name)
        self.rows.add(level.rows)

    def _first_seen(self, source: str, level: Level) -> datetime | None:
        found = self.first.get(source, _NONE).get(level.rows)
        return found[0] if found is not None else level.at if self.whole else None
