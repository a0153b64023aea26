"""What people get wrong: each gives a finding that says what and what to do, and leaves nothing half-written."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli import Journey, Said, item
from surfaces.cli.small_program import WINS, capability, experiment, milestone, role, small_journey

START, READ, NEXT = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-22T12:00:00Z"
SIGNED = "evidence: attestation/trained, signed_by: analyst"
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: mail
    properties:
      - {name: segment, logicalType: string, required: true}
      - {name: spend, logicalType: number, required: true}
"""


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    """Give an accepted program that was never run."""
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    return journey


def refused(said: Said, *codes: str, says: str = "", hint: str = "") -> None:
    """Hold a refusal to its form: exit 1, these codes and no other, a sentence, what to do, and no traceback."""
    assert said.error is None
    assert (said.code, set(said.codes)) == (1, set(codes)), said
    assert "Traceback" not in said.out + said.err
    assert all(each["message"] and each["hint"] for each in said.findings)
    assert any(says in each["message"] for each in said.findings), said.findings
    assert any(hint in each["hint"] for each in said.findings), said.findings


@contextmanager
def recording(journey: Journey, *types: str) -> Iterator[None]:
    """Hold what happens inside to recording facts of these types alone, and to leaving no half-written file."""
    before = journey.entries()
    yield
    after = journey.entries()
    assert after[: len(before)] == before
    assert [each["event"]["type"] for each in after[len(before) :]] == list(types)
    assert journey.left_over() == []
    journey.ask("record verify").ok()


# Tables.


@pytest.mark.slow
def test_missing_file(journey: Journey) -> None:
    with recording(journey):
        refused(journey.run(READ, crm=journey.place / "crn.csv"), "MP501", says="crn.csv does not exist")
    refused(journey.run(READ), "MP631", hint="--source")


@pytest.mark.slow
def test_folder_in_place_of_a_file(journey: Journey) -> None:
    with recording(journey):
        refused(journey.run(READ, crm=journey.folder), "MP501", says="is a folder")


@pytest.mark.slow
def test_ending_of_no_table(journey: Journey) -> None:
    with recording(journey):
        refused(journey.run(READ, crm=journey.table(WINS, "crm.txt")), "MP502", hint=".csv")


@pytest.mark.slow
def test_missing_column(journey: Journey) -> None:
    with recording(journey, "contract.checked"):
        said = journey.run(READ, crm=journey.table(WINS.replace("spend", "spent")))
        refused(said, "MP531", says="crm.csv has no column spend", hint="did you mean spent?")
    # The same file again is the same finding, and nothing new to record.
    with recording(journey):
        refused(journey.run(NEXT, crm=journey.table(WINS.replace("spend", "spent"))), "MP531")


@pytest.mark.slow
def test_missing_arm(journey: Journey) -> None:
    with recording(journey, "source.loaded", "contract.checked", "kpi.measured", "experiment.read"):
        said = journey.run(READ, crm=journey.table(WINS.replace("Mail", "Male")))
        refused(said, "MP543", "MP544", "MP545", says="the treatment arm 'Mail' is not in the table", hint="'Male'")
    assert journey.events("experiment.read")[0]["data"]["verdict"]["phase"] == "Error"
    with recording(journey):
        refused(journey.run(NEXT), "MP632", says="experiment/spring-test can't be read")


@pytest.mark.slow
def test_one_arm_only(journey: Journey) -> None:
    lines = [each for each in WINS.splitlines() if not each.startswith("Mail")]
    with recording(journey, "source.loaded", "contract.checked", "kpi.measured", "experiment.read"):
        said = journey.run(READ, crm=journey.table("\n".join(lines) + "\n"))
        refused(said, "MP542", "MP543", "MP544", says="there is one arm only, 'None'")


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["much", "1,5", "nan", "inf", "1e999"])
def test_cell_of_another_type_names_row_and_column(journey: Journey, cell: str) -> None:
    lines = WINS.splitlines()
    lines[7] = f'None,"{cell}"'
    with recording(journey, "source.loaded", "contract.checked"):
        said = journey.run(READ, crm=journey.table("\n".join(lines) + "\n"))
        refused(said, "MP530", says=f"row 7 has 'spend={cell}'")
    assert item(journey.status(NEXT), "capability/mail")["word"] == "blocked"
    assert "row 7" in item(journey.status(NEXT), "capability/mail")["because"]


