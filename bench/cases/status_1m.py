"""The status of a record with a million events: with nothing remembered, and with what the last status remembered."""

from collections.abc import Iterator

from bench.lab import MEGABYTE, Costs, Lab, Row, python, seconds
from bench.long_program import write_program
from bench.long_record import write_record

NAME = "status_1m"
SAYS = "milepost status on a record of 1,000,000 events, cold and warm, beside hashing the same bytes once"
EVENTS = 1_000_000
COLD_SECONDS, WARM_SECONDS = 5.0, 0.3
NOW = "MILEPOST_NOW=2026-11-22T12:00:00Z"
HASH = """
import hashlib, sqlite3
sha = hashlib.sha256()
for (stored,) in sqlite3.connect('long/.milepost/record.sqlite').execute('SELECT bytes FROM event ORDER BY sequence'):
    sha.update(stored)
"""
IMPORTS = """
import pydantic, sqlalchemy.dialects.sqlite.pysqlite, yaml
from milepost.surfaces.cli import main
import milepost.actions.report_status, milepost.adapters.clock.system, milepost.adapters.state.folder
import milepost.presentation.status_view, milepost.rendering.status_text, milepost.surfaces.cli.status
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Take the imports off; what is limited is the clock on the wall, for cold work is shared by two processes."""
    folder = lab.folder / "long"
    write_program(folder)
    write_record(folder, EVENTS)
    status = f"{lab.milepost} status -C long"
    costs = lab.race(
        {
            "hash": python(HASH),
            "hash imports": python("import hashlib, sqlite3"),
            "imports": python(IMPORTS),
            "cold": ["sh", "-c", f"rm -rf long/.milepost/cache && {NOW} {status}"],
            "warm": ["sh", "-c", f"{NOW} {status}"],
        }
    )
    floor = max(costs["hash"].cpu - costs["hash imports"].cpu, 0.001)
    size = (folder / ".milepost" / "record.sqlite").stat().st_size / MEGABYTE
    detail = f"the record is a file of {size:.0f} MB"
    yield Row(name="hash 1,000,000 entries once", median=seconds(costs["hash"]), detail=detail)
    yield Row(name="imports of milepost status", median=seconds(costs["imports"]))
    yield from _rows("cold", costs["cold"], costs["imports"], floor, COLD_SECONDS)
    yield from _rows("warm", costs["warm"], costs["imports"], floor, WARM_SECONDS)


def _rows(name: str, cost: Costs, imports: Costs, floor: float, limit: float) -> Iterator[Row]:
    title = f"milepost status, {name}"
    cpu, wall = max(cost.cpu - imports.cpu, 0.0), max(cost.wall - imports.wall, 0.0)
    yield Row(name=title, median=seconds(cost), spread=cost.spread)
    yield Row(
        name="  the same without imports", median=f"{cpu:.2f} s CPU", ratio=cpu / floor, beside="hashing the bytes once"
    )
    yield Row(
        name="  the same on the wall", median=f"{wall:.2f} s", ratio=wall / limit, beside=f"{limit:g} s", limit=1.0
    )
