"""The demo's story: the company is made, its program lived, copies cheated on, and the truth read at the end."""

import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
import numpy as np

from milepost.actions.accept_program import accept_program
from milepost.actions.report_status import Reported, report_status
from milepost.actions.run_program import run_program
from milepost.adapters.clock.system import FixedClock
from milepost.experiments.verdict import READ
from milepost.kernel.finding import Refused
from milepost.roadmap.reckoned import reckon
from milepost.roadmap.status import RoadmapStatus
from milepost.simulation.lumen import exports, write
from milepost.simulation.lumen.life import AS_OF, EVENING, FAULTS, Act, live
from milepost.simulation.lumen.truth import Faults, Lumen, Scale
from milepost.surfaces.cli.demo_screen import PLANTED, Screen, screen
from milepost.surfaces.cli.report import page_of
from milepost.wiring.local import STATE_FOLDER, Place, example_folder

T = TypeVar("T")
CUSTOMERS = 20_000
DATA, COPY = ".lumen", ".copy"
_DEMO = ".demo"
_STATED = re.compile(r"^randomised: .*\n", re.MULTILINE)


class Story:
    """Lives Lumen's program in `folder`, for a company of so many customers, and tells it."""

    def __init__(self, folder: Path, customers: int, seed: int, *, all_faults: bool = False) -> None:
        self.folder = folder
        faults = Faults.all() if all_faults else FAULTS
        self.lumen = Lumen(seed=seed, scale=Scale(customers=customers), faults=faults)

    def told(self) -> tuple[str, ...]:
        """Live it and give the lines of the last screen."""
        self._lay_out()
        handed = self._simulated()
        _acts(live(handed, self.folder / DATA, self._place_at))
        with _step("derive the status, write the report"):
            reported = self._reported(self.folder)
            place = self._place(self.folder)
            reckoned = reckon(reported.facts, reported.status, np.random.default_rng)
            page = place.open_state().write_page("report.html", page_of(reported, place, reckoned))
        with _step("try to cheat, on copies"):
            unstated, loosened = self._on_copy(self._unstate), self._on_copy(self._loosen)
            deleted = self._refused(self._delete)
        told = Screen(
            status=reported.status,
            unstated=unstated,
            loosened=loosened,
            whole=reckoned.whole.realised if reckoned.whole else None,
            deleted=deleted,
            lumen=self.lumen,
            truth=self.folder / DATA / "truth" / "truth.json",
            page=page,
            folder=self.folder,
        )
        return screen(told)

    def _lay_out(self) -> None:
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / _DEMO).is_file():
            raise click.UsageError(f"{self.folder} is not empty and no demo: give another with --dir")
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(example_folder("lumen"), self.folder, ignore=shutil.ignore_patterns(STATE_FOLDER))
        (self.folder / _DEMO).write_text("Made by `milepost demo`, which makes this folder anew each time.\n")
        if (size := self.lumen.scale.customers) != CUSTOMERS:
            _scale_reach(self.folder, size / CUSTOMERS)
        shutil.copytree(self.folder, self.folder / PLANTED, ignore=shutil.ignore_patterns(".*"))
        _edit(self.folder / PLANTED / "goals.yaml", "kpi: margin-per-customer", "kpi: margin-per-custmer")

    def _simulated(self) -> list[exports.Export]:
        data = self.folder / DATA
        _whole("simulate the company, its truth apart", write.write(self.lumen, data))
        return _whole("export what its systems hand over", exports.write(self.lumen, data))

    def _place(self, folder: Path) -> Place:
        return Place(folder=folder, clock=FixedClock(EVENING))

    def _place_at(self, at: datetime) -> Place:
        return Place(folder=self.folder, clock=FixedClock(at))

    def _reported(self, folder: Path) -> Reported:
        place = self._place(folder)
        return report_status(place.program, place.open_state().record, EVENING, AS_OF, with_spans=True)

    def _on_copy(self, cheat: Callable[[Path], None]) -> RoadmapStatus:
        copy = self.folder / COPY
        shutil.copytree(self.folder, copy, copy_function=_linked, ignore=shutil.ignore_patterns(DATA, PLANTED, COPY))
        try:
            cheat(copy)
            return self._reported(copy).status
        finally:
            shutil.rmtree(copy)

    def _refused(self, cheat: Callable[[Path], None]) -> bool:
        try:
            self._on_copy(cheat)
        except Refused:
            return True
        return False

    def _delete(self, copy: Path) -> None:
        """Take an entry that hurts out of the record's file."""
        with closing(sqlite3.connect(copy / STATE_FOLDER / "record.sqlite", isolation_level=None)) as record:
            record.execute("DELETE FROM event WHERE subject = 'experiment/discount-test' AND type = ?", (READ,))

    def _unstate(self, copy: Path) -> None:
        """Take out who answers for the randomisation, have it accepted, and run again."""
        edited = [(*_STATED.subn("", path.read_text()), path) for path in (copy / "capabilities").glob("*.yaml")]
        if not any(count for _, count, _ in edited):
            raise LookupError("nobody states a randomisation any more")
        for text, _, path in edited:
            path.write_text(text)
        place = self._place(copy)
        accept_program(place.program, place.open_state(), "role/cmo")
        run_program(place.open_state(), place.open_warehouse(), {}, "role/analyst", EVENING, lambda _: None)

    def _loosen(self, copy: Path) -> None:
        """Loosen a threshold in the file, without having it accepted."""
        text = (copy / "milestones.yaml").read_text()
        start = text.index("experiment/discount-test")
        end = text.index("value: 0 EUR", start)
        loose = text[end:].replace("value: 0 EUR", "value: -9_000_000_000 EUR", 1)
        (copy / "milestones.yaml").write_text(text[:end] + loose)


def _scale_reach(folder: Path, factor: float) -> None:
    for path in [folder / "goals.yaml", *(folder / "capabilities").glob("*.yaml")]:
        text = re.sub(
            r"(reach|population): (\d+)",
            lambda found: f"{found[1]}: {round(int(found[2]) * factor)}",
            path.read_text(),
        )
        path.write_text(text)


def _linked(source: str, target: str) -> None:
    """Copy a file; tables, which nobody writes into, only by a link."""
    if source.endswith(".parquet"):
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    if old not in text:
        raise LookupError(f"{old!r} no longer stands in {path.name}")
    path.write_text(text.replace(old, new, 1))


def _whole(name: str, found: Iterable[T]) -> list[T]:
    began = time.perf_counter()
    made = list(found)
    _told(name, sum(getattr(each, "rows", None) or 0 for each in made), began)
    return made


def _acts(acts: Iterable[Act]) -> None:
    """Live each act, saying it with its rows and seconds."""
    began = time.perf_counter()
    for act in acts:
        _told(f"{act.day}  {act.said}", act.rows, began)
        if act.broken:
            print(f"{'':<14}breaks its contract: {', '.join(act.broken)}", file=sys.stderr)  # noqa: T201  progress
        began = time.perf_counter()


@contextmanager
def _step(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    _told(name, 0, began)


def _told(name: str, rows: int, began: float) -> None:
    counted = f"{rows:,} rows" if rows else ""
    line = f"  {name:<48} {counted:>13} {time.perf_counter() - began:6.1f} s"
    print(line, file=sys.stderr, flush=True)  # noqa: T201  progress
