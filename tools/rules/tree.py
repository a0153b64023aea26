"""The checkout as the rules see it."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SKIPPED = {".git", ".venv", ".venv-core", ".tools", "__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place that breaks a rule; a warning is printed and does not fail the run."""

    path: Path
    line: int
    message: str
    fails: bool = True

    def __str__(self) -> str:
        kind = "error" if self.fails else "warning"
        return f"{self.path}:{self.line}:1: {kind} {self.message}"


@dataclass(frozen=True)
class Tree:
    """A checkout, read once."""

    root: Path

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Give every file that is, or would be, tracked, relative to the root and sorted."""
        if not (self.root / ".git").exists():
            found = (p.relative_to(self.root) for p in self.root.rglob("*") if p.is_file())
            return tuple(sorted(p for p in found if not SKIPPED & set(p.parts)))
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        return tuple(sorted({Path(p) for p in listed if p and (self.root / p).is_file()}))

    def python(self, *folders: str) -> Iterator[Path]:
        """Give the Python files below any of the folders."""
        wanted = [Path(folder) for folder in folders]
        return (p for p in self.files if p.suffix == ".py" and any(p.is_relative_to(f) for f in wanted))

    def text(self, path: Path) -> str | None:
        """Read a file; None when it is not UTF-8 text."""
        try:
            return (self.root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return None

    def parsed(self, path: Path) -> ast.Module:
        """Parse a Python file."""
        return ast.parse((self.root / path).read_text(encoding="utf-8"), filename=str(path))

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Give pyproject.toml."""
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """Give the rooms from low to high, as the first import contract layers them."""
        layers = self.settings["tool"]["importlinter"]["contracts"][0]["layers"]
        return tuple(room.strip(" ()") for layer in reversed(layers) for room in layer.split("|"))

    def rooms_up_to(self, last: str) -> tuple[str, ...]:
        """Give the folders of the rooms from the kernel to `last`, both included."""
        return tuple(f"src/milepost/{room}" for room in self.rooms[: self.rooms.index(last) + 1])
