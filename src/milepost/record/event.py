"""An event is a fact: what happened, to what, said by whom, because of which events.

Its id is made of type, subject and key, so the same fact told twice is one event. Sequence and previous
digest are the log's, not the event's.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Annotated, NewType, cast

import msgspec

from milepost.kernel.time import format_instant, parse_instant
from milepost.record.canonical import Json, canonical_bytes, to_json

EventId = NewType("EventId", str)
VERSION = 1
PINNED, UNPINNED = "clock.pinned", "clock.unpinned"
"""Events of the log itself: from here on instants were set by hand, or no longer are."""
LIMIT = 2**53
# JSON to a depth that we write, with numbers that are read as they stand; anything else is read in the long way.
_Leaf = None | bool | Annotated[int, msgspec.Meta(gt=-LIMIT, lt=LIMIT)] | float | str
_Low = _Leaf | list[_Leaf] | dict[str, _Leaf]
_Middle = _Leaf | list[_Low] | dict[str, _Low]
_Data = _Leaf | list[_Middle] | dict[str, _Middle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a room wants recorded; the log adds the instant.

    `key` tells facts of one type and subject apart and never holds a run's id or a clock's reading.
    `occurred_at` is None where the fact has no time of its own: it then counts from its recording.
    `program` is the digest of the program version in force, None before the first.
    `data` holds decimals as strings; floats only under `stats`; `run_id` is not part of the fact.
    """

    type: str
    subject: str
    key: str
    actor: str
    data: Mapping[str, Json]
    causes: tuple[EventId, ...] = ()
    program: str | None = None
    occurred_at: datetime | None = None

    @property
    def id(self) -> EventId:
        """Return the id the event will have."""
        return event_id(self.type, self.subject, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the log. `recorded_at` is what an `as_of` cuts on."""

    v: int = VERSION
    id: EventId
    type: str
    subject: str
    occurred_at: datetime | None
    recorded_at: datetime
    actor: str
    program: str | None
    causes: tuple[EventId, ...]
    key: str
    data: Mapping[str, Json] = field(hash=False)

    @property
    def effective_at(self) -> datetime:
        """Return when it happened, or, with no time of its own, when it was recorded."""
        return self.occurred_at or self.recorded_at

    def to_bytes(self) -> bytes:
        """Give the canonical bytes that are stored verbatim and chained."""
        return canonical_bytes(to_json(self))

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Event":
        """Read stored bytes; raises ValueError or KeyError when they are not an event's."""
        raw = _read(stored)
        return cls(
            v=raw.v,
            id=EventId(raw.id),
            type=raw.type,
            subject=raw.subject,
            occurred_at=parse_instant(raw.occurred_at) if raw.occurred_at else None,
            recorded_at=parse_instant(raw.recorded_at),
            actor=raw.actor,
            program=raw.program,
            causes=tuple(EventId(each) for each in raw.causes),
            key=raw.key,
            data=cast("Mapping[str, Json]", raw.data),
        )


def event_id(type_: str, subject: str, key: str) -> EventId:
    """Make the id: `ev_` and the base32 (RFC 4648, lower case, no padding) of a SHA-256."""
    sha = hashlib.sha256(canonical_bytes([type_, subject, key])).digest()
    return EventId("ev_" + base64.b32encode(sha).decode().rstrip("=").lower())


def recorded(fact: Fact, at: datetime) -> Event:
    """Make the event that the log stores for `fact` at the instant `at`."""
    return Event(
        id=fact.id,
        type=fact.type,
        subject=fact.subject,
        occurred_at=fact.occurred_at,
        recorded_at=parse_instant(format_instant(at)),
        actor=fact.actor,
        program=fact.program,
        causes=fact.causes,
        key=fact.key,
        data=dict(fact.data),
    )


def same_fact(event: Event, fact: Fact) -> bool:
    """Tell whether an event of the same id says the same; the run that said it does not count."""
    return _content(event.data) == _content(fact.data)


class _Raw(msgspec.Struct, gc=False):
    v: int
    id: str
    type: str
    subject: str
    occurred_at: str | None
    recorded_at: str
    actor: str
    program: str | None
    causes: tuple[str, ...]
    key: str
    data: dict[str, _Data]


_decode = msgspec.json.Decoder(_Raw).decode


def _read(stored: bytes) -> _Raw | SimpleNamespace:
    """Read the members, fast where that gives the same: not for numbers that were floats, nor what is no event."""
    try:
        return _decode(stored)
    except (ValueError, RecursionError):
        raw = json.loads(stored, parse_int=_number, parse_constant=_no_number)
        return SimpleNamespace(**{name: raw[name] for name in _Raw.__struct_fields__})


def _number(text: str) -> int | float:
    """Read a whole number; one beyond what RFC 8785 writes as such was a float."""
    return int(text) if abs(int(text)) < LIMIT else float(text)


def _no_number(text: str) -> Json:
    raise ValueError(f"{text} is not JSON")


def _content(data: Mapping[str, Json]) -> Json:
    return to_json({name: value for name, value in data.items() if name != "run_id"})
