"""Column names as files give them."""

from collections.abc import Sequence
from pathlib import Path

from milepost.adapters.warehouse.rules import DOUBLE_COLUMN
from milepost.kernel.finding import Refused, Rule, Span


def checked_names(path: Path, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names, a nameless column named `column0` by its place from 0.

    Raises Refused when two are the same but for capitals, which DuckDB does not tell apart.
    """
    names = tuple(cell if cell.strip() else f"column{place}" for place, cell in enumerate(cells))
    seen: dict[str, str] = {}
    for name in names:
        if (other := seen.setdefault(name.lower(), name)) != name or names.count(name) > 1:
            raise refused(DOUBLE_COLUMN, path, f"two columns of {path.name} are named {other!r} and {name!r}")
    return names


def refused(rule: Rule, path: Path, message: str, line: int = 1, source: str = "") -> Refused:
    """Make the refusal of a file, with the rule's fix as the hint."""
    return Refused(rule.at(Span(path=str(path), line=line, source=source), message, rule.fix))
