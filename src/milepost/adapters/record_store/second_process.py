"""A second process that verifies a stretch of a record: python -P -m milepost.adapters.record_store.second_process.

It takes a pickled task on stdin, from its parent only, and writes what it found to stdout.
"""

import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from milepost.adapters.record_store.opened import NO_WRITING, opened, reading_uri
from milepost.adapters.record_store.stretch import Stretch, last_if_sound

if TYPE_CHECKING:
    from milepost.actions.ports import Sieve


class SecondProcess:
    """Starts the process at once; `found` waits for it. Leaving the context ends it."""

    def __init__(self, path: Path, stretch: Stretch, sieve: "Sieve | None", wait_seconds: float) -> None:
        # -P: nothing that lies in the folder where somebody works may stand in for a module.
        command = [sys.executable, "-P", "-m", __name__]
        quiet = subprocess.DEVNULL
        self._process: subprocess.Popen[bytes] | None = None
        # It may not start (no process left, no memory), or have ended already: `found` then says None.
        with suppress(OSError):
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet)
            assert self._process.stdin is not None
            with self._process.stdin as told:
                told.write(pickle.dumps((path, stretch, sieve, wait_seconds)))

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, whatever it is at."""
        if self._process is None:
            return
        self._process.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process.wait()

    def found(self) -> tuple[tuple[int, str] | None, object] | None:
        """Return what `last_if_sound` gave and what the sieve saw; None where the process failed."""
        if self._process is None:
            return None
        assert self._process.stdout is not None
        told = self._process.stdout.read()
        if self._process.wait() != 0:
            return None
        found: tuple[tuple[int, str] | None, object] = pickle.loads(told)  # noqa: S301  our own process wrote it
        return found


def main() -> None:
    """Verify the stretch that stdin tells of."""
    path, stretch, sieve, wait_seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  our parent wrote it
    connection = opened(reading_uri(path), NO_WRITING, wait_seconds)
    last = last_if_sound(connection, stretch, sieve)
    connection.close()
    sys.stdout.buffer.write(pickle.dumps((last, sieve.looked() if sieve is not None else None)))


if __name__ == "__main__":
    main()
