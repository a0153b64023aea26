"""A file of a gigabyte is read, in far less memory than it is long."""

import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from milepost.simulation.email import email_csv

pytestmark = pytest.mark.prove
GIGABYTE = 1024**3
LIMIT_MIB = 900


def test_a_gigabyte_is_read(tmp_path, prove_figure):
    table = tmp_path / 'a "large" o\'ne [1].csv'
    header, _, body = email_csv().partition("\n")
    with table.open("w") as file:
        file.write(header + "\n")
        for _ in range(GIGABYTE // len(body) + 1):
            file.write(body)
    read = [Path(sys.executable).with_name("milepost"), "experiment", "read", table, "--arm", "segment"]
    read += ["--control", "No E-Mail", "--metric", "spend", "--randomised", "--json", "--split", _shares(body)]
    done = subprocess.run(read, capture_output=True, text=True, check=False)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    found = f"{table.stat().st_size / GIGABYTE:.2f} GiB, peak {peak} MiB"
    ok = done.returncode == 0 and peak < LIMIT_MIB
    prove_figure("experiment read: a file of a gigabyte", found, f"< {LIMIT_MIB} MiB", ok)
    assert done.returncode == 0, done.stderr
    assert peak < LIMIT_MIB


def _shares(body: str) -> str:
    """Give the split as drawn: repeated a thousand times, the chance of 15,000 customers looks like a fault."""
    arms = Counter(line.split(",")[8] for line in body.splitlines())
    return ",".join(f"{arm}={count}/{arms.total()}" for arm, count in arms.items())
