"""`milepost trace`: from the ledger down to the bytes, each digest recomputed; and back up."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cli import Journey, Said
from surfaces.cli.small_program import LOSES, WINS, goal, small_journey

START, READ, NOW = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-22T12:00:00Z"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """Give a program with one posted entry; whoever changes a byte of it puts the byte back."""
    journey = small_journey(Journey(tmp_path_factory.mktemp("trace")))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    return journey


@pytest.fixture(scope="module")
def entry(journey: Journey) -> str:
    (posted,) = journey.events("value.posted")
    return posted["id"]


def fits(said: Said) -> dict[tuple[str, str], str]:
    return {(each["what"], each["id"]): each["fit"] for each in said.data["hops"]}


def reached(said: Said) -> set[str]:
    """Give the ids of all events that a trace shows, below or above."""
    above = (each.rsplit(" ", 1)[1] for each in said.data.get("leads_to", ()))
    return {*above, *(each["id"] for each in said.data.get("hops", ()))}


def differing(said: Said) -> set[str]:
    """Name what differs: `what place` where it lies somewhere, else `what`."""
    found = [each for each in said.data["hops"] if each["fit"] == "differs"]
    assert len(said.findings) == len(found)
    return {each["what"] + (f" {Path(each['place']).name}" if each["place"] else "") for each in found}


@contextmanager
def changed(path: Path, place: int | bytes, bit: int = 1) -> Iterator[None]:
    """Change one byte of a file, at a position or where `place` is found; put it back afterwards."""
    before = path.read_bytes()
    at = before.index(place) if isinstance(place, bytes) else place
    content = bytearray(before)
    content[at] ^= bit
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


@contextmanager
def forged(journey: Journey, statement: str, *values: object) -> Iterator[None]:
    """Change the record's file with SQL; put it back afterwards."""
    path = journey.folder / ".milepost" / "record.sqlite"
    kept = path.with_name("kept")
    shutil.copy(path, kept)
    try:
        with closing(sqlite3.connect(path)) as record, record:
            assert record.execute(statement, values).rowcount == 1
        yield
    finally:
        shutil.move(kept, path)


def table_of(journey: Journey) -> Path:
    (path,) = (journey.folder / ".milepost" / "tables").rglob("*.parquet")
    return path


def kept(journey: Journey, digest: str) -> bytes:
    with closing(sqlite3.connect(journey.folder / ".milepost" / "record.sqlite")) as record:
        return record.execute("SELECT content FROM blob WHERE digest = ?", (digest,)).fetchone()[0]


def test_entry_leads_to_verdict_rows_contract_file_statement_and_lines(journey: Journey, entry: str) -> None:
    said = journey.trace(entry, NOW).ok()
    assert set(fits(said).values()) == {"fits"}
    whats = [each["what"] for each in said.data["hops"]]
    for what in (
        "value.posted", "experiment.read", "source.loaded", "rows", "source file", "contract.checked", "contract",
        "randomisation.stated", "document", "program.accepted", "program", "program file", "program line",
    ):  # fmt: skip
        assert what in whats
    assert all(each["claimed"] == each["found"] for each in said.data["hops"])
    places = {each["id"]: each["place"] for each in said.data["hops"] if each["what"] == "program line"}
    for ref, place in places.items():
        path, line, column = place.rsplit(":", 2)
        below = (journey.folder / path).read_text().splitlines()[int(line) - 1 :]
        slug = ref.partition("/")[2]
        assert below[0][int(column) - 1 :].startswith(("kind", "apiVersion"))
        assert f"id: {slug}" in below[:3]
    assert {"capability/mail", "experiment/spring-test", "source/crm", "contract/crm-mail"} <= places.keys()


def test_text_shows_the_walk(journey: Journey, entry: str) -> None:
    text = journey.say("trace", entry, "-C", journey.folder, now=NOW).ok().out
    assert "✓ fits" in text
    assert "program.yaml:" in text
    assert "differs" not in text


@pytest.mark.parametrize(
    ("name", "place", "differs"),
    [
        ("crm.csv", b"spend", {"source file crm.csv"}),
        ("program/assignment.md", b"coin", {"document assignment.md"}),
        ("program/mail.odcs.yaml", b"1.0.0", {"program line mail.odcs.yaml:1:1", "program file mail.odcs.yaml"}),
    ],
)
def test_one_byte_of_a_file_is_a_finding_of_its_hop_alone(
    journey: Journey, entry: str, name: str, place: bytes, differs: set[str]
) -> None:
    with changed(journey.place / name, place):
        said = journey.trace(entry, NOW)
    assert (said.code, set(said.codes)) == (1, {"MP641"})
    assert differing(said) == differs
    assert all(each["hint"] for each in said.findings)
    journey.trace(entry, NOW).ok()


