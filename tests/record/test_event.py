"""An event's id, what counts as the same fact, and its bytes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.record.canonical import Json
from milepost.record.event import Event, Fact, event_id, recorded, same_fact
from milepost.testing.strategies import digests, events, facts, instants, jsons, texts

AT = datetime(2026, 11, 22, 9, 10, tzinfo=UTC)
LOADED = Fact(type="source.loaded", subject="source/crm", key="1", actor="milepost", data={"rows": "5"})


def test_the_known_id() -> None:
    # Written once: a change of it would make every recorded fact a new one.
    assert event_id("source.loaded", "source/crm", "1") == "ev_m754u76bi4fbhx3p2y64hp6hp6wlk5bygtxrz7ne4gal4zpli2wq"


@given(facts(), texts(), jsons(), st.none() | digests(), st.none() | instants())
def test_the_id_hangs_on_type_subject_and_key_only(
    fact: Fact, actor: str, data: Json, program: str | None, occurred: datetime | None
) -> None:
    other = replace(fact, actor=actor, data={"it": data}, program=program, occurred_at=occurred, causes=())
    assert fact.id == other.id == recorded(fact, AT).id == event_id(fact.type, fact.subject, fact.key)


@given(texts(), texts(), texts())
def test_the_id_tells_type_subject_and_key_apart(type_: str, subject: str, key: str) -> None:
    ids = {event_id(type_, subject, key), event_id(type_ + "x", subject, key), event_id(type_, subject + "x", key)}
    assert len(ids | {event_id(type_, subject, key + "x")}) == 4
    assert event_id("ab", "c", key) != event_id("a", "bc", key)


@given(facts(), texts(), texts())
def test_the_run_does_not_make_a_fact_another_and_all_else_does(fact: Fact, run: str, more: str) -> None:
    event = recorded(fact, AT)
    assert same_fact(event, fact)
    assert same_fact(event, replace(fact, data={**fact.data, "run_id": run}, actor="role/x", causes=()))
    assert not same_fact(event, replace(fact, data={**fact.data, "more": more}))
    assert not same_fact(event, replace(fact, data={"nested": {"run_id": run}}))


@given(facts())
def test_a_fact_read_back_is_the_same_fact(fact: Fact) -> None:
    assert same_fact(Event.from_bytes(recorded(fact, AT).to_bytes()), fact)


@given(events())
def test_an_event_comes_back_from_its_bytes(event: Event) -> None:
    assert Event.from_bytes(event.to_bytes()) == event


@pytest.mark.parametrize("number", [1.0, -0.0, 0.1, 5e-324, 2.0**53 - 1, 2.0**53, 1e17, 1e21, 1.7976931348623157e308])
def test_bytes_come_back_from_an_event_read_from_them(number: float) -> None:
    event = recorded(replace(LOADED, data={"stats": {"x": number}}), AT)
    assert Event.from_bytes(event.to_bytes()).to_bytes() == event.to_bytes()


ODD = [
    "1", "9007199254740991", "9007199254740992", "-9007199254740993", "1e400", "[7e2]", "18446744073709551616", "-0",
    "-0.0", '"\\\\ud800"', '{"a":[9007199254740992]}', "0.1", '"9007199254740992"', "[[[[[[1]]]]]]", "[[[[[7e2,{}]]]]]",
]  # fmt: skip


@given(events(), st.sampled_from(ODD))
def test_reading_fast_gives_what_reading_slowly_gives(event: Event, number: str) -> None:
    stored = event.to_bytes().replace(b'"data":{', b'"data":{"odd":' + number.encode() + b",", 1).replace(b",}", b"}")
    slow = json.loads(
        stored, parse_int=lambda text: int(text) if abs(int(text)) < 2**53 else float(text)
    )  # what every number was read as before msgspec read most of them
    found = Event.from_bytes(stored).data
    assert json.dumps(found) == json.dumps(slow["data"])
    assert [type(each) for each in found.values()] == [type(each) for each in slow["data"].values()]


def test_bytes_hold_no_sequence_and_all_else() -> None:
    raw = json.loads(recorded(LOADED, AT).to_bytes())
    assert set(raw) == {
        "v", "id", "type", "subject", "occurred_at", "recorded_at", "actor", "program", "causes", "key", "data",
    }  # fmt: skip
    assert (raw["v"], raw["recorded_at"], raw["occurred_at"]) == (1, "2026-11-22T09:10:00.000000Z", None)


@pytest.mark.parametrize("name", ["id", "type", "subject", "recorded_at", "occurred_at", "causes", "data", "v"])
def test_an_event_that_lacks_something_is_not_read(name: str) -> None:
    raw = json.loads(recorded(LOADED, AT).to_bytes())
    with pytest.raises(KeyError, match=name):
        Event.from_bytes(json.dumps({key: each for key, each in raw.items() if key != name}).encode())


def test_an_event_counts_from_when_it_happened_or_else_from_its_recording() -> None:
    east = AT.astimezone(timezone(timedelta(hours=2)))
    assert recorded(LOADED, east).effective_at == AT
    assert recorded(replace(LOADED, occurred_at=AT - timedelta(days=3)), AT).effective_at == AT - timedelta(days=3)
    assert recorded(LOADED, east).to_bytes() == recorded(LOADED, AT).to_bytes()


def test_an_event_does_not_share_the_facts_data() -> None:
    data: dict[str, Json] = {"rows": "5"}
    event = recorded(replace(LOADED, data=data), AT)
    data["rows"] = "6"
    assert event.data == {"rows": "5"}
