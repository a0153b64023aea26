"""The remembered answer is the answer: any byte that changes, anywhere, gives what a first run gives."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.actions import check_answer
from milepost.actions.check_answer import checked
from milepost.adapters.check_cache.local import LocalCheckCache
from milepost.adapters.program_folder.local import LocalProgramFolder

EXAMPLE = Path(__file__).parents[2] / "examples" / "email"
NAMES = ("program.yaml", "mail.yaml", "crm.odcs.yaml", "assignment-log.md")
CONTENTS = {name: (EXAMPLE / name).read_bytes() for name in NAMES}


@pytest.fixture(scope="module", autouse=True)
def _small_programs_are_remembered_too():
    patch = pytest.MonkeyPatch()
    patch.setattr(check_answer, "LEAST_BYTES", 0)
    yield
    patch.undo()


class Place:
    def __init__(self, base: Path) -> None:
        self.path, self.caches = base / "program", base / "caches"
        self.path.mkdir()
        self.cache = LocalCheckCache(self.caches, self.path)
        self.write(CONTENTS)

    def write(self, contents: dict[str, bytes]) -> None:
        for name, content in contents.items():
            (self.path / name).write_bytes(content)

    def answer(self, *, cold: bool = False):
        return checked(LocalProgramFolder(self.path), None if cold else self.cache)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("cached"))


def test_a_second_answer_is_read_and_not_made(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = place.answer()
    monkeypatch.setattr(check_answer, "_compiled", lambda *_: pytest.fail("it was compiled again"))
    assert place.answer() == first
    assert (first.files, first.documents, first.findings) == (3, 17, ())


@given(st.sampled_from(NAMES[:3]), st.integers(0, 10_000), st.binary(max_size=2), st.booleans())
@settings(max_examples=60)
def test_any_change_of_bytes_gives_what_a_first_run_gives(
    place: Place, name: str, at: int, put: bytes, takes: bool
) -> None:
    place.write(CONTENTS)
    place.answer()
    old = CONTENTS[name]
    at %= len(old)
    place.write({name: old[:at] + put + old[at + takes :]})
    assert place.answer() == place.answer(cold=True)
    assert place.answer() == place.answer(cold=True)


def test_a_key_of_names_and_sizes_alone_would_be_stale(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the test above would find."""
    monkeypatch.setattr(check_answer, "_key", lambda texts, _: str({path: len(text) for path, text in texts.items()}))
    place.write(CONTENTS)
    assert place.answer().digest
    place.write({"program.yaml": CONTENTS["program.yaml"].replace(b"sponsor:", b"sponsxr:")})
    assert place.answer() != place.answer(cold=True)


def test_a_file_that_comes_goes_or_takes_another_name_is_seen(place: Place) -> None:
    place.write(CONTENTS)
    place.answer()
    (place.path / "more.yaml").write_bytes(b"kind: Role\nid: more\n")
    assert place.answer().files == 4
    (place.path / "more.yaml").rename(place.path / "other.yaml")
    assert place.answer() == place.answer(cold=True)
    (place.path / "other.yaml").unlink()
    assert place.answer().files == 3


def test_a_document_that_the_program_names_is_missed_when_it_goes(place: Place) -> None:
    place.write(CONTENTS)
    assert place.answer().findings == ()
    (place.path / "assignment-log.md").unlink()
    assert [each.code for each in place.answer().findings] == [each.code for each in place.answer(cold=True).findings]
    assert place.answer().findings != ()
    place.write(CONTENTS)
    assert place.answer().findings == ()


@given(st.integers(0, 2**31), st.binary(max_size=3))
@settings(max_examples=30)
def test_a_damaged_cache_is_ignored(place: Place, at: int, put: bytes) -> None:
    place.write(CONTENTS)
    right = place.answer()
    (kept,) = place.caches.iterdir()
    sound = kept.read_bytes()
    at %= len(sound)
    kept.write_bytes(sound[:at] + put + sound[at + 1 :])
    assert place.answer() == right


def test_what_another_code_said_is_not_said_again(place: Place) -> None:
    place.write(CONTENTS)
    place.answer()
    other = LocalCheckCache(place.caches, place.path)
    other.__dict__["code"] = "another"
    key = check_answer._key(LocalProgramFolder(place.path).texts(), "another")
    assert other.get(key) is None


def test_findings_and_what_can_be_fixed_come_back_as_they_were(place: Place) -> None:
    place.write({"program.yaml": CONTENTS["program.yaml"].replace(b"sponsor:", b"sponsr:")})
    first = place.answer()
    assert first.findings
    assert first.fixable
    assert place.answer() == first == place.answer(cold=True)


def test_it_holds_json_and_nothing_that_runs(place: Place) -> None:
    place.write(CONTENTS)
    place.answer()
    (kept,) = place.caches.iterdir()
    head, _, answer = kept.read_bytes().partition(b"\n")
    assert len(head.split()) == 2
    assert json.loads(answer)["documents"] == 17


@pytest.mark.parametrize("alien", [b"{}", b"[]", b"1", b'{"named": [], "findings": [1]}', b"[" * 100_000])
def test_what_something_else_wrote_there_is_no_answer(
    place: Place, monkeypatch: pytest.MonkeyPatch, alien: bytes
) -> None:
    first = place.answer(cold=True)
    monkeypatch.setattr(LocalCheckCache, "get", lambda *_: alien)
    assert place.answer() == first
