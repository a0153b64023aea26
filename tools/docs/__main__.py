"""Write the generated documents, or with --check say which are not current: python -m tools.docs [--check]."""

import sys
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from tools.docs import cli_reference, console_blocks, findings_manual, room_map
from tools.docs.document import Document

SHOWN_LINES = 12


def documents(root: Path) -> Iterator[Document]:
    """Generate every document."""
    yield cli_reference.document()
    yield findings_manual.document()
    path = Path("README.md")
    readme, map_faults = room_map.with_map((root / path).read_text(encoding="utf-8"), root)
    readme, run_faults = console_blocks.with_outputs(readme, root)
    yield Document(path=path, text=readme, faults=(*map_faults, *run_faults))


def difference(document: Document, root: Path) -> list[str]:
    """Give the first lines in which the file and the document differ."""
    target = root / document.path
    there = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    changes = unified_diff(there, document.text.splitlines(), "there", "should be", lineterm="", n=0)
    return [f"  {line}" for line in islice(changes, SHOWN_LINES)]


def main(root: Path, only_check: bool) -> int:
    """Return 1 when a source lacks something or, checking, a document is not current."""
    failed = False
    for document in documents(root):
        for fault in document.faults:
            print(f"{document.path}: {fault}")
        stale = not document.is_current(root)
        if stale and only_check:
            print(f"{document.path} is not what the code says: run make docs, and look at the difference")
            print("\n".join(difference(document, root)))
        elif stale:
            document.write(root)
            print(f"wrote {document.path}")
        failed = failed or bool(document.faults) or (stale and only_check)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path.cwd(), only_check="--check" in sys.argv[1:]))
