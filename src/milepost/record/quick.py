"""A quick look at an entry: it says yes only where `chain.verify` and the reader find no fault; it never words one."""

from datetime import datetime
from hashlib import sha256 as _sha256

import msgspec

from milepost.kernel.time import format_instant
from milepost.record.canonical import canonical_bytes, to_json
from milepost.record.event import Event, event_id

_LETTERS = b"abcdefghijklmnopqrstuvwxyz234567"
_DIGITS = b"0123456789abcdefghijklmnopqrstuv"
_AS_DIGITS = bytes(_DIGITS[_LETTERS.find(each)] if each in _LETTERS else ord("!") for each in range(256))
"""Turns RFC 4648's base32 into the digits that `int` reads; whatever else stands there becomes what it refuses."""
_ID = len("ev_") + 52
_PADDING = 4


class Seen(msgspec.Struct, gc=False):
    """An event's members, as far as a quick look needs them; `data` is not read."""

    actor: str
    causes: list[str]
    data: msgspec.Raw
    id: str
    key: str
    occurred_at: str | None
    program: str | None
    recorded_at: str
    subject: str
    type: str
    v: int


_decode, _parsed, _number = msgspec.json.Decoder(Seen).decode, datetime.fromisoformat, int.from_bytes


def members(stored: bytes) -> Seen:
    """Read the members of an entry that was verified."""
    try:
        return _decode(stored)
    except ValueError:
        return seen_in(Event.from_bytes(stored))


def seen(stored: bytes) -> Seen | None:
    """Read the members of an event whose id fits; None where it takes `Event.from_bytes` to tell.

    None may be said of sound bytes, never a `Seen` of bytes that can't be read or whose id does not fit.
    """
    try:
        text = stored.decode()
        found = _decode(stored)
        recorded_at, occurred_at = found.recorded_at, found.occurred_at
        if recorded_at[-1:] != "Z" or _parsed(recorded_at).tzinfo is None:
            return None
        if occurred_at and (occurred_at[-1:] != "Z" or _parsed(occurred_at).tzinfo is None):
            return None
        if "\\" in text:
            return found if found.id == event_id(found.type, found.subject, found.key) else None
        # Where no string holds an escape, the canonical bytes of the three are their text between quotes. The id is
        # compared as a number: to write base32 in Python would cost more than all the rest.
        sha = _sha256(f'["{found.type}","{found.subject}","{found.key}"]'.encode()).digest()
        told = found.id
        if len(told) != _ID or told[:3] != "ev_":
            return None
        return found if int(told[3:].encode().translate(_AS_DIGITS), 32) == _number(sha) << _PADDING else None
    except (ValueError, RecursionError):
        return None


def seen_in(event: Event) -> Seen:
    """Give the same of an event that was read in the long way."""
    return Seen(
        actor=str(event.actor),
        causes=[str(each) for each in event.causes],
        data=msgspec.Raw(canonical_bytes(to_json(event.data))),
        id=str(event.id),
        key=str(event.key),
        occurred_at=format_instant(event.occurred_at) if event.occurred_at else None,
        program=event.program,
        recorded_at=format_instant(event.recorded_at),
        subject=str(event.subject),
        type=str(event.type),
        v=event.v,
    )
