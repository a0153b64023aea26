"""No signature below the adapters says Any."""

import ast
from collections.abc import Iterator

from tools.rules.tree import Fault, Tree

EXCEPTIONS: frozenset[str] = frozenset()
"""path:function, each with the reason beside it."""


def check(tree: Tree) -> Iterator[Fault]:
    """Find functions, private ones included, whose parameters or result are annotated with Any."""
    for path in tree.python(*tree.rooms_up_to("actions")):
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or f"{path}:{node.name}" in EXCEPTIONS:
                continue
            if any(_says_any(annotation) for annotation in _annotations(node)):
                yield Fault(path=path, line=node.lineno, message=f"{node.name} has Any in its signature")


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    spec = node.args
    for each in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs, spec.vararg, spec.kwarg):
        if each is not None and each.annotation is not None:
            yield each.annotation
    if node.returns is not None:
        yield node.returns


def _says_any(annotation: ast.expr) -> bool:
    for node in ast.walk(annotation):
        match node:
            case ast.Name(id="Any") | ast.Attribute(attr="Any"):
                return True
            case ast.Constant(value=str(text)) if node is annotation:
                return _says_any(ast.parse(text, mode="eval").body)
    return False
