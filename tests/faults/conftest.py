import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")  # noqa: S108  no disk, so that thousands of fsyncs cost nothing; the calls are the same
PARTS = 2
"""Processes that share the calls to strike, one for each core."""


@pytest.fixture(scope="session")
def shim(tmp_path_factory):
    """The shim as a library; without gcc the tests are skipped, or fail where nothing may be skipped."""
    if shutil.which("gcc") is None:
        refuse = pytest.fail if os.environ.get("MILEPOST_REQUIRE_DATA") == "1" else pytest.skip
        refuse("gcc is missing: the fault shim (tests/faults/shim.c) can't be built")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    flags = ["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-U_FORTIFY_SOURCE"]
    subprocess.run(["gcc", *flags, "-o", library, HERE / "shim.c", "-ldl"], check=True)
    return library


@pytest.fixture
def work(tmp_path):
    """A folder in memory where there is one."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=place, prefix="milepost-faults-") as folder:
        yield Path(folder)


@pytest.fixture
def drive(shim, work):
    """Run the driver in processes of their own, which have no thread, and give one report for all."""

    def run(scenario, *options, template=None, start=1, step=1, parts=PARTS):
        template = template or _made(work / "empty")
        environment = os.environ | {
            "LD_PRELOAD": str(shim), "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parent),
        }  # fmt: skip
        drivers = [
            subprocess.Popen(
                [sys.executable, "-m", "faults.driver", scenario, template, _made(work / str(part)),
                 "--start", str(start + part * step), "--step", str(parts * step), *options],
                env=environment, stdout=subprocess.PIPE, text=True,
            )
            for part in range(parts)
        ]  # fmt: skip
        return _merged([_ended(driver) for driver in drivers])

    return run


def _ended(driver):
    printed, _ = driver.communicate(timeout=300)
    assert driver.returncode == 0, "the driver failed: see stderr above"
    return json.loads(printed)


def _merged(reports):
    return {name: sum((report[name] for report in reports), type(value)()) for name, value in reports[0].items()}


def _made(folder):
    folder.mkdir()
    return folder
