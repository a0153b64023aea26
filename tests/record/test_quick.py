"""The quick look says yes only where the slow one finds nothing, and is quick where entries are as we write them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.record.chain import GENESIS, Link, fault_of, link_digest
from milepost.record.event import Event, Fact, event_id, recorded
from milepost.record.quick import seen, seen_in
from milepost.testing.fakes import START
from milepost.testing.strategies import events

PLAIN = recorded(Fact(type="t.told", subject="s/a", key="sha after é", actor="a", data={"n": 1}), START).to_bytes()


def slow_fault(stored: bytes) -> str | None:
    link = Link(sequence=1, previous=GENESIS, digest=link_digest(GENESIS, stored), stored=stored)
    return fault_of(link, GENESIS, 1)


@given(events())
def test_what_we_write_is_seen_at_once(event: Event) -> None:
    found = seen(event.to_bytes())
    assert found is not None
    assert (found.id, found.type, found.subject, found.key) == (event.id, event.type, event.subject, event.key)
    assert json.loads(bytes(found.data)) == json.loads(bytes(seen_in(event).data))
    assert (found.recorded_at, found.occurred_at) == (seen_in(event).recorded_at, seen_in(event).occurred_at)


@given(events(), st.integers(0, 10**6), st.integers(1, 255), st.booleans())
def test_a_yes_is_never_said_of_what_the_slow_look_faults(event: Event, place: int, by: int, cut: bool) -> None:
    stored = bytearray(event.to_bytes())
    stored[place % len(stored)] ^= by
    spoilt = bytes(stored[: place % len(stored)] if cut else stored)
    assert seen(spoilt) is None or slow_fault(spoilt) is None


@given(events(), st.sampled_from(["id", "type", "subject", "key"]), st.sampled_from(["x", "", "\\", '"', "\x7f", "é"]))
def test_another_word_does_not_fit_the_id(event: Event, member: str, more: str) -> None:
    raw = json.loads(event.to_bytes())
    for told in (raw[member] + more, raw[member].upper(), more):
        forged = json.dumps({**raw, member: told}, ensure_ascii=False).encode()
        assert (seen(forged) is not None) <= (slow_fault(forged) is None)
        assert (slow_fault(forged) is None) == (told == raw[member])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"ev_', b'"EV_'), (b'"ev_', b'"ev_0'), (b'"ev_', b'"ev__'), (b'"ev_', b'"ev_ '), (b'"ev_', b'"ev_-'),
        (b"10:00.000000Z", b"10:00.000000"), (b'"recorded_at":"2', b'"recorded_at":"x2'), (b'"n":1', b'"n":01'),
        (b'"n":1', b'"n":"\xff"'), (b'"n":1', b'"n":NaN'), (b'"n":1', b'"n":"\x01"'), (b'"causes":[]', b'"causes":7'),
        (b'"v":1', b'"w":1'), (b"\xc3\xa9", b"\\u00e8"), (b"}", b"}}"),
    ],
)  # fmt: skip
def test_forged_bytes_are_not_seen(old: bytes, new: bytes) -> None:
    assert seen(PLAIN) is not None
    forged = PLAIN.replace(old, new)
    assert forged != PLAIN
    assert seen(forged) is None
    assert slow_fault(forged) is not None


@pytest.mark.parametrize("new", [b'"n": 1', b'"n":1e999', b'"n":12345678901234567890', b'"n":"\\ud800"'])
def test_sound_bytes_that_we_would_not_write_stay_sound(new: bytes) -> None:
    odd = PLAIN.replace(b'"n":1', new)
    assert slow_fault(odd) is None
    assert seen(odd) is not None or Event.from_bytes(odd).id == event_id("t.told", "s/a", "sha after é")
