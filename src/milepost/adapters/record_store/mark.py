"""Remembers that a record was verified, for as long as its file is not touched. A cache: without it all is verified."""

import contextlib
import os
from pathlib import Path

import msgspec

from milepost.adapters.disk import temporary_name
from milepost.kernel.time import parse_instant
from milepost.record.chain import Place

FOLDER = "cache"
Stamp = tuple[int, int, int, int]
"""Size, instants of the last change of content and of anything (in nanoseconds), and inode."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A record that held, as its file then was: where it ended."""

    stamp: Stamp
    sequence: Place
    digest: str
    recorded_at: str | None


class Cache:
    """Small files beside a record. Reading gives None for what is gone; writing fails without a word."""

    def __init__(self, record: Path) -> None:
        self._record = record

    def path(self, name: str) -> Path:
        """Return where something is remembered."""
        return self._record.parent / FOLDER / f"{self._record.stem}-{name}.json"

    def read(self, name: str) -> bytes | None:
        """Return what was remembered."""
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Remember something; not synced, as what is lost or torn is found out again."""
        path = self.path(name)
        temporary = temporary_name(path)
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            try:
                temporary.write_bytes(content)
                os.replace(temporary, path)  # noqa: PTH105  one call of the operating system
            finally:
                temporary.unlink(missing_ok=True)

    def mark(self) -> Mark | None:
        """Return the mark when the record's file is as it was when it was verified."""
        stamp, content = stamp_of(self._record), self.read("verified")
        if stamp is None or content is None:
            return None
        try:
            found = msgspec.json.decode(content, type=Mark)
            _ = found.recorded_at and parse_instant(found.recorded_at)
        except (ValueError, RecursionError):
            return None
        return found if found.stamp == stamp else None

    def set_mark(self, mark: Mark) -> None:
        """Remember a verified record."""
        self.write("verified", msgspec.json.encode(mark))


def stamp_of(record: Path) -> Stamp | None:
    """Return what tells a file from itself changed; None where it isn't there or a write-ahead log holds more."""
    try:
        record = record.resolve()
        for ending in ("-wal", "-journal"):
            beside = record.with_name(record.name + ending)
            if beside.exists() and beside.stat().st_size:
                return None
        found = record.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
