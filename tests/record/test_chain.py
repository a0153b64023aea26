"""Which attacks on a log `verify` sees, and which only a checkpoint held elsewhere would show."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milepost.record.chain import GENESIS, Link, link_digest, verify
from milepost.record.event import Event
from milepost.testing.strategies import events, links

LOGS = links(least=3)
NOT_A_TYPE = b"""{"v":1,"id":"x","type":NaN,"subject":"s","key":"k","occurred_at":null,"actor":"a","program":null,
"recorded_at":"2026-01-01T00:00:00Z","causes":[],"data":{}}"""
PLACES = st.integers(0, 10**6)


def said(log: list[Link]) -> list[str]:
    found = list(verify(log))
    assert {each.code for each in found} <= {"MP601"}
    return [each.message for each in found]


def chained(log: list[Link]) -> list[Link]:
    """Number and link entries anew, as a forger does who owns the whole file."""
    made, previous = [], GENESIS
    for number, link in enumerate(log, 1):
        digest = link_digest(previous, link.stored)
        made.append(Link(sequence=number, previous=previous, digest=digest, stored=link.stored))
        previous = digest
    return made


def unchained(log: list[Link]) -> bool:
    """Verify as a log without a chain would, each entry by itself: the control that must miss what moves entries."""
    return all(link.digest == link_digest(link.previous, link.stored) for link in log)


@given(links())
def test_an_honest_log_has_no_fault(log: list[Link]) -> None:
    assert said(log) == []
    assert unchained(log)


@given(LOGS, PLACES, PLACES, st.integers(1, 255))
def test_an_edited_byte_is_seen(log: list[Link], at: int, place: int, by: int) -> None:
    index = at % len(log)
    stored = bytearray(log[index].stored)
    stored[place % len(stored)] ^= by
    log[index] = replace(log[index], stored=bytes(stored))
    assert said(log) == [f"entry {index + 1} of the record was changed after it was written: its digest does not fit"]


@given(LOGS, PLACES)
def test_an_edit_with_its_digest_made_anew_is_seen_at_the_entry_after(log: list[Link], at: int) -> None:
    index = at % (len(log) - 1)
    stored = log[index].stored.replace(b'"v":1', b'"v":2')
    log[index] = replace(log[index], stored=stored, digest=link_digest(log[index].previous, stored))
    after = index + 2
    assert said(log) == [f"entry {after} of the record does not name the digest of the entry before it"]


@given(LOGS, PLACES, st.booleans())
def test_an_entry_taken_out_of_the_inside_is_seen(log: list[Link], at: int, renumber: bool) -> None:
    cut = [*log]
    del cut[at % (len(log) - 1)]
    if renumber:
        cut = [replace(link, sequence=number) for number, link in enumerate(cut, 1)]
    assert len(said(cut)) >= 1
    assert unchained(cut)


@given(LOGS, events(), PLACES, st.booleans())
def test_an_inserted_entry_is_seen(log: list[Link], event: Event, at: int, renumber: bool) -> None:
    index = at % len(log)
    stored, previous = event.to_bytes(), log[index].previous
    forged = Link(sequence=index + 1, previous=previous, digest=link_digest(previous, stored), stored=stored)
    grown = [*log[:index], forged, *log[index:]]
    if renumber:
        grown = [replace(link, sequence=number) for number, link in enumerate(grown, 1)]
    assert len(said(grown)) >= 1
    assert unchained(grown)


@given(LOGS, st.permutations(range(5)), st.booleans())
def test_moved_entries_are_seen(log: list[Link], order: list[int], renumber: bool) -> None:
    moved = [log[index] for index in order if index < len(log)]
    assume(moved != log)
    if renumber:
        moved = [replace(link, sequence=number) for number, link in enumerate(moved, 1)]
    assert len(said(moved)) >= 1
    assert unchained(moved)


@given(LOGS, PLACES)
def test_entries_cut_off_at_the_end_are_not_seen(log: list[Link], at: int) -> None:
    assert said(log[: at % len(log)]) == []


@given(LOGS, PLACES)
def test_a_log_rewritten_whole_is_not_seen(log: list[Link], at: int) -> None:
    index = at % len(log)
    forged = [*log]
    forged[index] = replace(log[index], stored=log[index].stored.replace(b'"actor":"', b'"actor":"not '))
    assert forged != log
    assert said(chained(forged)) == []
    assert said(chained(log[::-1])) == []
    assert chained(log) == log


@given(LOGS, PLACES)
def test_a_rewrite_must_keep_each_id_to_its_fact(log: list[Link], at: int) -> None:
    index = at % len(log)
    raw = json.loads(log[index].stored)
    stored = json.dumps({**raw, "subject": raw["subject"] + "x"}).encode()
    forged = chained([*log[:index], replace(log[index], stored=stored), *log[index + 1 :]])
    assert said(forged) == [f"entry {index + 1} of the record has an id that does not fit its type, subject and key"]


@pytest.mark.parametrize(
    "stored",
    [b"", b"\xff", b"5", b"null", b'"x"', b"[]", b"{}", b"{", b'{"id": "ev_x"}', b"[" * 100_000, NOT_A_TYPE],
    ids=lambda stored: repr(stored[:12]),
)
def test_bytes_that_are_no_event_are_a_finding_and_not_a_crash(stored: bytes) -> None:
    (message,) = said(chained([Link(sequence=1, previous="", digest="", stored=stored)]))
    assert message.startswith("entry 1 of the record can't be read")


def test_the_chain_is_sha_256_over_the_previous_digest_a_newline_and_the_bytes() -> None:
    assert GENESIS == "sha256:" + 64 * "0"
    assert link_digest(GENESIS, b"{}") == "sha256:aceb32241c60f8a6e2b47ee3c8c04becfd38a917fa7183113898214f2d5f6490"
