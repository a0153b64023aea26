"""A record verified in bulk, by one process or by two: the findings are those of verifying entry by entry."""

import pickle
import sqlite3
import subprocess
import sys

import pytest

from adapters.record_store.forgeries import FORGERIES, execute, worded
from milepost.adapters.record_store import soundness
from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.adapters.record_store.second_process import SecondProcess
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.adapters.record_store.stretch import Stretch, last_if_sound
from milepost.kernel.finding import Refused
from milepost.testing.fakes import PinnedClock
from milepost.testing.record_store_contract import LOADS, EveryOther, loaded

MORE = {
    "at the seam": ["UPDATE event SET digest = 'sha256:x' WHERE sequence = 3"],
    "after the seam": ["UPDATE event SET previous = 'sha256:x' WHERE sequence = 4"],
    "the last": ["UPDATE event SET digest = 'sha256:x' WHERE sequence = 6"],
    "the id": ["UPDATE event SET id = 'ev_x' WHERE sequence = 5"],
    "the subject": ["UPDATE event SET subject = 'b' WHERE sequence = 1"],
    "no text": ["UPDATE event SET previous = x'00' WHERE sequence = 2"],
    "half gone": ["DELETE FROM event WHERE sequence < 4"],
    "no event": ["UPDATE event SET bytes = x'ff' WHERE sequence = 2"],
}
EVERY = FORGERIES | MORE


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def processes(request, monkeypatch):
    monkeypatch.setattr(soundness, "LONG", 4 if request.param == 2 else 1_000)
    monkeypatch.setattr(soundness.os, "cpu_count", lambda: 2)
    return request.param


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "record.sqlite"
    store = SqliteRecordStore(path, PinnedClock(pinned=False), [LOADS])
    for number in range(6):
        store.append([loaded('a"é\\' if number == 1 else "a", str(number), rows=number)])
    store.close()
    return path


def sound(path, sieve=None):
    return SqliteRecordReader(path, [LOADS]).sound(sieve)


def test_a_sound_record_is_sound(path, processes):
    last = list(SqliteRecordReader(path, [LOADS]).links())[-1]
    found = sound(path, EveryOther("table.loaded"))
    assert (found.sequence, found.digest, list(found.names)) == (6, last.digest, [1, 3, 5])


@pytest.mark.parametrize("forgery", EVERY)
def test_a_forgery_is_found_and_worded_as_ever(path, processes, forgery):
    execute(path, *EVERY[forgery])
    with pytest.raises(Refused) as refused:
        sound(path)
    assert list(refused.value.findings) == worded(path) != []


def test_a_second_process_that_fails_is_done_without(path, monkeypatch):
    monkeypatch.setattr(soundness, "LONG", 4)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert sound(path, EveryOther("table.loaded")).names == [1, 3, 5]
    execute(path, *MORE["the last"])
    with pytest.raises(Refused):
        sound(path)


def test_a_second_process_that_can_not_start_is_done_without(path, monkeypatch):
    monkeypatch.setattr(soundness, "LONG", 4)
    monkeypatch.setattr(sys, "executable", str(path / "nowhere"))
    assert sound(path, EveryOther("table.loaded")).names == [1, 3, 5]


def test_a_sieve_that_cannot_join_looks_itself(path, monkeypatch):
    monkeypatch.setattr(soundness, "LONG", 4)
    monkeypatch.setattr(EveryOther, "join", lambda *_: False)
    assert sound(path, EveryOther("table.loaded")).names == [1, 3, 5]


def test_the_second_process_imports_little(path):
    """It must be at work before the first is done."""
    says = "import sys, milepost.adapters.record_store.second_process, milepost.roadmap.sieve; print(*sys.modules)"
    loaded_ = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlalchemy", "pydantic", "ibis", "numpy", "yaml"} & set(loaded_)


def test_the_second_process_takes_no_module_from_where_one_works(path, tmp_path, monkeypatch):
    (tmp_path / "sqlite3.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    with SecondProcess(path, Stretch(), None, 1.0) as other:
        found = other.found()
    assert found is not None
    assert found[0] is not None


def test_a_task_can_be_sent(path):
    task = pickle.loads(pickle.dumps(Stretch(after=3, previous="x", upto=6)))  # noqa: S301  our own
    connection = sqlite3.connect(path)
    assert last_if_sound(connection, task, None) is None
    connection.close()
