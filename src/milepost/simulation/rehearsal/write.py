"""A rehearsal into a folder: `data/SOURCE.csv` for everybody, `.truth/truth.json` for the curious, at the end."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

from milepost.program.compiled import CompiledProgram
from milepost.simulation.rehearsal.planted import plant
from milepost.simulation.rehearsal.tables import tables

TABLES, TRUTH = "data", ".truth"


def write(program: CompiledProgram, folder: Path, seed: int, until: date) -> Iterator[tuple[str, Path, int]]:
    """Write each source's table and then the truth, telling (source, its file, rows) once a file is complete.

    Days of the tables lie before `until`. The same program, seed and day give the same files.
    """
    from pyarrow import csv

    planted = plant(program, seed)
    (folder / TABLES).mkdir(exist_ok=True)
    for slug, table in tables(program, planted, seed, until):
        path = folder / TABLES / f"{slug}.csv"
        csv.write_csv(table, path)
        yield slug, path, table.num_rows
    (folder / TRUTH).mkdir(exist_ok=True)
    known = {"seed": seed, "until": str(until), "experiments": {name: asdict(each) for name, each in planted.items()}}
    (folder / TRUTH / "truth.json").write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
