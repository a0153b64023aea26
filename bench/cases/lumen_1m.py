"""Lumen with a million customers: made, then run from its last exports, asked again, and reported on."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.lab import MEGABYTE, Lab, Row, python, seconds

NAME = "lumen_1m"
SAYS = "Lumen with 1,000,000 customers: simulate; then milepost run, run again, status, report beside DuckDB's own copy"
CUSTOMERS = 1_000_000
EXAMPLE = Path(__file__).parents[2] / "examples" / "lumen"
LAST_DAY = "2026-11-30T20:00:00Z"
SIMULATE_SECONDS, SIMULATE_BYTES = 600, 4 * 1024 * MEGABYTE
SIMULATE = f"""
from pathlib import Path
from milepost.simulation.lumen import exports, write
from milepost.simulation.lumen.truth import Lumen, Scale
lumen = Lumen(seed=1, scale=Scale(customers={CUSTOMERS}))
for _ in write.write(lumen, Path("data")): pass
for _ in exports.write(lumen, Path("data")): pass
"""
COPY = """
import duckdb, hashlib, sys
for at, path in enumerate(sys.argv[1:]):
    with open(path, "rb") as file:
        hashlib.file_digest(file, "sha256")
    duckdb.sql(f"copy (select * from read_parquet('{path}')) to 'copy-{at}.parquet' (format parquet)")
    duckdb.sql(f"select hash(t), count(*) from 'copy-{at}.parquet' t group by all").fetchone()
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Compare whole processes with what DuckDB needs to copy and hash the same rows."""
    few = replace(lab, count=min(lab.count, 3))
    once = replace(lab, count=1)
    made = once.race({"simulate": python(SIMULATE)})["simulate"]
    worst = max(made.wall / SIMULATE_SECONDS, made.peak / SIMULATE_BYTES)
    yield Row(
        name="simulate, all tables and exports", median=seconds(made), ratio=worst, beside="600 s or 4 GB", limit=1
    )
    shutil.copytree(EXAMPLE, lab.folder / "lumen", ignore=shutil.ignore_patterns(".milepost"))
    latest = {path.stem: path for path in sorted((lab.folder / "data" / "exports").glob("*/*.parquet"))}
    sources = " ".join(f"--source {name}={path.relative_to(lab.folder)}" for name, path in latest.items())
    os.environ["MILEPOST_NOW"] = LAST_DAY
    try:
        costs = few.race(
            {
                "copy": [*python(COPY), *(str(path) for path in latest.values())],
                "run": [
                    "sh",
                    "-c",
                    f"rm -rf lumen/.milepost; {lab.milepost} accept lumen; {lab.milepost} run lumen {sources}",
                ],
                "again": [lab.milepost, "run", "lumen"],
                "status": [lab.milepost, "status", "-C", "lumen"],
                "report": [lab.milepost, "report", "lumen"],
            }
        )
    finally:
        del os.environ["MILEPOST_NOW"]
    copy = costs["copy"]
    yield Row(name="DuckDB copies and hashes", median=seconds(copy), spread=copy.spread)
    for name, title in (("run", "accept and run"), ("again", "run again"), ("status", "status"), ("report", "report")):
        cost = costs[name]
        yield Row(
            name=title, median=seconds(cost), ratio=cost.cpu / copy.cpu, beside="DuckDB's copy", spread=cost.spread
        )
