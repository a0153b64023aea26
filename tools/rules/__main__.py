"""Run every rule: python -m tools.rules [ROOT]."""

import sys
from pathlib import Path

from tools.rules import (
    documents,
    explicit_clock_and_chance,
    lock_is_current,
    module_names,
    no_any,
    no_places,
    public_docstrings,
    sizes,
)
from tools.rules.tree import Tree

RULES = (
    sizes,
    module_names,
    no_places,
    public_docstrings,
    explicit_clock_and_chance,
    no_any,
    lock_is_current,
    documents,
)


def main(root: Path) -> int:
    """Print every fault and the five largest files; return 1 when a fault fails the run."""
    tree = Tree(root)
    faults = [fault for rule in RULES for fault in rule.check(tree)]
    for fault in faults:
        print(fault)
    print("largest: " + ", ".join(f"{path.relative_to('src/milepost')} {lines}" for path, lines in sizes.largest(tree)))
    return int(any(fault.fails for fault in faults))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
