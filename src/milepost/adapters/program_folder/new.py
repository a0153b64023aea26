"""A folder for a program that is not there yet: written as a whole, over nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from milepost.adapters.disk import disk_refusals, make_folder, write_whole
from milepost.kernel.finding import Refused
from milepost.program.starting.rules import NOT_EMPTY


def must_be_empty(folder: Path, *, but: Iterable[str] = ()) -> None:
    """Raise Refused with MP825 where the folder holds something else than the names in `but`, or is a file."""
    allowed = set(but)
    with disk_refusals(folder):
        if not folder.exists():
            return
        found = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else [folder.name]
    if in_the_way := [name for name in found if name not in allowed]:
        message = f"{folder} holds {', '.join(in_the_way[:4])}{' and more' if len(in_the_way) > 4 else ''}"
        raise Refused(NOT_EMPTY.at(None, message, NOT_EMPTY.fix))


def write_new(folder: Path, texts: Mapping[str, str], *, but: Iterable[str] = ()) -> None:
    """Write files by their relative path into an empty folder. Raises Refused: MP825 not empty, MP610 the disk."""
    must_be_empty(folder, but=but)
    for name, text in sorted(texts.items()):
        path = folder / name
        make_folder(path.parent)
        write_whole(path, text.encode())
