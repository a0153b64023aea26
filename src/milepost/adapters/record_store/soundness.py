"""Verifies a whole record, in two processes where it is long, and words what does not fit."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.adapters.record_store.second_process import SecondProcess
from milepost.adapters.record_store.stretch import Stretch, last_if_sound, sift
from milepost.kernel.finding import Refused
from milepost.record.chain import Link, verify

if TYPE_CHECKING:
    from milepost.actions.ports import Sieve

LONG = 50_000
"""Entries from which a second process is worth its start."""
_DIGEST = "SELECT digest FROM event WHERE sequence = ?"


def verified(
    connection: sqlite3.Connection,
    path: Path,
    sieve: "Sieve | None",
    wait_seconds: float,
    links: Callable[[], Iterable[Link]],
) -> tuple[int, str]:
    """Return sequence and digest of the last entry; `links` gives the entries again, for wording what does not fit.

    Raises Refused with a finding for each entry that does not fit.
    """
    (upto,) = connection.execute("SELECT max(sequence) FROM event").fetchone()
    whole = Stretch(upto=upto or 0)
    is_long = (upto or 0) >= LONG and (os.cpu_count() or 1) > 1
    last = _by_two(connection, path, whole, sieve, wait_seconds) if is_long else last_if_sound(connection, whole, sieve)
    if last is None:
        raise Refused(*verify(links()))
    return last


def _by_two(
    connection: sqlite3.Connection, path: Path, whole: Stretch, sieve: "Sieve | None", wait_seconds: float
) -> tuple[int, str] | None:
    """Verify the halves side by side. Each link stands for itself, given the digest stored before it."""
    middle = whole.upto // 2
    found = connection.execute(_DIGEST, (middle,)).fetchone()
    if found is None:
        return None
    first, second = Stretch(upto=middle), Stretch(after=middle, previous=str(found[0]), upto=whole.upto)
    with SecondProcess(path, second, sieve, wait_seconds) as other:
        if last_if_sound(connection, first, sieve) != (middle, second.previous):
            return None
        told = other.found()
    if told is None:
        return last_if_sound(connection, second, sieve)
    last, looked = told
    if last is not None and sieve is not None and not sieve.join(looked):
        sift(connection, sieve, after=middle)
    return last
