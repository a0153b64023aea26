"""The record, pages, tables and locations under faults."""

import json
import os
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from milepost.actions.ports import Blob
from milepost.adapters.disk import disk_refusals, is_temporary, publish, removed_on_failure, temporary_name
from milepost.adapters.record_store import reader
from milepost.adapters.record_store.entries import in_key_order, rows_of
from milepost.adapters.record_store.mark import FOLDER
from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.adapters.state.folder import StateFolder
from milepost.kernel.digest import digest_of
from milepost.record.canonical import Json, to_json
from milepost.record.chain import verify
from milepost.record.event import Event, Fact
from milepost.testing.fakes import PinnedClock
from milepost.testing.record_store_contract import LOADS, loaded

reader.WORTH_A_MARK = 1  # this record is short, and what is remembered of it is under faults too
PAGE = "<p>" + "status " * 3_000
ROUNDS = 2
"""Times the state is locked, written and closed in one run."""


class RecordScenario:
    """Two rounds of: append, write a page, remember a location; the first also publishes a table and appends again."""

    def __init__(
        self, store: type[SqliteRecordStore] = SqliteRecordStore, state: type[StateFolder] = StateFolder
    ) -> None:
        self._store = store
        self._state = state

    def warm(self) -> None:
        """Run it once; SQLite is closed again before the first fork."""
        with tempfile.TemporaryDirectory() as folder:
            self.run(Path(folder))
            self.compare(Path(folder), Path(folder))
            self.check(Path(folder), "")

    def run(self, folder: Path) -> None:
        """Do the work; what was done before is found and left alone."""
        for number in range(ROUNDS):
            clock = PinnedClock(pinned=number == 0)
            state = self._state(_state(folder), clock, [LOADS])
            state.record = self._store(_state(folder) / "record.sqlite", clock, [LOADS])
            with state.lock():
                _work(state, number)

    def check(self, folder: Path, printed: str) -> list[str]:
        """The chain holds, nothing acknowledged is lost, state equals its replay, every file that is there is whole."""
        record = _record(folder)
        events = record.events()
        problems = [finding.message for finding in verify(record.links())]
        if not problems and (known := record.sound()) != record.sound(anew=True):
            problems.append(f"it is remembered that {known.sequence} entries were verified, and others are there")
        if lost := {word for word in printed.split() if word.startswith("ev_")} - {
            event.id for event in record.events()
        }:
            problems.append(f"acknowledged entries are lost: {sorted(lost)}")
        if list(record.cached("loads")) != in_key_order(rows_of(LOADS, events)):
            problems.append("the state table differs from a replay of the record")
        for path in (_state(folder) / "pages").glob("*.html"):
            if path.read_text() != PAGE:
                problems.append(f"{path.name} is not whole")
        if (locations := _state(folder) / "locations.json").exists():
            json.loads(locations.read_bytes())
        return problems

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:
        """Same entries, same blobs, same state, same files; nothing half written is left."""
        one, other = _record(undisturbed), _record(folder)
        problems = []
        if _told(one.events()) != _told(other.events()):
            problems.append("the record tells something else than after an undisturbed run")
        if one.cached("loads") != other.cached("loads"):
            problems.append("the state differs from an undisturbed run's")
        if any(one.blob(digest) != other.blob(digest) for digest in map(_digest, range(ROUNDS))):
            problems.append("the blobs differ from an undisturbed run's")
        if different := _files(undisturbed).items() ^ _files(folder).items():
            problems.append(f"files differ from an undisturbed run's: {sorted({name for name, _ in different})}")
        return problems


def _work(state: StateFolder, number: int) -> None:
    state.record.sound()
    run = f"run-{os.getpid()}"
    facts = [loaded(name, str(number), rows=number, run_id=run) for name in ("crm", "web")]
    _append(state, facts, [Blob(digest=_digest(number), content=_text(number))])
    state.write_page(f"{number}.html", PAGE)
    state.remember_location("crm", Path(f"/data/{number}.csv"))
    if number == 0:
        _publish(state)
        _append(state, [loaded("mail", rows=number, run_id=run)])


def _publish(state: StateFolder) -> None:
    table = state.table_path("crm/0.parquet")
    temporary = temporary_name(table)
    with disk_refusals(table), removed_on_failure(temporary):
        temporary.write_bytes(_text(0))
    publish(temporary, table)


def _append(state: StateFolder, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> None:
    for event in state.record.append(facts, blobs):
        print(event.id, flush=True)  # noqa: T201  what was acknowledged may not be lost


def _state(folder: Path) -> Path:
    return folder / ".milepost"


@cache  # what SQLAlchemy has compiled is kept by the reader
def _record(folder: Path) -> SqliteRecordReader:
    return SqliteRecordReader(_state(folder) / "record.sqlite", [LOADS])


def _text(number: int) -> bytes:
    return f"program {number}\n".encode() * 500


def _digest(number: int) -> str:
    return digest_of(_text(number))


def _told(events: Sequence[Event]) -> list[Json]:
    said = []
    for event in events:
        content = to_json(event)
        content.pop("recorded_at")
        content["data"].pop("run_id", None)
        said.append(content)
    return said


def _files(folder: Path) -> dict[str, bytes]:
    # What is remembered beside the record tells one file from another, and may be missing.
    found = (path for path in sorted(_state(folder).rglob("*")) if path.is_file())
    kept = (path for path in found if path.parent.name != FOLDER or is_temporary(path))
    by_name = {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}
    return by_name | dict.fromkeys(by_name.keys() & {".milepost/record.sqlite", ".milepost/lock"}, b"")


SCENARIO = RecordScenario()
