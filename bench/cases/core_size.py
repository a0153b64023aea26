"""How much disk a core install takes."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.lab import MEGABYTE, CommandFailed, Lab, Row

NAME = "core_size"
SAYS = "a fresh core environment beside its limit of 800 MB"
LIMIT_MB = 800
LARGEST = 4


def rows(lab: Lab) -> Iterator[Row]:
    """Make the environment that `make demo` makes, elsewhere, and weigh it."""
    venv = lab.folder / "core"
    began = time.perf_counter()
    made = subprocess.run(
        ["sh", str(lab.root / "tools" / "setup.sh"), "core", str(venv)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise CommandFailed(made.stderr.strip()[-400:])
    took = time.perf_counter() - began
    total = weigh(venv) / MEGABYTE
    packages = next(venv.glob("lib/python*/site-packages"))
    parts = sorted(((weigh(each), each.name) for each in packages.iterdir() if each.is_dir()), reverse=True)[:LARGEST]
    largest = ", ".join(f"{name} {size / MEGABYTE:.0f}" for size, name in parts)
    yield Row(
        name="core install",
        median=f"{total:.0f} MB",
        ratio=total / LIMIT_MB,
        beside=f"{LIMIT_MB} MB",
        limit=1.0,
        detail=f"made in {took:.0f} s; largest: {largest}",
    )


def weigh(folder: Path) -> int:
    """Sum the bytes of the files below a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() or path.is_symlink())
