import os

import pytest

from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Refused


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "program"
    (made / "goals").mkdir(parents=True)
    (made / "program.yaml").write_bytes(b"program: x\n")
    return made


def refused(folder):
    with pytest.raises(Refused) as caught:
        LocalProgramFolder(folder).texts()
    (finding,) = caught.value.findings
    assert finding.hint
    return finding


def test_yaml_files_come_in_path_order_and_hidden_ones_not_at_all(folder):
    for name in ["goals/b.yml", "goals/a.yaml", "a.yaml", "Z.yaml", "notes.txt", ".hidden.yaml"]:
        (folder / name).write_bytes(name.encode())
    for hidden in [".milepost", ".git"]:
        (folder / hidden).mkdir()
        (folder / hidden / "x.yaml").write_bytes(b"x")
    texts = LocalProgramFolder(folder).texts()
    assert list(texts) == ["Z.yaml", "a.yaml", "goals/a.yaml", "goals/b.yml", "program.yaml"]
    assert texts["goals/b.yml"] == b"goals/b.yml"


def test_a_large_file_is_read_one_byte_too_far(folder):
    (folder / "large.yaml").write_bytes(b"#" * (3 * 1024 * 1024))
    assert len(LocalProgramFolder(folder).texts()["large.yaml"]) == 1024 * 1024 + 1


def test_a_missing_folder_is_refused(tmp_path):
    finding = refused(tmp_path / "none")
    assert finding.code == "MP613"
    assert str(tmp_path / "none") in finding.message


def test_a_file_in_place_of_the_folder_is_refused(folder):
    assert refused(folder / "program.yaml").code == "MP613"


def test_a_folder_without_yaml_is_refused_with_what_to_do(folder):
    (folder / "program.yaml").unlink()
    finding = refused(folder)
    assert finding.code == "MP614"
    assert "milepost init" in finding.hint


def test_a_link_that_stays_inside_is_read(folder):
    (folder / "link.yaml").symlink_to("program.yaml")
    assert LocalProgramFolder(folder).texts()["link.yaml"] == b"program: x\n"


@pytest.mark.parametrize("target", ["../outside.yaml", "../none.yaml", "loop.yaml"])
def test_a_link_that_leaves_or_loops_is_refused(folder, target):
    (folder.parent / "outside.yaml").write_bytes(b"secret")
    (folder / "loop.yaml").symlink_to(target)
    finding = refused(folder)
    assert finding.code in {"MP613", "MP615"}
    assert finding.span.path == "loop.yaml"


def test_a_linked_folder_is_not_entered(folder, tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "x.yaml").write_bytes(b"x")
    (folder / "data").symlink_to(tmp_path / "far")
    assert list(LocalProgramFolder(folder).texts()) == ["program.yaml"]


def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "pipe.yaml")
    assert refused(folder).code == "MP613"


def test_a_broken_link_is_refused(folder):
    (folder / "broken.yaml").symlink_to("none.yaml")
    assert refused(folder).code == "MP613"


def test_a_document_is_digested(folder):
    content = os.urandom(3 * 1024 * 1024 + 5)
    (folder / "goals" / "design.pdf").write_bytes(content)
    assert LocalProgramFolder(folder).document_digest("goals/design.pdf") == digest_of(content)


@pytest.mark.parametrize(
    "path", ["none.pdf", "goals", "", "../outside.pdf", "link.pdf", "a\0b", "x" * 5000, "/etc/hosts"]
)
def test_what_is_no_document_of_the_folder_has_no_digest(folder, path):
    (folder.parent / "outside.pdf").write_bytes(b"x")
    (folder / "link.pdf").symlink_to("../outside.pdf")
    assert LocalProgramFolder(folder).document_digest(path) is None
