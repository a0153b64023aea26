"""The e-mail example, run from file to page; run again; status; trace."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.lab import Lab, Row, python, seconds

NAME = "run_email"
SAYS = "milepost run, run again, status and trace on the e-mail example (15,000 rows) beside importing the engine"
EXAMPLE = Path(__file__).parents[2] / "examples" / "email"
ENGINE = "import ibis, duckdb, numpy, scipy.special, sqlalchemy"


def rows(lab: Lab) -> Iterator[Row]:
    """Compare whole processes with the imports that each of them can't do without."""
    program = lab.folder / "email"
    shutil.copytree(EXAMPLE, program, ignore=shutil.ignore_patterns(".milepost"))
    source = f"crm={program / 'crm.csv'}"
    fresh = f"{lab.milepost} run email --state fresh --source {source}"
    for command in ("accept email", f"run email --source {source}", "accept email --state fresh"):
        subprocess.run([lab.milepost, *command.split()], cwd=lab.folder, check=True, capture_output=True)
    costs = lab.race(
        {
            "engine": python(ENGINE),
            "sqlalchemy": python("import sqlalchemy, pydantic, yaml"),
            "first": ["sh", "-c", f"rm -rf fresh && {lab.milepost} accept email --state fresh && {fresh}"],
            "again": [lab.milepost, "run", "email"],
            "status": [lab.milepost, "status", "-C", "email"],
            "trace": [lab.milepost, "trace", "capability/mens-mail", "-C", "email"],
        }
    )
    engine, light = costs["engine"], costs["sqlalchemy"]
    yield Row(name="import the engine", median=seconds(engine), spread=engine.spread)
    for name, floor, said in (
        ("first", engine, "the engine's imports"),
        ("again", engine, "the engine's imports"),
        ("status", light, "import sqlalchemy, pydantic, yaml"),
        ("trace", engine, "the engine's imports"),
    ):
        cost = costs[name]
        title = "accept and run" if name == "first" else "run again" if name == "again" else name
        yield Row(name=title, median=seconds(cost), ratio=cost.cpu / floor.cpu, beside=said, spread=cost.spread)
