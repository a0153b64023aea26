"""What is remembered of a record changes how long a status takes, and nothing else."""

import json
import shutil
from pathlib import Path

import pytest

from cli import Journey
from milepost.actions import known_facts
from milepost.adapters.record_store import reader
from milepost.adapters.record_store.reader import SqliteRecordReader
from surfaces.cli.small_program import LOSES, WINS, goal, milestone, small_journey

FRESH = milestone("fresh", asks="evidence: kpi/margin, value: 0.01 USD, max_age: 90d")
AGING = "evidence: kpi/margin, value: 0.01 USD, max_age: 30d"
NOW, LATER = "2026-10-28T12:00:00Z", "2026-11-20T12:00:00Z"


@pytest.fixture(autouse=True)
def every_record_is_worth_remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_facts, "WORTH_REMEMBERING", 1)
    monkeypatch.setattr(reader, "WORTH_A_MARK", 1)


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    journey = small_journey(Journey(tmp_path), FRESH, goal())
    journey.accept("2026-10-02T12:00:00Z")
    for day, table in ((20, WINS), (21, LOSES), (22, WINS), (23, LOSES), (24, WINS)):
        journey.run(f"2026-10-{day}T12:00:00Z", crm=journey.table(table, f"{day}.csv")).ok()
    return journey


def cache(journey: Journey, name: str) -> Path:
    return journey.folder / ".milepost" / "cache" / f"record-{name}.json"


def without_cache(journey: Journey, *arguments: str) -> object:
    shutil.rmtree(journey.folder / ".milepost" / "cache", ignore_errors=True)
    return journey.status(*arguments)


def test_a_status_is_the_same_with_and_without_what_is_remembered(journey: Journey) -> None:
    first = without_cache(journey, NOW)
    names = json.loads(cache(journey, "essential").read_text())["names"]
    assert 0 < len(names) < len(SqliteRecordReader(journey.folder / ".milepost" / "record.sqlite", ()).events())
    assert journey.status(NOW) == first
    for past in ("2026-10-20", "2026-10-22", "2026-10-23T13:00:00Z"):
        assert journey.status(NOW, "--as-of", past) == without_cache(journey, NOW, "--as-of", past)


def measured(journey: Journey, day: str, table: Path) -> None:
    """Load, check and measure, and read no experiment: a reading would keep its rows in mind."""
    for hour, step in enumerate(("load", "contract", "measure"), 12):
        journey.run(f"{day}T{hour}:00:00Z", "--step", step, crm=table).ok()


@pytest.mark.slow
def test_rows_that_come_back_were_first_seen_when_they_were(tmp_path: Path) -> None:
    # The first load of rows that nothing uses is not remembered; when they come back, a status that did not look
    # again would take them for new, and their level for fresh.
    journey = small_journey(Journey(tmp_path), milestone("fresh", asks=AGING), goal())
    journey.accept("2026-10-02T12:00:00Z")
    for day in range(1, 19):
        table = WINS + f"None,{day}\n"
        measured(journey, f"2026-11-{day:02}", journey.table(table, f"{day}.csv"))
    journey.status("2026-11-18T13:00:00Z")
    measured(journey, "2026-12-20", journey.place / "3.csv")
    now = "2026-12-21T12:00:00Z"
    assert journey.status(now) == without_cache(journey, now)


def test_what_is_remembered_is_read_and_no_more(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    first = journey.status(NOW)

    def refuse(*_: object) -> None:
        raise AssertionError("the whole record was read")

    for whole in ("sift", "links"):
        monkeypatch.setattr(SqliteRecordReader, whole, refuse)
    monkeypatch.setattr(reader, "verified", refuse)
    assert journey.status(NOW) == first


def test_what_is_appended_is_read_too_and_remembered(journey: Journey) -> None:
    journey.status(NOW)
    before = json.loads(cache(journey, "essential").read_text())
    journey.run("2026-10-29T12:00:00Z", crm=journey.table(LOSES, "last.csv")).ok()
    now = journey.status(LATER)
    after = json.loads(cache(journey, "essential").read_text())
    assert after["sequence"] > before["sequence"]
    assert now == journey.status(LATER) == without_cache(journey, LATER)


def test_another_program_asks_for_other_facts(journey: Journey) -> None:
    journey.status(NOW)
    before = json.loads(cache(journey, "essential").read_text())
    small_journey(journey, FRESH.replace("0.01", "0.50"), goal("0.30 USD")).accept("2026-10-29T12:00:00Z")
    now = journey.status(LATER)
    assert json.loads(cache(journey, "essential").read_text())["key"] != before["key"]
    assert now == without_cache(journey, LATER)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"key": "x", "sequence": 1, "digest": "", "names": []}'])
def test_a_spoilt_cache_is_as_good_as_none(journey: Journey, content: str) -> None:
    first = journey.status(NOW)
    cache(journey, "essential").write_text(content)
    assert journey.status(NOW) == first


def test_a_cache_of_another_record_is_not_used(journey: Journey) -> None:
    first = journey.status(NOW)
    path = cache(journey, "essential")
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"digest": "sha256:" + "0" * 64, "names": told["names"][:1]}))
    assert journey.status(NOW) == first


def test_control_what_is_remembered_wrongly_is_believed(journey: Journey) -> None:
    """A known limit, as for the mark: who can write the cache could write the record anew."""
    first = journey.status(NOW)
    path = cache(journey, "essential")
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"names": told["names"][:2]}))
    assert journey.status(NOW) != first
    assert without_cache(journey, NOW) == first


def test_a_draft_is_judged_by_all_that_it_asks(journey: Journey) -> None:
    small_journey(journey, FRESH.replace("0.01", "0.50"), goal("0.30 USD"))
    first = journey.status(NOW, "--draft")
    assert journey.status(NOW, "--draft") == first == without_cache(journey, NOW, "--draft")
