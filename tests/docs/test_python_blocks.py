"""Python that a document shows is run as it stands."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = [
    (path.name, code)
    for path in sorted(DOCS.glob("*.md"))
    for code in re.findall(r"```python\n(.*?)```", path.read_text(), re.DOTALL)
]


@pytest.mark.parametrize("code", [code for _, code in BLOCKS], ids=[name for name, _ in BLOCKS])
def test_it_runs(code: str) -> None:
    exec(compile(code, "<document>", "exec"), {})  # noqa: S102  our own documents


def test_there_is_one() -> None:
    assert BLOCKS