@pytest.mark.slow
def test_empty_cell_names_row_and_column(journey: Journey) -> None:
    lines = WINS.splitlines()
    lines[7] = "None,"
    with recording(journey, "source.loaded", "contract.checked"):
        said = journey.run(READ, crm=journey.table("\n".join(lines) + "\n"))
        refused(said, "MP530", says="column spend breaks required (no empty cell): 1 found; first row 7 has nothing")


@pytest.mark.slow
def test_table_without_rows(journey: Journey) -> None:
    with recording(journey, "source.loaded", "contract.checked", "experiment.read"):
        refused(journey.run(READ, crm=journey.table("segment,spend\n")), "MP540", says="no rows")


@pytest.mark.slow
def test_file_without_a_byte(journey: Journey) -> None:
    with recording(journey):
        refused(journey.run(READ, crm=journey.table("")), "MP503", says="crm.csv is empty")


@pytest.mark.slow
def test_file_that_is_no_text(journey: Journey) -> None:
    with recording(journey):
        refused(journey.run(READ, crm=journey.table(WINS.encode("utf-16"))), "MP505")
        refused(journey.run(READ, crm=journey.table(WINS.replace("Mail", "Mäil").encode("latin-1"))), "MP505")
        refused(journey.run(READ, crm=journey.table(b"PAR1 is not all of it", "crm.parquet")), "MP504")
        refused(journey.run(READ, crm=journey.table(b"not a workbook", "crm.xlsx")), "MP504")


@pytest.mark.slow
def test_row_that_does_not_fit_the_header(journey: Journey) -> None:
    with recording(journey):
        said = journey.run(READ, crm=journey.table(WINS + "Mail,1,2\n"))
        refused(said, "MP508", says="has 3 cells, and the header has 2")


@pytest.mark.slow
def test_negative_spend_breaks_the_contract(journey: Journey) -> None:
    with recording(journey, "source.loaded", "contract.checked"):
        said = journey.run(READ, crm=journey.table(WINS + "Mail,-2\n"))
        refused(said, "MP530", says="column spend breaks minimum (at least 0): 1 found; first row 601 has '-2.0'")


@pytest.mark.slow
def test_negative_spend_that_the_contract_allows_is_no_revenue(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), CONTRACT)
    journey.accept(START)
    with recording(journey, "source.loaded", "contract.checked", "kpi.measured", "experiment.read"):
        said = journey.run(READ, crm=journey.table(WINS + "Mail,-2\n"))
        refused(said, "MP526", says="row 601, column 'spend'")


@pytest.mark.slow
def test_bad_file_takes_nothing_from_what_the_good_one_showed(journey: Journey) -> None:
    journey.run(READ, crm=journey.table(WINS)).ok()
    before = journey.status(READ)["value"]
    with recording(journey):
        refused(journey.run(NEXT, crm=journey.place / "nowhere.csv"), "MP501")
    assert journey.status(NEXT)["value"] == before
    assert journey.run(NEXT).ok().data["steps"][0]["outcome"] == "unchanged"


def test_a_broken_delivery_stays_broken_until_it_is_mended(journey: Journey) -> None:
    # Going back to the file before it, which is fine, would call the source sound again.
    journey.run(READ, crm=journey.table(WINS)).ok()
    late = journey.table(WINS.replace("spend", "spent"), "late.csv")
    refused(journey.run(NEXT, crm=late), "MP531", says="late.csv has no column spend")
    refused(journey.run(NEXT), "MP531", says="late.csv has no column spend")
    journey.table(WINS, "late.csv")
    journey.run(NEXT).ok()


