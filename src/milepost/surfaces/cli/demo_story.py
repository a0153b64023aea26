"""The demo's story: each figure is computed, and the truth is read only at the end."""

import csv
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import click

from milepost.actions.accept_program import accept_program
from milepost.actions.report_status import Reported, report_status
from milepost.actions.run_program import run_program
from milepost.adapters.clock.system import FixedClock
from milepost.kernel.time import parse_instant
from milepost.kernel.words import SYMBOLS
from milepost.presentation.status_view import AnyItem
from milepost.roadmap.money import headline, money
from milepost.roadmap.status import RoadmapStatus
from milepost.simulation.email import TRUTH
from milepost.surfaces.cli.report import page_of
from milepost.wiring.local import Place, example_folder

T = TypeVar("T")
ACCEPTED, MEASURED, TODAY, LATER = (
    parse_instant(f"{day}T12:00:00Z") for day in ("2026-07-01", "2026-09-16", "2026-11-22", "2027-09-16")
)
_MARK = ".milepost"
_DEMO = ".demo"
_ROI = 'measure: roi, bound: lower95, op: ">=", value: "4"'
_STATED = "randomised: {stated_by: analyst"


class Story:
    """Lives through the example in `folder`, and tells it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def told(self) -> tuple[str, ...]:
        """Live it and give the lines of the last screen."""
        self._lay_out()
        with _step("accept the program"):
            self._accept(self.folder, ACCEPTED)
        with _step("load, check, measure, read, post"):
            self._run(self.folder, MEASURED)
        with _step("derive the status"):
            reported = self._reported(self.folder, TODAY)
            status = reported.status
        with _step("try to cheat, on copies"):
            loosened, unstated = self._on_copy(self._loosen), self._on_copy(self._unstate)
            later = self._status(self.folder, LATER)
        with _step("write the report"):
            page = self._place(self.folder, TODAY).open_state().write_page("report.html", page_of(reported))
        return (
            *_found(status),
            "",
            *_cheats(status, loosened, unstated, later),
            "",
            *_truth(status),
            *self._next(page),
        )

    def _lay_out(self) -> None:
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / _DEMO).is_file():
            raise click.UsageError(f"{self.folder} is not empty and no demo: give another with --dir")
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(example_folder("email"), self.folder, ignore=shutil.ignore_patterns(_MARK))
        (self.folder / _DEMO).write_text("Made by `milepost demo`, which makes this folder anew each time.\n")

    def _place(self, folder: Path, at: datetime) -> Place:
        return Place(folder=folder, clock=FixedClock(at))

    def _accept(self, folder: Path, at: datetime) -> None:
        place = self._place(folder, at)
        accept_program(place.program, place.open_state(), "role/cmo")

    def _run(self, folder: Path, at: datetime) -> None:
        place = self._place(folder, at)
        sources = {"crm": folder / "crm.csv"}
        run_program(place.open_state(), place.open_warehouse(), sources, "role/analyst", at, lambda _: None)

    def _status(self, folder: Path, at: datetime) -> RoadmapStatus:
        return self._reported(folder, at).status

    def _reported(self, folder: Path, at: datetime) -> Reported:
        place = self._place(folder, at)
        return report_status(place.program, place.open_state().record, at)

    def _on_copy(self, cheat: Callable[[Path], RoadmapStatus]) -> RoadmapStatus:
        with TemporaryDirectory() as holder:
            copy = Path(holder) / "copy"
            shutil.copytree(self.folder, copy)
            return cheat(copy)

    def _loosen(self, copy: Path) -> RoadmapStatus:
        """Loosen a threshold in the file, without having it accepted."""
        _edit(copy / "mail.yaml", _ROI, _ROI.replace('"4"', '"1"'))
        return self._status(copy, TODAY)

    def _unstate(self, copy: Path) -> RoadmapStatus:
        """Take out who answers for the randomisation, have it accepted, and run again."""
        text = (copy / "mail.yaml").read_text()
        start = text.index(_STATED)
        _edit(copy / "mail.yaml", text[start : text.index("\n", start)], "")
        self._accept(copy, TODAY)
        self._run(copy, TODAY)
        return self._status(copy, TODAY)

    def _next(self, page: Path) -> Iterator[str]:
        command = "milepost" if shutil.which("milepost") else shlex.quote(os.path.relpath(sys.argv[0]))
        folder = shlex.quote(str(self.folder))
        yield f"report: {page}"
        yield "Next:"
        yield f"  {command} status -C {folder} --as-of 2026-09-16"
        yield f"  {command} trace capability/mens-mail -C {folder}"
        yield f"  {command} explain MP306"


def _found(status: RoadmapStatus) -> Iterator[str]:
    rows = sum(1 for _ in csv.reader((example_folder("email") / "crm.csv").open())) - 1
    yield f"Spring e-mail, a simulated campaign: {rows:,} customers, three arms at random."
    items: list[AnyItem] = [*status.capabilities, *status.milestones]
    for item in items:
        yield f"  {_word(item.judged.word.value):<12} {item.title}"
    entry = next(line.entry for line in status.value if line.entry is not None)
    yield f"  Its mail earned {headline(entry.amount).split(' (')[0]}"
    yield f"  ({headline(entry.amount).split(' (')[1][:-1]}), grade {entry.grade}: {entry.grade.meaning}."


def _cheats(
    status: RoadmapStatus, loosened: RoadmapStatus, unstated: RoadmapStatus, later: RoadmapStatus
) -> Iterator[str]:
    roi, proven = "milestone/pays-fourfold", "milestone/proven-in-spring"
    mail = "capability/mens-mail"
    yield "Try to cheat:"
    yield f"  a threshold loosened in the file      {_moved(status, loosened, roi)}: not accepted, ignored"
    yield f"  nobody answers for the randomisation  {_moved(status, unstated, mail)}: grade C"
    yield f"  a year passes, nothing measured       {_moved(status, later, proven)}: expired"


def _truth(status: RoadmapStatus) -> Iterator[str]:
    entry = next(line.entry for line in status.value if line.entry is not None)
    lift = TRUTH["Mens E-Mail"].spend - TRUTH["No E-Mail"].spend
    truth = (Decimal(repr(lift)) * entry.unit_value - Decimal("0.05")) * entry.population
    covered = "covers it" if entry.amount.low <= truth <= entry.amount.high else "misses it"
    yield f"The truth, planted and not read until now: {money(truth, 'USD')}. The interval {covered}."


def _moved(before: RoadmapStatus, after: RoadmapStatus, ref: str) -> str:
    old, new = _of(before, ref), _of(after, ref)
    return f"still {new}" if old == new else f"{old} -> {new}"


def _of(status: RoadmapStatus, ref: str) -> str:
    items: list[AnyItem] = [*status.milestones, *status.capabilities]
    return next(each.judged.word.value for each in items if each.ref == ref)


def _word(word: str) -> str:
    return f"{SYMBOLS[word]} {word}"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    if old not in text:
        raise LookupError(f"{old!r} no longer stands in {path.name}")
    path.write_text(text.replace(old, new))


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"  {name:<34} {time.perf_counter() - began:5.1f} s", file=sys.stderr, flush=True)  # noqa: T201  progress
