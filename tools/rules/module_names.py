"""A module or package is named after its artifact, never core, common, utils and their kin."""

from collections.abc import Iterator

from tools.rules.tree import Fault, Tree

NAMES = frozenset({"base", "core", "data", "info", "lib", "service", "services", "shared", "stuff", "tools"})
"""Banned as a whole name."""
WORDS = frozenset({
    "common", "handler", "handlers", "helper", "helpers", "manager", "managers", "misc", "util", "utils",
})  # fmt: skip
"""Banned as part of a name too."""


def check(tree: Tree) -> Iterator[Fault]:
    """Find names that name no artifact; a package is told once, at its first file."""
    told = set()
    for path in tree.python("src"):
        for place in (path.with_suffix(""), *path.parents):
            words = WORDS & set(place.name.split("_")) or NAMES & {place.name}
            if words and place not in told:
                told.add(place)
                yield Fault(path=path, line=1, message=f"{place.name!r} names no artifact ({', '.join(sorted(words))})")