def test_one_byte_of_the_program_is_a_finding_of_its_lines(journey: Journey, entry: str) -> None:
    with changed(journey.folder / "program.yaml", b"newsletter"):
        said = journey.trace(entry, NOW)
    assert (said.code, set(said.codes)) == (1, {"MP641"})
    hops = [each for each in said.data["hops"] if (each["place"] or "").startswith("program.yaml")]
    assert hops
    assert {each["fit"] for each in hops} == {"differs"}
    assert len(said.findings) == len(hops)


def test_one_byte_of_the_table_is_a_finding_of_its_file_and_of_the_rows_it_changes(
    journey: Journey, entry: str
) -> None:
    path, rows = table_of(journey), 0
    for place in (0, *range(1, path.stat().st_size, 97), path.stat().st_size - 1):
        with changed(path, place, bit=4):
            said = journey.trace(entry, NOW)
        assert (said.code, set(said.codes)) == (1, {"MP641"}), (place, said.findings)
        found = {each.rsplit(" ", 1)[0] for each in differing(said)}
        assert found in ({"table file"}, {"table file", "rows"})
        rows += len(found) - 1
    assert rows


def test_table_that_is_gone_is_a_finding_of_the_rows(journey: Journey, entry: str) -> None:
    path = table_of(journey)
    away = shutil.move(path, journey.place / "away")
    said = journey.trace(entry, NOW)
    shutil.move(away, path)
    assert (said.code, said.codes) == (1, ["MP641"])
    assert "is gone" in said.findings[0]["message"]


def test_source_file_that_moved_is_not_seen_and_no_finding(journey: Journey, entry: str) -> None:
    away = shutil.move(journey.place / "crm.csv", journey.place / "moved.csv")
    said = journey.trace(entry, NOW)
    shutil.move(away, journey.place / "crm.csv")
    assert said.ok().codes == []
    assert fits(said)["source file", "source/crm"] == "not seen"


TYPES = [
    "value.posted", "experiment.read", "source.loaded", "contract.checked", "randomisation.stated", "program.accepted",
]  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
def test_one_byte_of_an_event_is_a_finding_of_its_hop_and_no_status_is_drawn(
    journey: Journey, entry: str, type_: str
) -> None:
    actor = "role/analyst" if type_ == "randomisation.stated" else "person/tester"
    with forged(
        journey, "UPDATE event SET bytes = replace(bytes, ?, ?) WHERE type = ?", actor, actor[:-1] + "x", type_
    ):
        traced, shown = journey.trace(entry, NOW), journey.ask("status", now=NOW)
        verified = journey.ask("record verify", now=NOW)
        written = [journey.run(NOW), journey.attest(NOW, "experiment/spring-test", "finance", "assignment.md")]
    assert (traced.code, set(traced.codes)) == (1, {"MP641"})
    assert differing(traced) == {type_}
    assert (shown.code, shown.data, shown.codes) == (1, {}, ["MP601"])
    assert (verified.code, verified.codes) == (1, ["MP601"])
    assert [(each.code, each.codes) for each in written] == [(1, ["MP601"])] * 2
    journey.ask("status", now=NOW).ok()