# Folders and programs.

LOOKING = (
    ["status"], ["report"], ["run"], ["run", "--source", "crm=x.csv"], ["trace", "source/crm"],
    ["attest", "trained", "--signer", "analyst", "--document", "a.md", "--expires", "2027-01-01"],
)  # fmt: skip


@pytest.mark.parametrize("verb", [["check"], ["accept"], *LOOKING], ids=lambda verb: " ".join(verb[:2]))
def test_folder_that_does_not_exist(tmp_path: Path, verb: list[str]) -> None:
    nowhere = tmp_path / "nowhere"
    said = Journey(tmp_path).say(*verb, "-C", nowhere, "--json", now=READ)
    refused(said, "MP613", says="nowhere")
    assert not nowhere.exists()


@pytest.mark.parametrize("verb", [["check"], ["accept"]], ids=lambda verb: verb[0])
def test_folder_without_a_program(tmp_path: Path, verb: list[str]) -> None:
    journey = Journey(tmp_path)
    journey.write("notes.txt", "No program yet.\n")
    refused(journey.ask(*verb, now=READ), "MP614", says="holds no YAML file")
    assert [path.name for path in journey.folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("verb", LOOKING, ids=lambda verb: " ".join(verb[:2]))
def test_program_never_accepted(tmp_path: Path, verb: list[str]) -> None:
    journey = small_journey(Journey(tmp_path))
    refused(journey.ask(*verb, now=READ), "MP620", hint="milepost accept")
    assert {path.name for path in journey.folder.rglob("*") if path.is_file()} <= {
        "program.yaml", "extra.yaml", "mail.odcs.yaml", "assignment.md", "lock",
    }  # fmt: skip


def test_program_with_errors_is_not_accepted_and_all_are_told_at_once(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), capability(needs="data: [crn]"), experiment(more="primry: x\n"))
    said = journey.ask("accept", now=START)
    assert said.code == 1
    assert {(each["path"], each["line"] > 0, each["column"] > 0) for each in said.findings} == {
        ("extra.yaml", True, True)
    }
    assert len(said.findings) >= 2
    assert any("crm" in (each["hint"] or "") for each in said.findings)
    assert any("primary" in (each["hint"] or "") for each in said.findings)
    assert not (journey.folder / ".milepost").exists()


def test_document_that_the_program_names_must_be_there(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    (journey.folder / "assignment.md").unlink()
    said = journey.ask("accept", now=START)
    refused(said, "MP703", says="assignment.md")
    assert said.findings[0]["path"] == "program.yaml"


# The command line itself.


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--as-of", "soon"],
        ["status", "--as-of", "2026-10-22T12:00:00"],
        ["run", "--source", "crm"],
        ["run", "--source", "=crm.csv"],
        ["run", "--step", "dance"],
        ["run", "one", "-C", "two"],
        ["trace"],
        ["attest", "trained", "--document", "a.md"],
        ["attest", "trained", "--signer", "analyst", "--document", "a.md", "--expires", "never"],
        ["accept", "--force"],
        ["dance"],
    ],
    ids=" ".join,
)
def test_usage_error_is_exit_2(tmp_path: Path, arguments: list[str]) -> None:
    said = Journey(tmp_path).say(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert "Usage: milepost" in said.err
    assert "Traceback" not in said.err


@pytest.mark.slow
def test_unknown_source_gets_the_near_name(journey: Journey) -> None:
    with recording(journey):
        said = journey.run(READ, "--source", f"crn={journey.table(WINS)}", "--source", "erp=x.csv")
        refused(said, "MP630", says="there is no source/crn", hint="did you mean crm?")
        assert len(said.findings) == 2


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["milestone/prooven", "prooven"])
def test_unknown_id_gets_the_near_name(journey: Journey, asked: str) -> None:
    refused(journey.ask("status", asked, now=NEXT), "MP640", says=asked, hint="did you mean milestone/proven?")


