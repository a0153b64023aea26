"""The chain: each entry's digest covers its bytes and the digest before it.

It shows edits, deletions inside, insertions and moves. It does not show that entries were cut off at the end, nor a
whole rewrite: that needs a checkpoint held elsewhere (RFC 6962), which is not built yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

import msgspec

from milepost.kernel.digest import Digest, digest_of_chunks
from milepost.kernel.finding import Finding
from milepost.record.event import Event, event_id
from milepost.record.rules import BROKEN_LINK

Place = Annotated[int, msgspec.Meta(ge=0, lt=2**62)]
"""A sequence as a cache may tell it: 0 for an empty record, and none beyond what a database can count."""
GENESIS = Digest("sha256:" + "0" * 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as stored. `sequence` counts from 1 without gaps."""

    sequence: int
    previous: str
    digest: str
    stored: bytes


def link_digest(previous: str, stored: bytes) -> Digest:
    """Digest of an entry: SHA-256 over the previous digest's text, a newline, and the stored bytes."""
    return digest_of_chunks((previous.encode(), b"\n", stored))


def verify(links: Iterable[Link]) -> Iterator[Finding]:
    """Give a finding for every entry that does not fit the one before it, in order; none for a sound chain."""
    previous, expected = GENESIS, 1
    for link in links:
        if (fault := fault_of(link, previous, expected)) is not None:
            yield BROKEN_LINK.at(None, f"entry {link.sequence} of the record {fault}", BROKEN_LINK.fix)
        previous, expected = Digest(link.digest), link.sequence + 1


def fault_of(link: Link, previous: str, expected: int) -> str | None:
    """Say what is wrong with an entry that should have this sequence and follow this digest; None when it fits."""
    if link.sequence != expected:
        return f"follows entry {expected - 1}: entries are missing or were moved"
    if link.previous != previous:
        return "does not name the digest of the entry before it"
    if link.digest != link_digest(link.previous, link.stored):
        return "was changed after it was written: its digest does not fit"
    try:
        event = Event.from_bytes(link.stored)
        expected_id = event_id(event.type, event.subject, event.key)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"can't be read ({error})"
    if event.id != expected_id:
        return "has an id that does not fit its type, subject and key"
    return None
