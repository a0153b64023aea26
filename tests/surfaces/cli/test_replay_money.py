"""A life with costs, a holdout, a registration, a frozen read-out and a closed quarter: the past stays what it was."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli import Journey
from milepost.actions import known_facts
from milepost.adapters.record_store import reader
from surfaces.cli import test_holdout as held
from surfaces.cli.ledger_program import USUAL, ledger_journey
from surfaces.cli.ledger_program import run as run_with_costs

pytestmark = pytest.mark.slow
LAST = "2027-06-01T12:00:00Z"
ASKED = ("status", "value show", "value roi", "value roi --by program", "value roi --by quarter", "review")
TYPES = (
    "experiment.registered", "experiment.frozen", "costs.posted", "period.closed", "holdout.read", "total.posted",
    "total.reversed", "value.posted", "value.reversed", "experiment.read",
)  # fmt: skip


def acts(journey: Journey) -> Iterator[str]:
    """Do one thing after the other; gives each one's instant once it is done."""

    def run(now: str, **tables: str) -> str:
        journey.table(tables.pop("people", held.people()), "people.csv")
        people = ("--source", f"people={journey.place / 'people.csv'}")
        journey.ask("run", *people, "--step", "load", now=now)
        run_with_costs(journey, now, **{"crm": held.trial()} | tables).ok()
        return now

    journey.ask("experiment register", "spring-test", now="2026-10-03T12:00:00Z").ok()
    yield "2026-10-03T12:00:00Z"
    yield run("2026-10-20T12:00:00Z")
    journey.ask("experiment freeze", "spring-test", now="2026-10-21T12:00:00Z").ok()
    yield "2026-10-21T12:00:00Z"
    yield run("2026-10-25T12:00:00Z", people=held.people(gain=0.5), costs=USUAL.replace("40.00", "55.00"))
    journey.ask("value close", "2026Q3", "--signer", "finance", now="2026-12-05T12:00:00Z").ok()
    yield "2026-12-05T12:00:00Z"
    yield run("2026-12-10T12:00:00Z", people=held.people(gain=0.5), crm=held.trial(lambda n: n % 5 and n > 100))
    journey.edit("extra.yaml", held.holdout(), "")
    journey.accept("2027-01-10T12:00:00Z")
    yield "2027-01-10T12:00:00Z"


def say(journey: Journey, now: str, *more: str) -> dict[str, object]:
    found = {}
    for asked in ASKED:
        told = json.dumps(journey.ask(asked, *more, now=now).ok().data)
        found[asked] = json.loads(told.replace(str(journey.folder), "FOLDER"))
    return found


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journey, dict[str, dict[str, Any]]]:
    """The whole life, and what was said a second after each act, with all that is remembered and without."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_facts, "WORTH_REMEMBERING", 1)
        patch.setattr(reader, "WORTH_A_MARK", 1)
        journey = Journey(tmp_path_factory.mktemp("life"))
        ledger_journey(journey, held.CONTRACT, held.SOURCES, held.holdout())
        printed = {}
        for at in acts(journey):
            now = at.replace(":00Z", ":01Z")
            warm = say(journey, now)
            assert warm == say(journey, now), "the same again"
            shutil.rmtree(journey.folder / ".milepost/cache", ignore_errors=True)
            assert warm == say(journey, now), "what is remembered changes nothing"
            printed[now] = warm
        return journey, printed


def test_the_life_holds_every_kind_of_event(life) -> None:
    journey, _ = life
    assert {each["type"] for each in journey.events()} >= set(TYPES)


def test_what_was_said_then_is_said_of_then(life) -> None:
    journey, printed = life
    assert {now: say(journey, LAST, "--as-of", now) for now in printed} == printed
    # Negative control: today's answers are others.
    assert say(journey, LAST)["value show"] != printed["2026-10-20T12:00:01Z"]["value show"]


def test_a_record_cut_there_says_the_same(life, tmp_path: Path) -> None:
    """The entries after an instant are cut off, and what is left is asked again."""
    journey, printed = life
    for place, (now, said) in enumerate(printed.items()):
        copy = Journey(tmp_path, f"cut-{place}")
        shutil.copytree(journey.folder, copy.folder, dirs_exist_ok=True)
        shutil.rmtree(copy.folder / ".milepost/cache", ignore_errors=True)
        with sqlite3.connect(copy.folder / ".milepost/record.sqlite") as record:
            record.execute("DELETE FROM event WHERE CAST(bytes AS TEXT) ->> '$.recorded_at' > ?", (now,))
        assert say(copy, LAST, "--as-of", now) == said


def test_the_state_tables_are_the_replay_and_a_changed_row_is_found(life, tmp_path: Path) -> None:
    journey, _ = life
    journey.ask("record verify", now=LAST).ok()
    copy = Journey(tmp_path, "changed")
    path = copy.folder / ".milepost/record.sqlite"
    of = {"cost_load": "effective", "program_total": "estimate", "ledger_line": "estimate", "closed_period": "digest"}
    for table, column in of.items():
        shutil.copytree(journey.folder, copy.folder, dirs_exist_ok=True)
        with sqlite3.connect(path) as record:
            assert record.execute(f"UPDATE state_{table} SET {column} = '1'").rowcount  # noqa: S608  ours
        assert copy.ask("record verify", now=LAST).code == 1, table


@pytest.mark.parametrize("type_", TYPES)
def test_a_trace_of_each_kind_fits_and_one_changed_byte_is_found(life, tmp_path: Path, type_: str) -> None:
    journey, _ = life
    event = journey.events(type_)[-1]["id"]
    hops = journey.trace(event, now=LAST).ok().data["hops"]
    # Rows that another export took the place of are not there to be seen.
    assert {each["fit"] for each in hops} <= {"fits", "not seen"}
    assert hops[0]["fit"] == "fits"
    copy = Journey(tmp_path, "changed")
    shutil.copytree(journey.folder, copy.folder, dirs_exist_ok=True)
    with sqlite3.connect(copy.folder / ".milepost/record.sqlite") as record:
        sequence, stored = next(
            row for row in record.execute("SELECT sequence, bytes FROM event") if json.loads(row[1])["id"] == event
        )
        turned = stored.replace(b'"actor":"', b'"actor":"x', 1)
        assert turned != stored
        record.execute("UPDATE event SET bytes = ? WHERE sequence = ?", (turned, sequence))
    shutil.rmtree(copy.folder / ".milepost/cache", ignore_errors=True)
    assert copy.trace(event, now=LAST).code == 1