@pytest.mark.slow
def test_clock_that_can_t_be_read_or_runs_behind(journey: Journey) -> None:
    for now in ("soon", "2026-10-22", "1969-12-31T00:00:00Z"):
        refused(journey.ask("status", now=now), "MP611", says=now)
    with recording(journey):
        refused(journey.run("2026-09-01T12:00:00Z", crm=journey.table(WINS)), "MP603", hint="MILEPOST_NOW=2026-10-0")


@pytest.mark.slow
def test_text_goes_to_stderr_and_stdout_stays_empty(journey: Journey) -> None:
    said = journey.say("run", "-C", journey.folder, "--source", "crm=nowhere.csv", now=READ)
    assert (said.code, said.out, said.codes) == (1, "", ["MP501"])
    assert "hint: " in said.err
    assert "Traceback" not in said.err


# Two at a time.

HOLDER = """\
import fcntl, os, sys
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(handle, fcntl.LOCK_EX)
os.ftruncate(handle, 0); os.write(handle, f"{os.getpid()}\\n".encode())
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(journey: Journey) -> Iterator[int]:
    """Hold the program's lock from another process; gives its id."""
    lock = journey.folder / ".milepost" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield holder.pid


@pytest.mark.slow
def test_second_run_at_the_same_time(journey: Journey) -> None:
    table = journey.table(WINS)
    with recording(journey):
        with held(journey) as process:
            for said in (
                journey.run(READ, crm=table),
                journey.ask("accept", now=READ),
                journey.attest(READ, "experiment/spring-test", "finance", "assignment.md"),
                journey.ask("record rebuild", now=READ),
            ):
                refused(said, "MP612", says=f"process {process}", hint="Wait for that run to end")
            # Looking needs no lock.
            journey.status(READ)
            journey.trace("program/spring").ok()
        assert sorted(path.name for path in (journey.folder / ".milepost").iterdir()) == ["lock", "record.sqlite"]
    journey.run(READ, crm=table).ok()


# Signatures.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "signer", "document", "expires", "codes", "says", "hint"),
    [
        ("trained", "analyst", "no.md", "2027-01-01", ["MP703"], "there is no document no.md", "folder"),
        ("trained", "analyst", "../crm.csv", "2027-01-01", ["MP703"], "there is no document ../crm.csv", "folder"),
        ("trained", "analyst", "assignment.md", "2026-10-20", ["MP705"], "2026-10-20 is not after", "after today"),
        ("trained", "analyst", "assignment.md", None, ["MP704"], "needs a day on which it expires", ""),
        ("trained", "analist", "assignment.md", "2027-01-01", ["MP702", "MP706"], "analist is not a role", "analyst?"),
        ("trained", "finance", "assignment.md", "2027-01-01", ["MP706"], "the signature of analyst", "sign"),
        ("trained", "crm-lead", "assignment.md", "2027-01-01", ["MP701", "MP706"], "crm-lead owns", "another role"),
        ("trainned", "analyst", "assignment.md", "2027-01-01", ["MP704"], "trainned is asked for by no", "trained?"),
        ("experiment/spring-test", "crm-lead", "assignment.md", None, ["MP701"], "crm-lead owns capability/mail", ""),
        ("experiment/spring-tset", "finance", "assignment.md", None, ["MP704"], "spring-tset", "/spring-test?"),
        ("capability/mail", "finance", "assignment.md", "2027-01-01", ["MP704"], "capability/mail", ""),
        ("trained", "nobody", "no.md", "2026-01-01", ["MP702", "MP703", "MP705", "MP706"], "nobody is not a role", ""),
    ],
)  # fmt: skip
def test_signature_that_is_not_allowed(
    tmp_path: Path,
    what: str,
    signer: str,
    document: str,
    expires: str | None,
    codes: list[str],
    says: str,
    hint: str,
) -> None:
    journey = small_journey(Journey(tmp_path), milestone("trained", asks=SIGNED))
    journey.table(WINS)
    journey.accept(START)
    with recording(journey):
        refused(journey.attest(READ, what, signer, document, expires), *codes, says=says, hint=hint)


