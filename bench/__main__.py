"""Print the table of ratios: python -m bench [NAME ...] [--runs N] [--json]."""

import argparse
import dataclasses
import importlib
import json
import pkgutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from bench import cases
from bench.lab import CommandFailed, Lab, Row

COLUMNS = ("benchmark", "median", "ratio", "to", "limit", "spread", "")


def main() -> int:
    """Run the named benchmarks, or all; return 1 when one fails or misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ratios of cost to the floor of each job.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run; all when none is named")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each command (default 5)")
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    arguments = parser.parse_args()
    found = {module.NAME: module for module in _modules()}
    if unknown := sorted(set(arguments.names) - found.keys()):
        parser.error(f"no benchmark named {', '.join(unknown)}; there are {', '.join(sorted(found))}")
    rows, failed = [], False
    for name in arguments.names or sorted(found):
        print(f"{name}: {found[name].SAYS}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                rows += found[name].rows(Lab(folder=Path(folder), root=Path.cwd(), count=arguments.runs))
            except CommandFailed as fault:
                failed = True
                print(f"{name} could not be measured: {fault}", file=sys.stderr)
    if arguments.json:
        print(json.dumps([dataclasses.asdict(row) | {"holds": row.holds} for row in rows], indent=1))
    else:
        print(table(rows))
    return int(failed or not all(row.holds for row in rows))


def _modules() -> list[ModuleType]:
    return [importlib.import_module(f"bench.cases.{each.name}") for each in pkgutil.iter_modules(cases.__path__)]


def table(rows: list[Row]) -> str:
    """Set rows in columns."""
    cells = [COLUMNS, *map(_cells, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        row.median,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        row.beside,
        "" if row.limit is None else f"{row.limit:g}{'' if row.holds else '  OVER'}",
        "" if row.spread is None else f"{row.spread:.0%}",
        row.detail,
    )


if __name__ == "__main__":
    sys.exit(main())
