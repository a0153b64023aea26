"""Files appear whole or not at all: temporary name, fsync, rename, fsync of the folder."""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milepost.kernel.finding import Finding, Refused, Rule, Span

DISK_REFUSED = Rule(
    code="MP610",
    title="The disk refused",
    why="A file could not be written: the disk or quota is full, is failing, or may not be written to. Milepost writes "
    "a file whole or not at all, so nothing half-written was left behind.",
    fix="Free some space, or make the folder writable (or move the state with --state), then run the command again: "
    "it goes on where it was.",
)
NOT_OURS = Rule(
    code="MP616",
    title="A file that Milepost did not write is in the way",
    why="A page may replace an older page; a table, a contract or anything else would be lost.",
    fix="Give another file name, or move the file away.",
)
RULES = (DISK_REFUSED, NOT_OURS)
PAGE_MARK = b'<meta name="generator" content="Milepost">'
"""What every page of ours holds near its beginning (rendering/html/document.py)."""
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
_FAILING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}
_KNOWN_BY = 30
"""Bytes by which an export is known: a first line, or a workbook's first member."""
_NO_PLACE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG}


def write_whole(path: Path, content: bytes, rule: Rule = DISK_REFUSED) -> None:
    """Write a file whole or not at all, and make it durable. The folder must exist.

    Raises Refused with `rule` when the disk does not take it: what stood at `path` stays, nothing is left over.
    """
    temporary = temporary_name(path)
    with disk_refusals(path, rule), removed_on_failure(temporary):
        temporary.write_bytes(content)
    publish(temporary, path, rule)


def write_temporary(path: Path, content: bytes, rule: Rule = DISK_REFUSED) -> Path:
    """Write what shall come to stand at `path` beside it, durably; returns its temporary name, to publish.

    Raises Refused with `rule` when the disk does not take it: nothing is left over.
    """
    temporary = temporary_name(path)
    with disk_refusals(path, rule), removed_on_failure(temporary):
        temporary.write_bytes(content)
        _sync(temporary)
    return temporary


def write_page(path: Path, page: str) -> None:
    """Write an HTML page of ours, whole or not at all.

    Raises Refused with MP616 when something else stands there already (a table, a contract), MP610 as `write_whole`.
    """
    if _exists(path) and PAGE_MARK not in _beginning(path):
        message = f"{path} is there already and is no page of Milepost's"
        raise Refused(NOT_OURS.at(Span(path=str(path)), message, NOT_OURS.fix))
    write_whole(path, page.encode())


def write_ours(path: Path, content: bytes, known_by: int = _KNOWN_BY) -> None:
    """Write an export whole or not at all; one there before is replaced, known by beginning as this one does.

    `known_by` is how many bytes must be the same: as many as tell it from what others write in the same format.
    Raises Refused with MP616 when something else stands there already (a table, a contract), MP610 as `write_whole`.
    """
    if _exists(path) and not _beginning(path).startswith(content[:known_by]):
        message = f"{path} is there already and is no export of Milepost's"
        raise Refused(NOT_OURS.at(Span(path=str(path)), message, NOT_OURS.fix))
    write_whole(path, content)


def _exists(path: Path) -> bool:
    with disk_refusals(path):
        return path.exists()


def _beginning(path: Path) -> bytes:
    if not path.is_file():  # a pipe would be waited for, and a device be replaced
        return b""
    with path.open("rb") as file:
        return file.read(2_000)


def publish(temporary: Path, final: Path, rule: Rule = DISK_REFUSED) -> None:
    """Make a finished file durable and give it its name, replacing what was there.

    Raises Refused with `rule` when the disk does not take it; the temporary file is then removed.
    """
    with disk_refusals(final, rule), removed_on_failure(temporary):
        _sync(temporary)
        os.replace(temporary, final)  # noqa: PTH105  one call of the operating system, named as POSIX does
        _sync(final.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, durably; nothing when it is there. Raises Refused with MP610."""
    with disk_refusals(path):
        missing = [each for each in (path, *path.parents) if not each.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for each in missing:
            _sync(each.parent)


def temporary_name(path: Path) -> Path:
    """Return a new name beside `path`, which a reader by ending never picks up."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def is_temporary(path: Path) -> bool:
    """Tell whether a name is one that `temporary_name` gives: a killed run's left-over."""
    return _TEMPORARY.fullmatch(path.name) is not None


@contextmanager
def disk_refusals(path: Path, rule: Rule = DISK_REFUSED) -> Iterator[None]:
    """Turn the disk's refusals into Refused with `rule`; every other error passes."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FAILING | _NO_PLACE:
            raise
        raise Refused(_worded(path, error, rule)) from error


def _worded(path: Path, error: OSError, rule: Rule) -> Finding:
    span, reason = Span(path=str(path)), error.strerror or str(error)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return rule.at(span, f"there is no folder {path.parent} to write {path.name} into", "make it, or name another")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        hint = "give a place that may be written to: `--state DIR` for a program's state, another file for a page"
        return rule.at(span, f"{path} may not be written: {reason}", hint)
    return rule.at(span, f"the disk refused to write {path.name}: {reason}", rule.fix)


def disk_refused(path: Path, reason: str, rule: Rule = DISK_REFUSED) -> Refused:
    """Make the refusal for a file that could not be written."""
    return Refused(rule.at(Span(path=str(path)), f"the disk refused to write {path.name}: {reason}", rule.fix))


@contextmanager
def removed_on_failure(temporary: Path) -> Iterator[None]:
    """Remove a temporary file when what is done with it fails, an interruption too."""
    try:
        yield
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
