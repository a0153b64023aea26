"""Edits of several files are written all or none."""

import os
import stat

import pytest

from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.kernel.finding import Refused


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "program"
    (made / "goals").mkdir(parents=True)
    (made / "a.yaml").write_bytes(b"a: 1\n")
    (made / "goals" / "b.yaml").write_bytes(b"b: 1\n")
    return made


def standing(folder):
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def refused(folder, texts, read):
    before = standing(folder)
    with pytest.raises(Refused) as caught:
        LocalProgramFolder(folder).write(texts, read)
    assert standing(folder) == before
    (finding,) = caught.value.findings
    assert finding.hint
    return finding


def test_edited_and_new_files_come_to_stand_and_nothing_is_left_over(folder):
    of = LocalProgramFolder(folder)
    of.write({"a.yaml": b"a: 2\n", "new/c.yaml": b"c: 1\n"}, of.texts())
    assert standing(folder) == {"a.yaml": b"a: 2\n", "goals/b.yaml": b"b: 1\n", "new/c.yaml": b"c: 1\n"}


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(folder):
    read = LocalProgramFolder(folder).texts()
    (folder / "goals" / "b.yaml").write_bytes(b"b: theirs\n")
    assert refused(folder, {"a.yaml": b"a: 2\n", "goals/b.yaml": b"b: 2\n"}, read).code == "MP802"


def test_a_new_file_whose_name_is_taken_is_refused(folder):
    assert refused(folder, {"a.yaml": b"a: 2\n"}, {}).code == "MP802"


def test_a_removed_file_is_not_made_anew(folder):
    read = LocalProgramFolder(folder).texts()
    (folder / "a.yaml").unlink()
    assert refused(folder, {"a.yaml": b"a: 2\n"}, read).code == "MP802"


@pytest.mark.parametrize("name", ["../outside.yaml", "/tmp/outside.yaml"])  # noqa: S108  it is never written
def test_a_name_that_leaves_the_folder_is_refused(folder, name):
    assert refused(folder, {name: b"x: 1\n"}, {}).code == "MP615"


def test_a_rename_that_fails_takes_the_ones_before_back(folder, monkeypatch):
    of, replace = LocalProgramFolder(folder), os.replace
    read = of.texts()
    failed = []

    def second_fails(source, target):
        if str(target).endswith("b.yaml") and not failed:
            failed.append(target)
            raise OSError(5, "Input/output error")
        replace(source, target)

    monkeypatch.setattr(os, "replace", second_fails)
    assert refused(folder, {"a.yaml": b"a: 2\n", "goals/b.yaml": b"b: 2\n"}, read).code == "MP610"
    assert failed


def test_permissions_and_links_inside_stay(folder):
    (folder / "a.yaml").chmod(0o640)
    (folder / "link.yaml").symlink_to("a.yaml")
    of = LocalProgramFolder(folder)
    of.write({"link.yaml": b"a: 2\n"}, of.texts())
    assert (folder / "link.yaml").is_symlink()
    assert (folder / "a.yaml").read_bytes() == b"a: 2\n"
    assert stat.S_IMODE((folder / "a.yaml").stat().st_mode) == 0o640
