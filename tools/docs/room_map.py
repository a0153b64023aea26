"""The README's map of rooms: each room's own first sentence, in the order of the import contract."""

import ast
from pathlib import Path

from tools.docs.document import between
from tools.rules.tree import Tree

MARKER = "rooms"


def with_map(readme: str, root: Path) -> tuple[str, list[str]]:
    """Give the README with its map, and the rooms that lack a docstring."""
    tree, rows, faults = Tree(root), [], []
    for room in tree.rooms:
        path = Path("src/milepost") / room / "__init__.py"
        if not (root / path).exists():
            continue
        said = (ast.get_docstring(tree.parsed(path)) or "").strip().split("\n")[0]
        if not said:
            faults.append(f"{path}: a room says what it takes, what it gives and what it must not know")
        rows.append(f"| [`{room}/`](src/milepost/{room}) | {said.replace('|', chr(92) + '|')} |\n")
    table = "| room | what it takes and gives |\n|---|---|\n" + "".join(rows)
    try:
        return between(readme, MARKER, table), faults
    except LookupError as missing:
        return readme, [*faults, f"README.md has {missing}"]
