"""Every public function and method from kernel to presentation has a docstring."""

import ast
from collections.abc import Iterator

from tools.rules.tree import Fault, Tree

EXCEPTIONS: frozenset[str] = frozenset()


def check(tree: Tree) -> Iterator[Fault]:
    """Find public functions without a docstring; nested ones, dunders and overloads are not asked."""
    for path in tree.python(*tree.rooms_up_to("presentation")):
        for name, node in _public(tree.parsed(path), ""):
            if ast.get_docstring(node) is None and f"{path}:{name}" not in EXCEPTIONS:
                yield Fault(path=path, line=node.lineno, message=f"{name} has no docstring")


def _public(
    scope: ast.Module | ast.ClassDef, prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in scope.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            repeats = any(ast.unparse(each).split(".")[-1] in ("overload", "setter") for each in node.decorator_list)
            if not node.name.startswith("_") and not repeats:
                yield prefix + node.name, node
