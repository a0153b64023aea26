import os
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.adapters.state.folder import StateFolder
from milepost.kernel.finding import Refused
from milepost.record.chain import verify
from milepost.testing.fakes import PinnedClock
from milepost.testing.record_store_contract import LOADS, loaded


@pytest.fixture
def path(tmp_path):
    return tmp_path / "program" / ".milepost"


def open_folder(path):
    return StateFolder(path, PinnedClock(pinned=False), [LOADS])


def names(path):
    return sorted(each.relative_to(path).as_posix() for each in path.rglob("*"))


HOLD = """
import sys
from pathlib import Path
from milepost.adapters.clock.system import SystemClock
from milepost.adapters.state.folder import StateFolder
with StateFolder(Path(sys.argv[1]), SystemClock(), []).lock():
    print("held", flush=True)
    sys.stdin.read()
"""
WRITE = """
import sys, time
from pathlib import Path
from milepost.adapters.clock.system import SystemClock
from milepost.adapters.state.folder import StateFolder
from milepost.kernel.finding import Refused
from milepost.testing.record_store_contract import LOADS, loaded
state, left = StateFolder(Path(sys.argv[1]), SystemClock(), [LOADS]), 10
while left:
    try:
        with state.lock():
            state.record.append([loaded(sys.argv[2], str(left))])
        left -= 1
    except Refused as refused:
        assert refused.findings[0].code == "MP612", refused
        time.sleep(0.001)
"""


@pytest.fixture
def holder(path):
    """Another process that holds the lock until it is told to end."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process


def test_reading_makes_nothing(path):
    state = open_folder(path)
    assert not state.exists
    assert not state.record.events()
    assert state.location("crm") is None
    assert state.table_path("crm/x.parquet") == path / "tables" / "crm" / "x.parquet"
    assert not path.exists()


def test_under_the_lock_everything_has_its_place(path):
    state = open_folder(path)
    with state.lock():
        state.record.append([loaded("a")])
        state.table_path("crm/x.parquet").write_bytes(b"x")
        state.write_page("index.html", "<p>")
        state.remember_location("crm", path / "crm.csv")
    assert names(path) == [
        "locations.json", "lock", "pages", "pages/index.html", "record.sqlite", "tables", "tables/crm",
        "tables/crm/x.parquet",
    ]  # fmt: skip
    assert state.exists
    assert len(state.record.events()) == 1


def test_locations_are_remembered_as_absolute_paths(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    state = open_folder(path)
    with state.lock():
        state.remember_location("crm", Path("crm.csv"))
        state.remember_location("web", tmp_path / "web.csv")
        state.remember_location("web", tmp_path / "new.csv")
    assert state.location("crm") == tmp_path / "crm.csv"
    assert state.location("web") == tmp_path / "new.csv"
    assert state.location("other") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff"])
def test_damaged_locations_are_as_good_as_none(path, content):
    state = open_folder(path)
    with state.lock():
        (path / "locations.json").write_bytes(content)
        assert state.location("crm") is None
        state.remember_location("crm", path)
    assert state.location("crm") == path


def test_a_page_replaces_the_one_before(path):
    state = open_folder(path)
    with state.lock():
        state.write_page("reports/2026.html", "one")
        assert state.write_page("reports/2026.html", "two é").read_text("utf-8") == "two é"
    assert names(path / "pages") == ["reports", "reports/2026.html"]


@pytest.mark.parametrize("name", ["../record.sqlite", "/etc/x", "a/../../b"])
def test_no_name_leads_out(path, name):
    state = open_folder(path)
    with pytest.raises(ValueError, match="leads out"):
        state.table_path(name)
    with pytest.raises(ValueError, match="leads out"):
        state.write_page(name, "")


def test_what_killed_runs_left_half_written_is_removed(path):
    left = [path / ".locations.json.0a1b2c3d.tmp", path / "tables" / "crm" / ".x.parquet.0a1b2c3d.tmp"]
    (path / "tables" / "crm").mkdir(parents=True)
    theirs = path / ".notes.tmp"
    for each in (*left, theirs):
        each.write_bytes(b"half")
    with open_folder(path).lock():
        assert not any(each.exists() for each in left)
        assert theirs.exists()


def test_the_lock_has_one_holder_and_names_it(path):
    with open_folder(path).lock():
        with pytest.raises(Refused) as refused, open_folder(path).lock():
            pass
        (finding,) = refused.value.findings
        assert finding.code == "MP612"
        assert f"process {os.getpid()}" in finding.message
        assert finding.hint
    with open_folder(path).lock():
        pass


def test_a_lock_file_left_behind_is_no_obstacle(path):
    path.mkdir(parents=True)
    (path / "lock").write_text("1234567890123\n")
    with open_folder(path).lock():
        assert (path / "lock").read_text() == f"{os.getpid()}\n"


def test_another_process_holds_the_lock(path, holder):
    with pytest.raises(Refused) as refused, open_folder(path).lock():
        pass
    assert f"process {holder.pid}" in refused.value.findings[0].message


def test_a_kill_releases_the_lock(path, holder):
    holder.kill()
    holder.wait(30)
    with open_folder(path).lock():
        pass


def test_two_writers_at_once_keep_one_chain(path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, path, name]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    record = open_folder(path).record
    assert not list(verify(record.links()))
    assert len(record.events("table.loaded")) == len(record.cached("loads")) * 10 == 20


def test_a_place_that_is_no_folder_is_refused(path):
    path.parent.mkdir()
    path.write_bytes(b"a file")
    with pytest.raises(Refused) as refused, open_folder(path).lock():
        pass
    assert refused.value.findings[0].code == "MP610"
