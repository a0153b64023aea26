"""A small checkout to break, and the way to the tools."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

PROJECT = """
[build-system]
requires = ["hatchling"]
[project]
dependencies = ["click>=8.2", "duckdb>=1.5.6,<2"]
[dependency-groups]
dev = ["pytest>=8.3"]
[[tool.importlinter.contracts]]
layers = ["surfaces", "rendering | adapters", "actions", "presentation", "ledger", "kernel"]
"""
HASH = "    --hash=sha256:" + 64 * "0"
CORE = {"click": "8.2.1", "duckdb": "1.5.6"}
Plant = Callable[..., Path]


def lock(**pins: str) -> str:
    """Give a hashed lock of the pins."""
    return "".join(f"{name}=={version} \\\n{HASH}\n" for name, version in pins.items())


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Give `plant({path: text})`, which lays files over a checkout that breaks no rule and returns its root."""
    files = {
        "pyproject.toml": PROJECT,
        "requirements/core.txt": lock(**CORE),
        "requirements/dev.txt": lock(**CORE, pytest="9.0.0"),
        "requirements/uv.txt": lock(uv="0.13.9"),
        "requirements/build.txt": lock(hatchling="1.33.0"),
        "src/milepost/kernel/__init__.py": '"""Takes nothing, gives words."""\n',
    }

    def planted(extra: dict[str, str] | None = None) -> Path:
        for path, text in (files | (extra or {})).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text), encoding="utf-8")
        return tmp_path

    return planted
