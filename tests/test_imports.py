"""What answers at once must not load what is heavy: imports are most of a command's time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import NOON, Journey
from conftest import ROOT
from surfaces.cli.small_program import small_journey

HEAVY = {"duckdb", "ibis", "pandas", "pyarrow", "scipy", "numpy", "sqlalchemy", "fastapi"}
WRAPPER = """\
import json, sys
from milepost.surfaces.cli import main
try:
    main(sys.argv[1:], prog_name="milepost")
except SystemExit as ended:
    print("\\n" + json.dumps([ended.code or 0, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_by(*arguments: object) -> set[str]:
    """Run `milepost ARGUMENTS...` in a process of its own; give the packages it had loaded when it ended."""
    done = subprocess.run(
        [sys.executable, "-c", WRAPPER, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MILEPOST_NOW": NOON},
    )
    code, packages = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stdout + done.stderr
    return set(packages)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["run", "--help"],
        ["check", ROOT / "examples/email"],
        ["check", ROOT / "examples/email", "--json"],
        ["explain", "MP306"],
        ["schema"],
    ],
    ids=lambda arguments: " ".join(str(each).removeprefix(f"{ROOT}/") for each in arguments),
)
def test_light_verbs_load_nothing_heavy(arguments: list[object]) -> None:
    assert loaded_by(*arguments) & HEAVY == set()


@pytest.mark.slow
def test_status_loads_the_record(tmp_path: Path) -> None:
    """Negative control: the same look at a verb that needs a heavy package finds it."""
    journey = small_journey(Journey(tmp_path))
    journey.accept(NOON)
    packages = loaded_by("status", "-C", journey.folder)
    assert "sqlalchemy" in packages
    # Looking at the record needs no table.
    assert packages & {"duckdb", "pandas", "pyarrow", "scipy", "fastapi"} == set()
