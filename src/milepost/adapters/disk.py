"""Files are written whole or not at all: a temporary name beside, fsync, rename, fsync of the folder."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from milepost.kernel.finding import Refused, Rule

DISK_REFUSED = Rule(
    code="MP610",
    title="The disk refused",
    why="A file could not be written: the disk or quota is full, is failing, or may not be written to. Milepost writes "
    "a file whole or not at all, so nothing half-written was left behind.",
    fix="Free some space, or make the folder writable (or move the state with --state), then run the command again: "
    "it goes on where it was.",
)
RULES = (DISK_REFUSED,)
_REFUSALS = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, durably; replaces one of that name.

    Raises Refused with MP610 when the disk refuses; the old file is then as it was.
    """
    with disk_refusals(path), temporary_beside(path) as temporary:
        temporary.write_bytes(content)
        publish(temporary, path)


def publish(temporary: Path, final: Path) -> None:
    """Give a written file its name, durably. Both must lie on the same disk.

    Raises Refused with MP610 when the disk refuses.
    """
    with disk_refusals(final):
        _sync(temporary)
        temporary.replace(final)
        _sync(final.parent)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """Give a name beside `path` for what is being written; whatever still has it at the end is removed."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
    finally:
        with suppress(OSError):  # the sweep under the writer's lock takes what is left here
            temporary.unlink(missing_ok=True)


def is_temporary(path: Path) -> bool:
    """Tell whether a file has the name of one that was still being written."""
    return path.name.startswith(".") and path.name.endswith(".tmp")


@contextmanager
def disk_refusals(path: Path) -> Iterator[None]:
    """Turn the disk's refusals into findings that name `path`; lets every other error through."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        raise disk_refused(path, error.strerror or str(error)) from error


def disk_refused(path: Path, said: str) -> Refused:
    """Say in a finding what the disk said when `path` was written."""
    return Refused(DISK_REFUSED.at(None, f"{path} could not be written: {said}", DISK_REFUSED.fix))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
