"""The verb `check --fix`: repair what can only be meant in one way, and say what was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from milepost.actions.ports import ProgramFolder
from milepost.kernel.finding import Finding
from milepost.program.repairs.repaired import repaired


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What was changed, as a unified diff, and the findings that are gone by it, with the files that changed."""

    diff: str
    fixed: tuple[Finding, ...]
    files: tuple[str, ...]


def fix_program(folder: ProgramFolder, *, write: bool) -> Fixed:
    """Repair a folder's files, or with `write` False only say what would be changed.

    Raises Refused when there is nothing to read, or a file changed meanwhile (MP802): then nothing is written.
    """
    texts = folder.texts()
    done = repaired(texts)
    if write and done.texts:
        folder.write(done.texts, texts)
    diff = "".join(_diff(texts, done.texts))
    return Fixed(diff=diff, fixed=tuple(each.finding for each in done.repairs), files=tuple(sorted(done.texts)))


def _diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    for path, content in sorted(after.items()):
        old, new = (text.decode("utf-8-sig").splitlines() for text in (before[path], content))
        for line in unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
            yield f"{line}\n"
