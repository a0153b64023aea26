"""Lumen lives its program: who accepts, runs and signs what on which day, by a clock set by hand.

What is recorded is what Milepost makes of the exports; nothing here knows a planted effect.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Protocol

from milepost.actions.accept_program import accept_program
from milepost.actions.attest import Signing, attest
from milepost.actions.close_period import close_period
from milepost.actions.ports import ProgramFolder, State, Warehouse
from milepost.actions.run_program import run_program
from milepost.kernel.time import Quarter
from milepost.simulation.lumen.exports import Export
from milepost.simulation.lumen.truth import DAYS, FIRST_DAY, Faults

FAULTS = Faults(schema_change_day=400)
"""What is wrong with the data of the example: its export of orders changes, which blocks the forecast."""
AS_OF = FIRST_DAY + timedelta(days=DAYS - 1)
"""Lumen's last day: its story is told as of its end."""
EVENING = datetime.combine(AS_OF, time(20), UTC)
"""The instant at which the story is told."""
MORNING = time(8, tzinfo=UTC)
SIGNED = (
    Signing(what="consent-reviewed", signer="privacy", document="documents/consent-review.md",
            expires=date(2027, 3, 12), statement="Two hundred records were held against their forms."),
    Signing(what="briefs-as-good", signer="product-lead", document="documents/brief-review.md",
            expires=date(2027, 9, 14), statement="Forty briefs were read blind and rated alike."),
)  # fmt: skip
SIGNED_ON = (date(2025, 9, 12), date(2026, 9, 14))

CLOSED_ON = {
    date(2025, 12, 5): (Quarter(2025, 2), Quarter(2025, 3)),
    date(2026, 3, 5): (Quarter(2025, 4),),
    date(2026, 6, 5): (Quarter(2026, 1),),
    date(2026, 9, 5): (Quarter(2026, 2),),
}
"""When finance closes which quarters: after the export that tells the last of their charges."""


class Desk(Protocol):
    """A program's place at one instant; `milepost.wiring.local.Place` is one."""

    @property
    def program(self) -> ProgramFolder:
        """Return the program's files."""
        ...

    def open_state(self) -> State:
        """Return its state, on a clock set to the instant."""
        ...

    def open_warehouse(self) -> Warehouse:
        """Return an empty warehouse."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was done on a day: `rows` were loaded, `broken` are the sources that fail, then or still."""

    day: date
    said: str
    rows: int = 0
    broken: tuple[str, ...] = ()


def live(exports: Iterable[Export], folder: Path, desk_at: Callable[[datetime], Desk]) -> Iterator[Act]:
    """Live the program in day order: accepted on the first day, run on each day of an export, signed in between.

    `folder` is where the exports' paths begin; `desk_at` gives the program's place with its clock at an instant. Each
    act is told once it is recorded.
    """
    first = datetime.combine(FIRST_DAY, MORNING)
    accept_program(desk_at(first).program, desk_at(first).open_state(), "role/cmo")
    yield Act(day=FIRST_DAY, said="accept the program")
    handed = {day: list(found) for day, found in groupby(exports, key=lambda each: each.day)}
    for day in sorted({*handed, *SIGNED_ON, *_closings(handed)}):
        at = datetime.combine(day, MORNING)
        for signing in (each for each, on in zip(SIGNED, SIGNED_ON, strict=True) if on == day):
            attest(signing, desk_at(at).program, desk_at(at).open_state(), at)
            yield Act(day=day, said=f"{signing.signer} signs {signing.what}")
        if day in handed:
            yield _run(handed[day], folder, desk_at(at), at)
        for quarter in _closings(handed).get(day, ()):
            close_period(desk_at(at).open_state(), quarter, "finance", at)
            yield Act(day=day, said=f"finance closes {quarter}")


def _closings(handed: Mapping[date, Sequence[Export]]) -> Mapping[date, tuple[Quarter, ...]]:
    """Return the closings of days on which the company still lives."""
    last = max(handed, default=FIRST_DAY)
    return {day: quarters for day, quarters in CLOSED_ON.items() if day <= last}


def _run(handed: list[Export], folder: Path, desk: Desk, at: datetime) -> Act:
    sources = {each.source: folder / each.path for each in handed}
    done = run_program(desk.open_state(), desk.open_warehouse(), sources, "role/analyst", at, lambda _: None)
    broken = tuple(dict.fromkeys(each.subject for each in done.steps if each.outcome == "failed"))
    said = handed[0].source if len(handed) == 1 else f"{len(handed)} sources"
    return Act(day=at.date(), said=f"run: {said}", rows=sum(each.rows for each in handed), broken=broken)
