"""Frozen readings in a folder of this machine."""

from pathlib import Path

from milepost.adapters.disk import make_folder, write_page, write_whole


class LocalSnapshotFolder:
    """Fills `SnapshotFolder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes) -> Path:
        """Write a file whole or not at all; returns its path.

        Raises Refused with MP610, or MP616 where something that is no page of ours stands in a page's place.
        """
        path = self._folder / name
        make_folder(self._folder)
        if path.suffix == ".html":
            write_page(path, content.decode())
        else:
            write_whole(path, content)
        return path
