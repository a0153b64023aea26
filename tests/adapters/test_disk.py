import errno
import os
from pathlib import Path

import pytest

from milepost.adapters.disk import (
    disk_refusals,
    is_temporary,
    make_folder,
    publish,
    temporary_name,
    write_ours,
    write_page,
    write_whole,
)
from milepost.kernel.finding import Refused


def test_a_file_is_written_and_replaced(tmp_path):
    for content in (b"one", b"two"):
        write_whole(tmp_path / "a", content)
        assert (tmp_path / "a").read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_refusing_disk_keeps_the_old_and_leaves_no_rest(tmp_path, monkeypatch, call, number):
    write_whole(tmp_path / "a", b"old")

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Refused, match="the disk refused to write a"):
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_an_interruption_leaves_no_rest(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    temporary = temporary_name(tmp_path / "a")
    temporary.write_bytes(b"x")
    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish(temporary, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_file_and_folder_are_synced_in_order(tmp_path, monkeypatch):
    calls = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda handle: (calls.append(str(Path(f"/proc/self/fd/{handle}").readlink())), sync(handle))
    )
    monkeypatch.setattr(os, "replace", lambda a, b: (calls.append("replace"), replace(a, b)))
    write_whole(tmp_path / "a", b"x")
    first, *others = calls
    assert is_temporary(Path(first))
    assert others == ["replace", str(tmp_path)]


def test_temporary_names_are_known_again(tmp_path):
    assert is_temporary(temporary_name(tmp_path / "a.parquet"))
    assert not is_temporary(tmp_path / "a.tmp")


def test_folders_are_made_once(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(Refused) as refused:
        make_folder(tmp_path / "file" / "b")
    assert refused.value.findings[0].code == "MP610"


def test_other_errors_pass(tmp_path):
    with pytest.raises(OSError, match="interrupted"), disk_refusals(tmp_path):
        raise OSError(errno.EINTR, "interrupted")
    with pytest.raises(ValueError, match="ours"), disk_refusals(tmp_path):
        raise ValueError("ours")


@pytest.mark.parametrize(
    "write", [lambda path: write_ours(path, b"<!-- ours -->\n"), lambda path: write_page(path, "")]
)
def test_a_pipe_in_the_way_is_refused_and_not_waited_for(tmp_path, write):
    os.mkfifo(tmp_path / "a.svg")
    with pytest.raises(Refused, match="is there already"):
        write(tmp_path / "a.svg")
    with pytest.raises(Refused, match="too long"):
        write(tmp_path / ("x" * 300))
