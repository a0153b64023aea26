"""A module or package is named after its artifact, never core, common, utils and their kin."""

from collections.abc import Iterator

from tools.rules.tree import Fault, Tree

BANNED = frozenset(
    "base common core data handler handlers helper helpers info lib manager managers misc service services "
    "shared stuff tool tools util utils".split()
)


def check(tree: Tree) -> Iterator[Fault]:
    """Find names that name no artifact; a banned word counts as part of a name too."""
    seen = set()
    for path in tree.python("src"):
        for part in (*path.parts[1:-1], path.stem):
            at = (path.parts[: path.parts.index(part)] if part in path.parts else path.parts, part)
            words = BANNED & set(part.split("_"))
            if words and at not in seen:
                seen.add(at)
                yield Fault(path=path, line=1, message=f"{part!r} names no artifact ({', '.join(sorted(words))})")