@pytest.mark.slow
def test_signing_twice_is_signing_once(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path), milestone("trained", asks=SIGNED))
    journey.accept(START)
    with recording(journey, "attestation.signed"):
        first = journey.attest(READ, "trained", "analyst", "assignment.md", "2027-01-01").ok()
        again = journey.attest(NEXT, "trained", "analyst", "assignment.md", "2027-01-01").ok()
        assert first.data == again.data


# Names.

ODD = 'it\'s "a" [plan] *1* (new)? = 100% ü'


@pytest.mark.slow
def test_names_with_spaces_quotes_and_brackets_work(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path, f"folder {ODD}"), role("designer"))
    (journey.folder / "program.yaml").rename(journey.folder / f"{ODD}.yaml")
    (journey.folder / "assignment.md").rename(journey.folder / f"{ODD}.md")
    (journey.folder / f"{ODD}.yaml").write_text(
        (journey.folder / f"{ODD}.yaml")
        .read_text()
        .replace("assignment.md", "'" + f"{ODD}.md".replace("'", "''") + "'")
    )
    journey.accept(START)
    table = journey.table(WINS, f"exports {ODD}/crm {ODD}.csv")
    journey.run(READ, crm=table).ok()
    assert {each["outcome"] for each in journey.run(NEXT).ok().data["steps"]} == {"unchanged"}
    assert item(journey.status(NEXT), "milestone/proven")["word"] == "achieved"
    said = journey.trace(journey.events("value.posted")[0]["id"]).ok()
    assert f"{ODD}.yaml:" in said.out.replace('\\"', '"')
    assert journey.trace(f"{ODD}.yaml:60").ok().data["hops"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["CSV", "Csv"])
def test_ending_in_capitals(journey: Journey, ending: str) -> None:
    journey.run(READ, crm=journey.table(WINS, f"crm.{ending}")).ok()


# What the state holds.


def spoil(journey: Journey, *, whole: bool) -> None:
    """Put another table in place of the loaded one: sound with other rows, or one that won't open."""
    import duckdb

    (path,) = (journey.folder / ".milepost" / "tables").rglob("*.parquet")
    if not whole:
        path.write_bytes(path.read_bytes()[:-7])
        return
    other = journey.table(b"", "other.parquet")
    table = "SELECT segment, if(segment = 'Mail', spend * 2, spend) AS spend, milepost__row, milepost__unreadable"
    with duckdb.connect() as engine:
        engine.execute(f"COPY ({table} FROM read_parquet('{path}')) TO '{other}' (FORMAT parquet)")
    other.replace(path)


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False], ids=["other rows", "cut off"])
def test_a_table_that_was_spoilt_is_built_again_and_never_read(journey: Journey, *, whole: bool) -> None:
    """The warehouse holds only what can be rebuilt: a reading made anew must be of the rows that were loaded."""
    journey.run(READ, crm=journey.table(WINS)).ok()
    spoil(journey, whole=whole)
    # Another statement of randomisation asks for another reading, of the same rows.
    journey.attest(NEXT, "experiment/spring-test", "finance", "assignment.md").ok()
    journey.run(NEXT).ok()
    first, last = (each["data"]["verdict"] for each in journey.events("experiment.read"))
    assert first["rows_digest"] == last["rows_digest"]
    assert first["stats"] == last["stats"]
    journey.trace(journey.events("value.posted")[-1]["id"], NEXT).ok()


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"\0" * 4096])
def test_record_that_is_no_record(journey: Journey, content: bytes) -> None:
    (journey.folder / ".milepost" / "record.sqlite").write_bytes(content)
    for verb, *asked in (["status"], ["run"], ["accept"], ["trace", "source/crm"], ["record verify"]):
        refused(journey.ask(verb, *asked, now=READ), "MP605", hint="backup")
    assert (journey.folder / ".milepost" / "record.sqlite").read_bytes() == content
