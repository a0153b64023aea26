"""The state folder on a local disk: record.sqlite, tables/, pages/, where things lie, and the lock."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from milepost.actions.ports import Clock
from milepost.adapters.disk import disk_refusals, is_temporary, make_folder, write_whole
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.adapters.state.lock import held
from milepost.record.state_table import StateTable


class StateFolder:
    """Fills State. `path` is the state folder itself; it is made when the lock is first taken.

    Reading makes nothing: without a folder the record is empty and no location is known.
    """

    def __init__(self, path: Path, clock: Clock, state_tables: Sequence[StateTable]) -> None:
        self.path = path
        self.record = SqliteRecordStore(path / "record.sqlite", clock, state_tables)
        self._locations = path / "locations.json"
        self._addresses = path / "addresses.json"
        self._writing = False

    @property
    def exists(self) -> bool:
        """Tell whether anything was ever recorded here."""
        return (self.path / "record.sqlite").exists()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the one writer's lock; on leaving, the record is one file again.

        Raises Refused with MP612 when another run holds it, MP610 when the disk refuses. What killed runs left half
        written is removed.
        """
        make_folder(self.path)
        with held(self.path / "lock"):
            self._sweep()
            self._writing = True
            try:
                with self.record.held():
                    yield
            finally:
                self._writing = False

    def table_path(self, relative: str) -> Path:
        """Return where a contracted table lies, `SOURCE/DIGEST.parquet` below tables/.

        Under the lock its folder is made. Raises ValueError when `relative` leads out of tables/.
        """
        path = self._inside("tables", relative)
        if self._writing:
            make_folder(path.parent)
        return path

    def seal(self, relative: str) -> str | None:
        """Return the digest that a table's file had when it was written, or None where it was not kept."""
        try:
            return self._inside("tables", f"{relative}.seal").read_text().strip()
        except (OSError, ValueError):
            return None

    def set_seal(self, relative: str, digest: str) -> None:
        """Keep the digest of a table's file. Raises Refused with MP610."""
        write_whole(self._inside("tables", f"{relative}.seal"), f"{digest}\n".encode())

    def location(self, source: str) -> Path | None:
        """Return where the source was last loaded from; None when unknown."""
        known = self._known(self._locations).get(source)
        return Path(known) if known is not None else None

    def remember_location(self, source: str, path: Path) -> None:
        """Keep where a source was loaded from, as an absolute path. Raises Refused with MP610."""
        locations = self._known(self._locations) | {source: str(path.absolute())}
        write_whole(self._locations, (json.dumps(locations, indent=2, sort_keys=True) + "\n").encode())

    def address(self, integration: str) -> str | None:
        """Return where an integration was last tried; None when unknown."""
        return self._known(self._addresses).get(integration)

    def remember_address(self, integration: str, address: str) -> None:
        """Keep where an integration was tried. Raises Refused with MP610."""
        addresses = self._known(self._addresses) | {integration: address}
        write_whole(self._addresses, (json.dumps(addresses, indent=2, sort_keys=True) + "\n").encode())

    def write_page(self, name: str, content: str) -> Path:
        """Write a rendered page below pages/ whole or not at all; returns its path.

        Raises Refused with MP610; ValueError when `name` leads out of pages/.
        """
        path = self._inside("pages", name)
        make_folder(path.parent)
        write_whole(path, content.encode())
        return path

    def _inside(self, room: str, relative: str) -> Path:
        path = self.path / room / relative
        if not path.resolve().is_relative_to((self.path / room).resolve()):
            raise ValueError(f"{relative!r} leads out of {room}/")
        return path

    def _known(self, file: Path) -> dict[str, str]:
        # A damaged file is as good as none: it is deployment, and the next --source or --at tells it again.
        try:
            stored = json.loads(file.read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}
        return {str(name): str(path) for name, path in stored.items()} if isinstance(stored, dict) else {}

    def _sweep(self) -> None:
        with disk_refusals(self.path):
            for path in self.path.rglob(".*"):
                if is_temporary(path) and path.is_file():
                    path.unlink()
