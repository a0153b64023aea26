"""Runs commands in fresh processes and keeps what each cost."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


class CommandFailed(Exception):  # noqa: N818  it is what happened
    """A command under measurement ended with an error, so its time means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process and its children used: seconds of CPU and of wall clock, bytes of peak memory."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The runs of one command."""

    runs: tuple[Cost, ...]

    @property
    def cpu(self) -> float:
        """Median CPU seconds."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        """Median wall seconds."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def peak(self) -> int:
        """Largest peak memory, in bytes."""
        return max(run.peak for run in self.runs)

    @property
    def spread(self) -> float:
        """Range of the CPU seconds as a share of their median."""
        seconds = [run.cpu for run in self.runs]
        return (max(seconds) - min(seconds)) / self.cpu


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `ratio` is to what `beside` names; `limit` is the largest good ratio."""

    name: str
    median: str
    ratio: float | None = None
    beside: str = ""
    limit: float | None = None
    spread: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether the ratio is within its limit; True where there is none."""
        return self.limit is None or (self.ratio is not None and self.ratio <= self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Where the benchmarks run: a scratch folder and how often each command is measured."""

    folder: Path
    root: Path
    count: int = 5

    @property
    def milepost(self) -> str:
        """Give the installed command."""
        return str(Path(sys.executable).parent / "milepost")

    def race(self, commands: Mapping[str, Sequence[str]]) -> dict[str, Costs]:
        """Measure commands in turns, after one unmeasured turn, so that a drift of the machine falls on all alike."""
        runs: dict[str, list[Cost]] = {name: [] for name in commands}
        for turn in range(self.count + 1):
            for name, command in commands.items():
                cost = self._run(command)
                if turn:
                    runs[name].append(cost)
        return {name: Costs(runs=tuple(found)) for name, found in runs.items()}

    def _run(self, command: Sequence[str]) -> Cost:
        output = self.folder / "output.txt"
        with output.open("wb") as file:
            began = time.perf_counter()
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, cwd=self.folder
            )
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said = output.read_text(encoding="utf-8", errors="replace").strip()[-400:]
            raise CommandFailed(f"{command[0]} ended with {process.returncode}: {said}")
        # Linux counts ru_maxrss in kilobytes, macOS in bytes.
        unit = 1 if sys.platform == "darwin" else 1024
        return Cost(cpu=used.ru_utime + used.ru_stime, wall=wall, peak=used.ru_maxrss * unit)


def python(code: str) -> list[str]:
    """Give the command that runs a piece of Python in this environment."""
    return [sys.executable, "-c", code]


def seconds(costs: Costs) -> str:
    """Say the costs of a command: CPU, wall, peak memory."""
    return f"{costs.cpu:.2f} s CPU, {costs.wall:.2f} s wall, {costs.peak / MEGABYTE:.0f} MB"
