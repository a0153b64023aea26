"""A program in a folder on a local disk."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from milepost.adapters.program_folder.rules import LINK_LEAVES, NO_YAML, UNREADABLE_FOLDER
from milepost.adapters.program_folder.write_all import write_all
from milepost.kernel.digest import Digest, digest_of_chunks
from milepost.kernel.finding import Refused, Span

MOST_BYTES = 1024 * 1024
CHUNK_BYTES = 1024 * 1024
ENDINGS = {".yaml", ".yml"}


class LocalProgramFolder:
    """Fills ProgramFolder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def must_exist(self) -> None:
        """Raise Refused with MP613 when there is no such folder."""
        if not self._path.is_dir():
            raise Refused(UNREADABLE_FOLDER.at(None, f"there is no folder {self._path}", UNREADABLE_FOLDER.fix))

    def texts(self) -> Mapping[str, bytes]:
        """Give every .yaml and .yml file by its relative POSIX path, in path order.

        Hidden files and folders are left out, linked folders are not entered. Of a file over 1 MiB the first 1 MiB and
        one byte are given, so that the compiler can tell. Raises Refused: MP613 unreadable, MP614 nothing there,
        MP615 a link that leaves the folder.
        """
        self.must_exist()
        found = {path.relative_to(self._path).as_posix(): path for path in self._yaml_files()}
        if not found:
            raise Refused(NO_YAML.at(None, f"{self._path} holds no YAML file", NO_YAML.fix))
        return {name: self._text(name, found[name]) for name in sorted(found)}

    def write(self, texts: Mapping[str, bytes], read: Mapping[str, bytes]) -> None:
        """Put edited files in the place of those that were read, all or none as far as a file system allows.

        `read` is what `texts` gave: a file that is no longer so, or a new one whose name is taken, raises Refused with
        MP802, and nothing is written. Also raises Refused: MP610 where the disk does not take it, MP615 a name that
        leaves the folder. Only a machine that stops between two renames leaves some files new and some old, each whole.
        """
        write_all({self._inside(name): (content, read.get(name)) for name, content in sorted(texts.items())})

    def _inside(self, name: str) -> Path:
        path = self._path / name
        if not self._holds(path):
            raise Refused(LINK_LEAVES.at(Span(path=name), f"{name} leaves the folder", LINK_LEAVES.fix))
        return path.resolve()

    def document_digest(self, path: str) -> Digest | None:
        """Digest a document that the program names; None when no such file is in the folder.

        Raises Refused with MP613 when it may not be read.
        """
        document = self._path / path
        if not self._is_document(document):
            return None
        with _readable(path):
            return _digest(document)

    def _yaml_files(self) -> Iterator[Path]:
        for folder, below, names in os.walk(self._path, onerror=_refuse):
            below[:] = [name for name in below if not name.startswith(".")]
            paths = (Path(folder, name) for name in names if not name.startswith("."))
            yield from (path for path in paths if path.suffix.lower() in ENDINGS)

    def _text(self, name: str, path: Path) -> bytes:
        if path.is_symlink() and not self._holds(path):  # linked folders are not entered
            raise Refused(LINK_LEAVES.at(Span(path=name), f"{name} is a link that leaves the folder", LINK_LEAVES.fix))
        if not path.is_file() and path.exists():  # opening a pipe would wait for ever
            raise Refused(UNREADABLE_FOLDER.at(Span(path=name), f"{name} is not a file", UNREADABLE_FOLDER.fix))
        with _readable(name), path.open("rb") as file:
            return file.read(MOST_BYTES + 1)

    def _is_document(self, path: Path) -> bool:
        try:
            return self._holds(path) and path.is_file()
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _holds(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._path.resolve())
        except (OSError, RuntimeError):  # links that go round in a circle
            return False


def _digest(document: Path) -> Digest:
    with document.open("rb") as file:
        return digest_of_chunks(iter(partial(file.read, CHUNK_BYTES), b""))


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = f"{name} can't be read: {error.strerror}"
        raise Refused(UNREADABLE_FOLDER.at(Span(path=name), said, UNREADABLE_FOLDER.fix)) from error


def _refuse(error: OSError) -> None:
    said = f"{error.filename} can't be read: {error.strerror}"
    raise Refused(UNREADABLE_FOLDER.at(None, said, UNREADABLE_FOLDER.fix))
