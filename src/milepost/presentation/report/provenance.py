"""Where each number on the page comes from: a numbered list of facts, in the order in which they are first used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from milepost.presentation.report.marks import Cell, Grid, Phrase, Row, said
from milepost.presentation.values import columns

NOT_ACCEPTED = "files, not accepted"
TRACE = "milepost trace {}"
KINDS = {"experiment": "experiment.read", "kpi": "kpi.measured", "attestation": "attestation.signed"}
"""The kind of fact that tells of each kind of evidence."""


@dataclass(slots=True, kw_only=True)
class Origin:
    """One fact: what it is of, its event (None for what was counted), the command, and the numbers drawn from it."""

    what: str
    kind: str
    event: str | None
    command: str
    numbers: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Origins:
    """Collects origins while the panels are made. `accepted` is the event of the program in force, None in a draft.

    `view` is the command that gives the same answer; `place` is what a command needs to find the program.
    """

    accepted: str | None
    view: str
    place: str = ""
    _found: dict[str, Origin] = field(default_factory=dict)

    def event(self, number: str, what: str, kind: str, event: str) -> int:
        """Note a number drawn from an event; returns the row's number. An event has one row."""
        return self._note(
            number, Origin(what=what, kind=kind, event=event, command=self._command(TRACE.format(event))), event
        )

    def program(self, number: str) -> int:
        """Note a number that the accepted program sets: a target, a threshold, a date, the plan."""
        what = "Targets, baselines, thresholds, due dates and plans"
        if self.accepted is None:
            command = self._command("milepost check")
            return self._note(number, Origin(what=what, kind=NOT_ACCEPTED, event=None, command=command), "program")
        return self.event(number, what, "program.accepted", self.accepted)

    def counted(self, number: str) -> int:
        """Note a number that was counted from what the page shows."""
        what = "Counted from the words and dates on this page"
        return self._note(number, Origin(what=what, kind="derived", event=None, command=self.view), "derived")

    def phrase(self, number: str, what: str, kind: str, events: tuple[str, ...]) -> Phrase:
        """Make a phrase of a number that rests on events, the newest last; without any it is the program's."""
        ref = self.event(number, what, kind, events[-1]) if events else self.program(number)
        return Phrase(text=number, ref=ref)

    def _command(self, command: str) -> str:
        return f"{command} {self.place}".rstrip()

    def grid(self) -> Grid:
        """Return the table of all that was noted, in order."""
        return Grid(
            caption="Where each number on this page comes from",
            columns=columns("Source", "Numbers", "What it is", "Recorded as", "See for yourself"),
            rows=tuple(_row(place, each) for place, each in enumerate(self._found.values(), 1)),
        )

    def _note(self, number: str, origin: Origin, key: str) -> int:
        found = self._found.setdefault(key, origin)
        found.numbers.setdefault(number)
        return list(self._found).index(key) + 1


def _row(place: int, of: Origin) -> Row:
    return Row(
        number=place,
        cells=(
            Cell(text=said(str(place))),
            Cell(text=said("; ".join(_distinct(of.numbers)))),
            Cell(text=said(of.what)),
            Cell(text=said(of.kind)),
            Cell(command=of.command),
        ),
    )


def _distinct(numbers: Iterable[str]) -> Iterator[str]:
    """Leave out what stands inside a longer one."""
    listed = list(numbers)
    return (each for each in listed if not any(each in other and each != other for other in listed))
