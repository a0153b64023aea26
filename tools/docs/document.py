"""A document that the tools own, wholly or between two markers."""

import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

NOTE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's path from the root, the text that it should have, and what its sources lack."""

    path: Path
    text: str
    faults: tuple[str, ...] = field(default=())

    def is_current(self, root: Path) -> bool:
        """Tell whether the file has this text."""
        target = root / self.path
        return target.exists() and target.read_text(encoding="utf-8") == self.text

    def write(self, root: Path) -> None:
        """Write it under another name, then put it in place."""
        target = root / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self.text)
        Path(name).chmod(0o644)
        Path(name).replace(target)


def between(text: str, marker: str, content: str) -> str:
    """Put content between `<!-- MARKER -->` and `<!-- /MARKER -->`; raises LookupError when they are missing."""
    pattern = re.compile(rf"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)", flags=re.DOTALL)
    if pattern.search(text) is None:
        raise LookupError(f"no <!-- {marker} --> ... <!-- /{marker} -->")
    return pattern.sub(lambda found: found[1] + content + found[2], text)
