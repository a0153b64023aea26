"""Write down what each step computes with: python -m tools.step_revisions [--computes-the-same].

A step's output is named by its revision among other things: code that changes under the same revision would pass old
output off as its own. So the code of a step's modules is digested, without comments and docstrings, beside its
revision; where it changed and the revision did not, nothing is written unless a person says that it computes the same.
"""

import ast
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from milepost.actions.steps import STEPS, Step

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "milepost"
TARGET = ROOT / "tests" / "actions" / "step-revisions.json"
SAME = "--computes-the-same"


class Known(TypedDict):
    """A step as it was written down: its revision, and the digest of each module's code."""

    revision: int
    modules: dict[str, str]


def main(arguments: list[str], target: Path = TARGET) -> int:
    """Write the file; with a step that must be bumped first, say so and write nothing."""
    now = {step.name: known_of(step) for step in STEPS}
    faults = list(unbumped(read(target), now))
    if faults and SAME not in arguments:
        print("\n".join(faults))
        return 1
    target.write_text(json.dumps(now, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {target}")
    return 0


def read(target: Path = TARGET) -> dict[str, Known]:
    """Read what was written down; nothing yet is no step."""
    if not target.exists():
        return {}
    known: dict[str, Known] = json.loads(target.read_text(encoding="utf-8"))
    return known


def known_of(step: Step) -> Known:
    """Digest the modules of a step as they are now."""
    sources = {name: SOURCE.joinpath(*name.split(".")).with_suffix(".py") for name in step.modules}
    return {
        "revision": step.revision,
        "modules": {name: code_digest(path.read_text(encoding="utf-8")) for name, path in sources.items()},
    }


def unbumped(before: Mapping[str, Known], now: Mapping[str, Known]) -> Iterator[str]:
    """Give a sentence for each step whose code changed and whose revision did not."""
    for name, step in now.items():
        was = before.get(name)
        if was is None or was["revision"] != step["revision"] or was["modules"] == step["modules"]:
            continue
        changed = ", ".join(_differing(was["modules"], step["modules"]))
        yield (
            f"bump the revision of step {name} in src/milepost/actions/steps.py, then run `python -m "
            f"tools.step_revisions`; changed: {changed}. (If it computes the same: `{SAME}`.)"
        )


def code_digest(source: str) -> str:
    """Digest what a module does: comments, docstrings, layout and the version of Python do not count."""
    return hashlib.sha256("\n".join(_lines(ast.parse(source))).encode()).hexdigest()


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _lines(node: object, depth: int = 0) -> Iterator[str]:
    # Not ast.dump: newer Pythons add fields, which are empty for older code.
    if isinstance(node, ast.AST):
        yield f"{depth} {type(node).__name__}"
        for name, value in ast.iter_fields(node):
            if value not in (None, []):
                yield f"{depth} {name}="
                yield from _lines(value, depth + 1)
    elif isinstance(node, list):
        for each in _without_docstrings(node):
            yield from _lines(each, depth + 1)
    else:
        yield f"{depth} {type(node).__name__} {node!r}"


def _without_docstrings(nodes: Iterable[object]) -> Iterator[object]:
    for node in nodes:
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
        yield node


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
