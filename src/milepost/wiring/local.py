"""A program on one machine: its folder, its state beside it, DuckDB for tables, SQLite for the record."""

import gc
import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import milepost
from milepost.actions.ports import Clock, Prober
from milepost.adapters.clock.system import clock_from_environment
from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.adapters.snapshot_folder.local import LocalSnapshotFolder
from milepost.ledger.closing import CLOSINGS
from milepost.ledger.costs import COST_LOADS
from milepost.ledger.entry import LINES
from milepost.ledger.total import TOTALS
from milepost.tables.facts import MANIFEST

if TYPE_CHECKING:
    from milepost.adapters.spreadsheet.local import LocalSpreadsheet
    from milepost.adapters.state.folder import StateFolder
    from milepost.adapters.warehouse.duckdb import DuckDBWarehouse

STATE_TABLES = (MANIFEST, LINES, COST_LOADS, CLOSINGS, TOTALS)
STATE_FOLDER = ".milepost"
BETWEEN_COLLECTIONS = 100_000
"""Objects made between two looks for garbage: what a command reads lives as long as it does, and holds no cycles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a program lies. `state` is None for `.milepost/` inside its folder."""

    folder: Path
    state: Path | None = None
    clock: Clock | None = None
    """None for the system's, or the one that MILEPOST_NOW pins."""

    @property
    def program(self) -> LocalProgramFolder:
        """Return the program's files."""
        return LocalProgramFolder(self.folder)

    def open_state(self) -> "StateFolder":
        """Return its state; nothing is made until something is recorded.

        Raises Refused with MP613 when the program's folder is not there, MP614 when it holds no program.
        """
        from milepost.adapters.state.folder import StateFolder

        gc.set_threshold(BETWEEN_COLLECTIONS)
        self.program.must_exist()
        if not self.state_path.exists():
            self.program.texts()
        return StateFolder(self.state_path, self.clock or clock_from_environment(), STATE_TABLES)

    def open_warehouse(self) -> "DuckDBWarehouse":
        """Return an empty warehouse that spills into the state folder."""
        from milepost.adapters.warehouse.duckdb import DuckDBWarehouse

        return DuckDBWarehouse(self.state_path / "tmp")

    @property
    def state_path(self) -> Path:
        """Return the state folder."""
        return self.state or self.folder / STATE_FOLDER


def plain_warehouse() -> "DuckDBWarehouse":
    """Return an empty warehouse for a plain file, without a program."""
    from milepost.adapters.warehouse.duckdb import DuckDBWarehouse

    return DuckDBWarehouse()


def snapshot_folder(path: Path) -> LocalSnapshotFolder:
    """Return a folder for frozen readings."""
    return LocalSnapshotFolder(path)


def open_prober(*, allow_private: bool) -> Prober:
    """Return what asks other systems; addresses inside the company's network only where a person allows it."""
    from milepost.adapters.prober.sockets import SocketProber

    return SocketProber(allow_private=allow_private)


def spreadsheet(path: Path) -> "LocalSpreadsheet":
    """Return a spreadsheet that somebody edited."""
    from milepost.adapters.spreadsheet.local import LocalSpreadsheet

    return LocalSpreadsheet(path)


def example_folder(name: str) -> Path:
    """Return where an example program lies: beside the package when installed, else in the checkout."""
    package = Path(milepost.__file__).parent
    installed = package / "examples" / name
    return installed if installed.is_dir() else package.parents[1] / "examples" / name


def actor_from_environment() -> str:
    """Return who acts: MILEPOST_ACTOR, else the operating system's user. It is told, not proven."""
    named = os.environ.get("MILEPOST_ACTOR")
    if named:
        return named
    try:
        return f"person/{getpass.getuser()}"
    except (KeyError, OSError):
        return "person/unknown"


def shipped_priors() -> bytes:
    """Return Milepost's own priors of operating models: YAML that lies in the package, beside what reckons with it."""
    return (Path(milepost.__file__).parent / "plan" / "approaches" / "priors.yaml").read_bytes()
