"""That a record was verified is remembered as long as its file is not touched, and no longer."""

import json
import os
import sqlite3

import pytest

from adapters.record_store.forgeries import execute
from milepost.adapters.record_store import reader as module
from milepost.adapters.record_store.mark import Cache, stamp_of
from milepost.adapters.record_store.reader import SqliteRecordReader
from milepost.adapters.record_store.sqlite import SqliteRecordStore
from milepost.kernel.finding import Refused
from milepost.testing.fakes import PinnedClock
from milepost.testing.record_store_contract import LOADS, EveryOther, loaded


@pytest.fixture(autouse=True)
def every_record_is_worth_a_mark(monkeypatch):
    monkeypatch.setattr(module, "WORTH_A_MARK", 1)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "record.sqlite"
    with opened(path) as store:
        for number in range(50):
            store.append([loaded("a", str(number), rows=number)])
    (tmp_path / "cache" / "record-verified.json").unlink()
    return path


class opened:  # noqa: N801  it reads as a function
    """A store as who holds the lock has it."""

    def __init__(self, path):
        self.store = SqliteRecordStore(path, PinnedClock(pinned=False), [LOADS])
        self.held = self.store.held()

    def __enter__(self):
        self.held.__enter__()
        return self.store

    def __exit__(self, *error):
        return self.held.__exit__(*error)


def sound(path, **how):
    return SqliteRecordReader(path, [LOADS]).sound(**how)


def was_read(path):
    """Tell whether the entries are read again: only then a sieve looks along."""
    return sound(path, sieve=EveryOther("table.loaded")).names is not None


def edit(path):
    """Change one byte of an old entry in the file itself, and set the time of the change back."""
    before, content = path.stat(), path.read_bytes()
    assert content.count(b'"rows":"7"') == 1
    path.write_bytes(content.replace(b'"rows":"7"', b'"rows":"9"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_was_verified_is_not_verified_again(path):
    assert was_read(path)
    assert not was_read(path)
    assert sound(path) == sound(path, anew=True)


def test_an_edited_byte_in_an_old_entry_is_found_though_the_record_was_verified(path):
    sound(path)
    assert not was_read(path)
    edit(path)
    with pytest.raises(Refused) as refused:
        sound(path)
    assert refused.value.findings[0].code == "MP601"


def test_control_with_a_forged_mark_the_edit_is_not_found_but_by_verifying_anew(path):
    """A known limit: who can write the mark is believed, as who can write the whole record anew is."""
    sound(path)
    edit(path)
    mark = Cache(path).path("verified")
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"stamp": stamp_of(path)}))
    assert not was_read(path)
    with pytest.raises(Refused):
        sound(path, anew=True)


DEEP = b'{"stamp":' + b"[" * 100_000


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"stamp": [1, 2], "sequence": 1}', DEEP, None])
def test_a_spoilt_mark_is_as_good_as_none(path, content):
    sound(path)
    mark = Cache(path).path("verified")
    mark.unlink() if content is None else mark.write_bytes(content)
    assert was_read(path)
    assert not was_read(path)


def test_a_folder_that_takes_no_mark_is_no_obstacle(path, monkeypatch):
    def refuse(*_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "replace", refuse)
    assert was_read(path)
    assert was_read(path)
    assert [each.name for each in (path.parent / "cache").iterdir()] == []


def test_another_file_of_the_same_bytes_is_verified(path):
    sound(path)
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    assert was_read(path)


def test_while_a_write_ahead_log_holds_more_nothing_is_taken_for_verified(path):
    sound(path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("UPDATE event SET subject = 'b' WHERE sequence = 7")
    with pytest.raises(Refused):
        sound(path)
    writer.close()


def test_our_writer_renews_the_mark(path):
    sound(path)
    with opened(path) as store:
        store.append([loaded("b")])
        store.append([loaded("c")])
    assert not was_read(path)
    assert sound(path) == sound(path, anew=True)
    assert sound(path).sequence == 52


def test_a_writer_that_verified_makes_the_mark(path):
    with opened(path) as store:
        store.sound()
        store.append([loaded("b")])
    assert not was_read(path)


def test_a_writer_that_did_not_know_does_not_make_it_so(path):
    execute(path, "UPDATE event SET subject = 'b' WHERE sequence = 7")
    with opened(path) as store:
        store.append([loaded("b")])
    with pytest.raises(Refused):
        sound(path)


def test_what_somebody_else_put_in_meanwhile_is_not_taken_for_ours(path):
    sound(path)
    with opened(path) as store:
        store.append([loaded("b")])
        store.close()
        execute(path, "UPDATE event SET digest = 'sha256:x' WHERE sequence = 51")
    with pytest.raises(Refused):
        sound(path)


def test_control_an_edit_of_an_old_entry_while_the_lock_is_held_is_not_found_but_by_verifying_anew(path):
    """A known limit: the writer verifies what was appended since it began, not what lies before."""
    sound(path)
    with opened(path) as store:
        store.append([loaded("b")])
        store.close()
        edit(path)
    assert not was_read(path)
    with pytest.raises(Refused):
        sound(path, anew=True)


def test_a_writer_that_fails_leaves_a_record_that_holds(path):
    sound(path)

    def fail():
        with opened(path) as store:
            store.append([loaded("b")])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert sound(path).sequence == 51


def test_a_short_record_is_not_worth_a_mark(path, monkeypatch):
    monkeypatch.setattr(module, "WORTH_A_MARK", 51)
    assert was_read(path)
    assert was_read(path)
    assert not Cache(path).path("verified").exists()
