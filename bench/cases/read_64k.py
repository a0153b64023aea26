"""A plain file of 64,000 rows, read into a verdict: the way strangers try the tool."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from bench.lab import Lab, Row, python, seconds

NAME = "read_64k"
SAYS = "milepost experiment read on 64,000 rows beside importing the engine, and beside one bare DuckDB pass"
ROWS = 64_000
SEED = 20_261_122
IMPORTS = "import ibis, duckdb, numpy, scipy.special"
ONE_QUERY = """
import duckdb
duckdb.sql('''
    select segment, count(*) as n, avg(visit) as visit, avg(spend) as mean, var_samp(spend) as variance,
           sum(spend) as total, sum(spend * spend) as squares
    from read_csv('campaign.csv') group by segment order by segment
''').fetchall()
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Tell import time apart: the work is what stays when the imports are taken off both sides."""
    write_campaign(lab.folder / "campaign.csv")
    read = [lab.milepost, "experiment", "read", "campaign.csv", "--arm", "segment", "--control", "No E-Mail"]
    read += ["--metric", "visit:proportion", "--metric", "spend", "--randomised", "--value-metric", "spend"]
    read += ["--margin", "0.30", "--cost-per-unit", "0.05", "--currency", "USD", "--json"]
    costs = lab.race(
        {"read": read, "imports": python(IMPORTS), "pass": python(ONE_QUERY), "pass imports": python("import duckdb")}
    )
    ours, imports, floor = costs["read"], costs["imports"], costs["pass"]
    work = max(ours.cpu - imports.cpu, 0.0)
    floor_work = max(floor.cpu - costs["pass imports"].cpu, 0.001)
    yield Row(name="import ibis, duckdb, numpy, scipy.special", median=seconds(imports), spread=imports.spread)
    yield Row(name="one bare DuckDB pass, import included", median=seconds(floor), spread=floor.spread)
    yield Row(
        name="experiment read, 64,000 rows",
        median=seconds(ours),
        ratio=ours.cpu / imports.cpu,
        beside="importing the engine",
        spread=ours.spread,
    )
    yield Row(
        name="  the same without imports", median=f"{work:.2f} s CPU", ratio=work / floor_work, beside="the bare pass"
    )


def write_campaign(path: Path) -> None:
    """Write a made-up campaign of three equal arms; the same bytes each time."""
    rng = random.Random(SEED)  # noqa: S311  no secret
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("segment", "visit", "conversion", "spend"))
        for _ in range(ROWS):
            segment = rng.choice(("No E-Mail", "Mens E-Mail", "Womens E-Mail"))
            visit = rng.random() < (0.106 if segment == "No E-Mail" else 0.17)
            bought = visit and rng.random() < 0.07
            writer.writerow(
                (segment, int(visit), int(bought), f"{rng.lognormvariate(4.4, 0.8):.2f}" if bought else "0")
            )