@pytest.mark.parametrize("type_", TYPES)
def test_any_byte_of_an_event_is_a_finding_and_never_a_fault(journey: Journey, entry: str, type_: str) -> None:
    with closing(sqlite3.connect(journey.folder / ".milepost" / "record.sqlite")) as record:
        (stored,) = record.execute("SELECT bytes FROM event WHERE type = ?", (type_,)).fetchone()
    for place in range(0, len(stored), max(1, len(stored) // 25)):
        content = bytearray(stored)
        content[place] ^= 1
        with forged(journey, "UPDATE event SET bytes = ? WHERE type = ?", bytes(content), type_):
            said = journey.trace(entry, NOW)
            shown = journey.ask("status", now=NOW)
        assert said.code == 1
        assert set(said.codes) <= {"MP601", "MP641"}, (stored[place - 20 : place + 20], said.findings)
        assert (shown.code, set(shown.codes)) == (1, {"MP601"})


@pytest.mark.parametrize("what", ["program", "places", "text"])
def test_one_byte_of_what_the_record_keeps_is_a_finding(journey: Journey, entry: str, what: str) -> None:
    (accepted,) = journey.events("program.accepted")
    told = accepted["data"]["acceptance"]
    digest = {"program": told["digest"], "places": told["places"], "text": told["files"]["program.yaml"]}[what]
    content = kept(journey, digest)
    for place in (len(content) // 3, content.index(b"spring")):
        forgery = bytearray(content)
        forgery[place] ^= 1
        with forged(journey, "UPDATE blob SET content = ? WHERE digest = ?", bytes(forgery), digest):
            said = journey.trace(entry, NOW)
        assert said.code == 1
        assert set(said.codes) <= {"MP601", "MP641"}, said.findings


@pytest.mark.parametrize("asked", ["source/crm", "experiment/spring-test", "metric/contribution", "contract/crm-mail"])
def test_back_from_what_it_rests_on_to_the_entry(journey: Journey, entry: str, asked: str) -> None:
    assert entry in reached(journey.trace(asked, NOW).ok())


@pytest.mark.parametrize("what", ["rows", "source file", "contract", "document", "program"])
def test_back_from_a_digest_to_the_entry(journey: Journey, entry: str, what: str) -> None:
    claimed = next(each["claimed"] for each in journey.trace(entry, NOW).data["hops"] if each["what"] == what)
    for asked in (claimed, claimed[:23]):
        assert entry in reached(journey.trace(asked, NOW).ok())


def test_back_from_a_line_of_the_program_to_the_entry(journey: Journey, entry: str) -> None:
    """Every place that a trace prints can be asked for, with its column or without."""
    said = journey.trace(entry, NOW)
    places = [each["place"] for each in said.data["hops"] if each["what"] == "program line"]
    for place in places:
        path, line, _ = place.rsplit(":", 2)
        for asked in (f"{path}:{line}", f"{path}:{int(line) + 2}", place):
            assert entry in reached(journey.trace(asked, NOW)), asked


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("source/crn", "did you mean source/crm?"),
        ("ev_nothing", "known: "),
        ("sha256:00ff", "known: "),
        ("x", "known: "),
    ],
)
def test_what_was_never_recorded_is_a_finding_with_the_near_name(journey: Journey, asked: str, hint: str) -> None:
    said = journey.trace(asked, NOW)
    assert (said.code, said.codes, said.data) == (1, ["MP640"], {})
    assert asked in said.findings[0]["message"]
    assert hint in said.findings[0]["hint"]


def test_program_never_accepted_has_no_trace(tmp_path: Path) -> None:
    said = small_journey(Journey(tmp_path)).trace("source/crm", NOW)
    assert (said.code, said.codes) == (1, ["MP620"])


def test_entry_of_an_earlier_version_is_held_against_the_texts_accepted_then(tmp_path: Path) -> None:
    """A program that was changed and accepted again is no forgery: the record keeps the text of that day."""
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    (posted,) = journey.events("value.posted")
    small_journey(journey, goal("0.50 USD")).accept("2026-10-21T12:00:00Z")
    assert journey.trace(posted["id"], NOW).ok().codes == []


def test_a_comment_leaves_a_way_to_an_unbroken_trace(tmp_path: Path) -> None:
    """A comment is no new program; its byte is seen, and `accept` must be able to say that it is known."""
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    (posted,) = journey.events("value.posted")
    journey.write("program.yaml", "# reviewed\n" + (journey.folder / "program.yaml").read_text())
    assert journey.trace(posted["id"], NOW).codes
    journey.accept("2026-10-21T12:00:00Z")
    assert journey.trace(posted["id"], NOW).ok().codes == []


@pytest.mark.parametrize("name", ["crm.csv", "next.csv"], ids=["same place", "another place"])
def test_a_newer_export_is_no_forgery_of_the_older_one(tmp_path: Path, name: str) -> None:
    """What lies there now was loaded since, and the record says so: the older file is not seen, not changed."""
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    journey.run("2026-10-21T12:00:00Z", crm=journey.table(LOSES, name)).ok()
    older, newer = journey.events("value.posted")
    assert journey.trace(newer["id"], NOW).ok().codes == []
    said = journey.trace(older["id"], NOW)
    assert fits(said)["source file", "source/crm"] == "not seen"
    assert (said.code, said.codes) == (0, [])
