"""Kills a scenario, or lets the disk refuse it, at every call that changes a file; then runs it again and compares.

A scenario is an object with an importable name that fills `Scenario`: `run` does the work in a folder, `check` says
what is wrong after the fault and before the rerun, `compare` what differs after it from an undisturbed run. To put
`milepost run` under the same test, write such an object (`run` may return the command's exit code: 1 counts as
refused) and a folder to copy, and call `drive` from conftest.py with both. Rules for it:

- it works only below the folder it is given, which has the same path every time;
- it opens no database and starts no thread when it is imported or in `warm`, for each run is a fork of this process;
- it leaves nothing to be written at the interpreter's end: a fork ends without one.

`warm` is called once before the first fork, to import and compile what would cost every fork its time.
Run with the shim of shim.c in LD_PRELOAD; prints a Report as JSON:

    python -m faults.driver faults.record_scenario:SCENARIO TEMPLATE WORK --mode kill
"""

import argparse
import contextlib
import ctypes
import dataclasses
import gc
import importlib
import io
import itertools
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from milepost.kernel.finding import Refused

MODES = {"kill": 1, "torn": 2, "no-space": 3, "io-error": 4, "full": 5}
DONE, REFUSED, CRASHED, UNTOUCHED = 0, 1, 3, 4
KILLED = -signal.SIGKILL


class Scenario(Protocol):
    """What is put under faults. Problems are sentences; none means that all is well."""

    def warm(self) -> None:
        """Import and compile what every run needs."""

    def run(self, folder: Path) -> int | None:
        """Do the work; raises Refused, or returns 1, when the disk refuses."""

    def check(self, folder: Path, printed: str) -> list[str]:
        """Judge the folder as the fault left it; `printed` is what the run had said: its acknowledgements."""

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:
        """Judge the folder after the rerun."""


@dataclasses.dataclass(kw_only=True)
class Report:
    """How it went. `points` counts the faults put in; `swallowed` those after which the run still ended well."""

    points: int = 0
    killed: int = 0
    refused: int = 0
    swallowed: int = 0
    failures: list[str] = dataclasses.field(default_factory=list)
    seconds: float = 0.0


class Driver:
    """Runs one scenario again and again, each time in a fresh copy of the template at the same path."""

    def __init__(self, scenario: Scenario, template: Path, work: Path) -> None:
        self.scenario = scenario
        self.template = template
        self.folder = work.resolve() / "run"
        self.undisturbed = work.resolve() / "undisturbed"
        self.log = work.resolve() / "child.log"
        self.report = Report()

    def prepare(self) -> float:
        """Make the undisturbed run, after a warm-up; returns how long it took, in seconds."""
        with contextlib.redirect_stdout(io.StringIO()):
            self.scenario.warm()
        gc.collect()
        gc.freeze()
        gc.disable()  # a collection in a fork would copy every page it touches
        self._fresh()
        started = time.perf_counter()
        if self._wait(self._fork(self._run)) != DONE:
            raise RuntimeError(f"the undisturbed run failed:\n{self.log.read_text()}")
        seconds = time.perf_counter() - started
        self.folder.rename(self.undisturbed)
        return seconds

    def every_point(self, mode: str, start: int, step: int, first_failure: bool) -> None:
        """Strike call `start`, `start + step`, ... until the scenario ends without reaching the call."""
        for point in itertools.count(start, step):
            self._fresh()
            code = self._wait(self._fork(lambda point=point: self._struck(point, mode)))
            if code == UNTOUCHED:
                break
            self._judge(f"{mode} at call {point}", code, {KILLED} if mode in {"kill", "torn"} else {DONE, REFUSED})
            if first_failure and self.report.failures:
                break

    def random_moments(self, times: int, seed: int, seconds: float) -> None:
        """Kill at a random moment of the run, `times` times. `seconds` is how long a run took once.

        A run may be much quicker than that one was: a kill that comes too late makes the next ones come sooner.
        """
        dice, within = random.Random(seed), seconds
        for number in range(1, times + 1):
            self._fresh()
            child = self._fork(self._run)
            time.sleep(dice.uniform(0, within))
            os.kill(child, signal.SIGKILL)
            code = self._wait(child)
            within = min(seconds, within * (1.1 if code == KILLED else 0.7))
            self._judge(f"kill number {number} at a random moment", code, {KILLED, DONE})

    def _judge(self, fault: str, code: int, expected: set[int]) -> None:
        self.report.points += 1
        self.report.killed += code == KILLED
        self.report.refused += code == REFUSED
        self.report.swallowed += code == DONE
        if code not in expected:
            self._fail(fault, f"ended with {code}: {self.log.read_text()}")
            return
        printed = self.log.read_text()
        if self._wait(self._fork(lambda: self._aftermath(printed))) != DONE:
            self._fail(fault, self.log.read_text())

    def _fail(self, fault: str, said: str) -> None:
        self.report.failures.append(f"{fault}: {said.strip()[-2_000:]}")

    def _run(self) -> int:
        return self.scenario.run(self.folder) or DONE

    def _struck(self, point: int, mode: str) -> int:
        shim = ctypes.CDLL(None)
        shim.fault_arm(os.fsencode(self.folder), point, MODES[mode])
        try:
            code = self._run()
        finally:
            reached = shim.fault_count() >= point
            shim.fault_arm(b"", 0, 0)
        return code if reached else code or UNTOUCHED

    def _aftermath(self, printed: str) -> int:
        problems = [f"before the rerun, {said}" for said in self.scenario.check(self.folder, printed)]
        if (code := self._run()) != DONE:
            problems.append(f"the rerun ended with {code}")
        problems += [f"after the rerun, {said}" for said in self.scenario.check(self.folder, printed)]
        problems += [f"after the rerun, {said}" for said in self.scenario.compare(self.undisturbed, self.folder)]
        print(*problems, sep="\n", flush=True)  # noqa: T201  into the log
        return CRASHED if problems else DONE

    def _fresh(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)

    def _fork(self, work: Callable[[], int]) -> int:
        self.log.write_text("")  # a child killed before it opens its log may not leave the last one's
        if child := os.fork():
            return child
        # From here on in the child, which ends here too.
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os._exit(_coded(work))

    def _wait(self, child: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _coded(work: Callable[[], int]) -> int:
    try:
        code = work()
    except Refused as refused:
        print(f"refused: {refused}")  # noqa: T201  into the log
        code = REFUSED
    except BaseException:  # the child must not come back into the driver's loop
        traceback.print_exc()
        code = CRASHED
    sys.stdout.flush()
    return code


def main() -> None:
    """Run the driver as told on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario")
    parser.add_argument("template", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--start", type=int, default=1)
    parser.add_argument("--step", type=int, default=1, help="with --start: share the calls among processes")
    parser.add_argument("--first-failure", action="store_true")
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20261122)
    told = parser.parse_args()
    module, _, name = told.scenario.partition(":")
    driver = Driver(getattr(importlib.import_module(module), name), told.template, told.work)
    started = time.perf_counter()
    seconds = driver.prepare()
    if told.mode:
        driver.every_point(told.mode, told.start, told.step, told.first_failure)
    driver.random_moments(told.random, told.seed, seconds)
    driver.report.seconds = round(time.perf_counter() - started, 2)
    print(json.dumps(dataclasses.asdict(driver.report)))  # noqa: T201


if __name__ == "__main__":
    main()
