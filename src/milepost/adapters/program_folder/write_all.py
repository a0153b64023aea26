"""Several files written as one: each beside its place first, then all renamed; a rename that fails is taken back."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from milepost.adapters.disk import disk_refusals, make_folder, publish, write_temporary
from milepost.adapters.program_folder.rules import CHANGED_MEANWHILE
from milepost.kernel.finding import Refused, Span


def write_all(files: Mapping[Path, tuple[bytes, bytes | None]]) -> None:
    """Write files by path, each as (what shall stand there, what stood there when it was read; None for a new one).

    Raises Refused: MP802 where something else stands there now, MP610 where the disk does not take it.
    """
    ready: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, (content, _) in files.items():
            make_folder(path.parent)
            ready[path] = write_temporary(path, content)
            _keep_mode(path, ready[path])
        for path, (_, before) in files.items():
            _must_stand(path, before)
        for path in files:
            publish(ready[path], path)
            done.append(path)
    except BaseException:
        _take_back(done, files)
        raise
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def _must_stand(path: Path, before: bytes | None) -> None:
    with disk_refusals(path):
        found = path.read_bytes() if path.exists() else None
    if found != before:
        said = f"{path.name} changed since it was read" if before is not None else f"{path.name} is there already"
        raise Refused(CHANGED_MEANWHILE.at(Span(path=str(path)), said, CHANGED_MEANWHILE.fix))


def _keep_mode(path: Path, temporary: Path) -> None:
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o7777)


def _take_back(done: list[Path], files: Mapping[Path, tuple[bytes, bytes | None]]) -> None:
    for path in done:
        before = files[path][1]
        with suppress(Refused, OSError):
            if before is None:
                path.unlink()
            else:
                temporary = write_temporary(path, before)
                _keep_mode(path, temporary)
                publish(temporary, path)
