"""Lets a proof tell its figure: `make prove` collects them into docs/proofs.md.

Registered in tests/conftest.py by `pytest_plugins = ["proofs_plugin"]`.
"""

import json
import os
from collections.abc import Callable

import pytest

ProveFigure = Callable[[str, object, object, bool | str], None]


@pytest.fixture
def prove_figure(request: pytest.FixtureRequest) -> ProveFigure:
    """Give `prove_figure(name, figure, limit, verdict)`; call it before the assertion, so that a failure is told too.

    It keeps nothing unless MILEPOST_PROOFS names a file.
    """

    def tell(name: str, figure: object, limit: object, verdict: bool | str) -> None:
        said = verdict if isinstance(verdict, str) else "holds" if verdict else "BROKEN"
        row = {"name": name, "figure": str(figure), "limit": str(limit), "verdict": said, "test": request.node.nodeid}
        if (path := os.environ.get("MILEPOST_PROOFS")) is not None:
            line = json.dumps(row, ensure_ascii=False) + "\n"
            # One write in append mode, so that workers do not mix their lines.
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)

    return tell
