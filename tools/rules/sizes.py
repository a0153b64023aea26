"""A source file is looked at from 300 lines and stops at 500; a function stops at 60.

Raising a limit needs a decision record.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.rules.tree import Fault, Tree

LOOK_LINES = 300
STOP_LINES = 500
STOP_FUNCTION_LINES = 60


def largest(tree: Tree, count: int = 5) -> list[tuple[Path, int]]:
    """Give the largest source files with their lines, largest first."""
    lines = ((path, (tree.text(path) or "").count("\n")) for path in tree.python("src/milepost"))
    return sorted(lines, key=lambda each: (-each[1], each[0]))[:count]


def check(tree: Tree) -> Iterator[Fault]:
    """Find files and functions that have grown too long."""
    for path in tree.python("src"):
        lines = (tree.text(path) or "").count("\n")
        if lines > LOOK_LINES:
            limit = STOP_LINES if lines > STOP_LINES else LOOK_LINES
            message = f"{lines} lines, over {limit}: split it by artifact"
            yield Fault(path=path, line=1, message=message, fails=lines > STOP_LINES)
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > STOP_FUNCTION_LINES:
                    message = f"{node.name} has {length} lines, over {STOP_FUNCTION_LINES}"
                    yield Fault(path=path, line=node.lineno, message=message)
