"""The last answer for a program, in one file of the user's cache folder. Whoever deletes it loses nothing but time."""

import hashlib
import os
import stat
import sys
from contextlib import suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import milepost

_ROOMS = ("kernel", "record", "governance", "program", "actions")
_LIBRARIES = ("pydantic", "yaml")


class LocalCheckCache:
    """Fills CheckCache: a first line with key and digest, then the answer."""

    def __init__(self, folder: Path, program: Path) -> None:
        self._folder = folder
        self._program = program

    @cached_property
    def code(self) -> str:
        """Return a digest of version, interpreter, and the size and time of each file of the code that answers."""
        digest = hashlib.sha256(f"{milepost.__version__} {sys.version}".encode())
        for path in (*_sources(), *_libraries()):
            found = path.stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def get(self, key: str) -> bytes | None:
        """Return the answer put under the key; None where there is none, or it can't be read or was changed.

        Where others may write nothing is believed: a digest that anybody can reckon proves nothing.
        """
        with suppress(OSError):
            if not (_is_ours_alone(self._folder) and _is_ours_alone(self._path)):
                return None
            head, _, answer = self._path.read_bytes().partition(b"\n")
            if head == _head(key, answer):
                return answer
        return None

    def put(self, key: str, answer: bytes) -> None:
        """Put the answer in the place of the last one; a disk that does not take it is no fault."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours_alone(self._folder):
                return
            temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_bytes(_head(key, answer) + b"\n" + answer)
            temporary.chmod(0o600)
            temporary.replace(self._path)

    @cached_property
    def _path(self) -> Path:
        return self._folder / f"{hashlib.sha256(os.fsencode(self._program.absolute())).hexdigest()[:32]}.check"


def _is_ours_alone(path: Path) -> bool:
    found = path.stat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _head(key: str, answer: bytes) -> bytes:
    return f"{key} {hashlib.sha256(answer).hexdigest()}".encode()


def _sources() -> list[Path]:
    root = Path(milepost.__file__).parent
    found = [Path(folder, name) for room in _ROOMS for folder, _, names in os.walk(root / room) for name in names]
    return sorted(path for path in found if path.suffix == ".py")


def _libraries() -> list[Path]:
    places = [find_spec(name) for name in _LIBRARIES]
    return [Path(each.origin).parent for each in places if each is not None and each.origin is not None]
