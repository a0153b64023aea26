"""The one writer's lock: the system releases it when the process ends, so that a file left behind is no obstacle."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milepost.adapters.disk import disk_refusals
from milepost.adapters.state.rules import LOCK_HELD
from milepost.kernel.finding import Refused


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, without waiting; its folder must be there.

    Raises Refused with MP612, naming the process that holds it, or MP610.
    """
    with disk_refusals(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, path)
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(LOCK_HELD.at(None, _who(handle, path), LOCK_HELD.fix)) from error
    with disk_refusals(path):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)


def _who(handle: int, path: Path) -> str:
    process = os.pread(handle, 32, 0).decode(errors="replace").strip()
    return f"{path.parent} is held by another run" + (f", process {process}" if process.isdigit() else "")
