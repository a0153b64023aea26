"""From kernel to actions nothing prints, opens a file, reads a clock or throws dice: now and rng are arguments."""

import ast
from collections.abc import Iterator

from tools.rules.tree import Fault, Tree

MODULES = frozenset({"random", "secrets", "time", "uuid"})
CALLS = frozenset({"print", "input", "open", "breakpoint", "exit"})
# The last two parts of a dotted name; a seeded generator is not chance.
CLOCKS = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "os.urandom", "os.getpid", "os.environ"}
)
EXCEPTIONS: frozenset[str] = frozenset()


def check(tree: Tree) -> Iterator[Fault]:
    """Find each use of the outside."""
    for path in tree.python(*tree.rooms_up_to("actions")):
        if str(path) in EXCEPTIONS:
            continue
        for node in ast.walk(tree.parsed(path)):
            if (what := _outside(node)) is not None:
                message = f"{what}: take it as an argument, or do it in an adapter"
                yield Fault(path=path, line=getattr(node, "lineno", 1), message=message)


def _outside(node: ast.AST) -> str | None:
    match node:
        case ast.Import(names=names):
            return next((f"imports {each.name}" for each in names if each.name in MODULES), None)
        case ast.ImportFrom(module=str(module), level=0) if module in MODULES:
            return f"imports {module}"
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            return f"calls {name}"
        case ast.Attribute():
            return _dotted(node)
        case (
            ast.Call(func=ast.Attribute(attr="default_rng"), args=[])
            | ast.Call(func=ast.Attribute(attr="default_rng"), args=[ast.Constant(value=None)])
        ):
            return "an unseeded generator"
    return None


def _dotted(node: ast.Attribute) -> str | None:
    parts = ast.unparse(node).split(".")
    if ".".join(parts[-2:]) in CLOCKS:
        return f"uses {'.'.join(parts)}"
    # numpy.random: types and generators made from a seed are fine, the shared global generator is not.
    if len(parts) > 2 and parts[-2] == "random" and parts[-1].islower() and parts[-1] != "default_rng":
        return f"uses {'.'.join(parts)}"
    return None
