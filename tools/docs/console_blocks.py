"""The README's console blocks: each command marked with <!-- run --> is run, and its real output is shown.

The blocks run from top to bottom in one copy of the checkout, so that one may go on where the last one ended.
Lines that start with `$ ` are commands, lines that start with `> ` continue them; everything else is output.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.rules.tree import Tree

BLOCK = re.compile(r"(<!-- run -->\n+```console\n)(.*?)(^```$)", flags=re.DOTALL | re.MULTILINE)
SECONDS = 120
NOW = "2026-11-22T12:00:00Z"


def with_outputs(readme: str, root: Path) -> tuple[str, list[str]]:
    """Give the README with the outputs of its commands, and the commands that failed to start or to end well."""
    if BLOCK.search(readme) is None:
        return readme, []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "milepost"
        for path in Tree(root).files:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, copy / path)
        text = BLOCK.sub(lambda found: found[1] + _rerun(found[2], copy, faults) + found[3], readme)
    return text, faults


def commands(block: str) -> list[list[str]]:
    """Give each command of a block as the lines that it stands on."""
    found: list[list[str]] = []
    continues = False
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line])
        elif found and continues and line.startswith("> "):
            found[-1].append(line)
        continues = line.startswith(("$ ", "> ")) and line.endswith("\\")
    return found


def _rerun(block: str, copy: Path, faults: list[str]) -> str:
    shown = []
    for lines in commands(block):
        result = subprocess.run(
            ["/bin/sh", "-c", "\n".join(line[2:] for line in lines)],
            cwd=copy,
            env=_environment(copy),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        output = result.stdout.replace(str(copy), ".")
        if result.returncode not in (0, 1) or "Traceback (most recent call last)" in output:
            faults.append(f"README: {lines[0]} ended with {result.returncode}: {output.strip()[-300:]}")
        trimmed = "\n".join(line.rstrip() for line in output.rstrip().splitlines())
        shown.append("\n".join(lines) + "\n" + (trimmed + "\n" if trimmed else ""))
    return "".join(shown)


def _environment(copy: Path) -> dict[str, str]:
    """Give what a command may see: nothing of the machine but its programs."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    home = copy.parent / "home"
    home.mkdir(exist_ok=True)
    return {
        "LANG": "C.UTF-8",
        **kept,
        "PATH": path,
        "HOME": str(home),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "MILEPOST_NOW": NOW,
        "TZ": "UTC",
    }
