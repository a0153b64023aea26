"""docs/findings.md: one page of every code that Milepost can print, from the rules' own tables."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import milepost
from milepost.kernel.finding import Rule
from milepost.program.check import Check
from tools.docs.document import NOTE, Document

PAGE = Path("docs/findings.md")
HEAD = """# Findings

Each thing that Milepost finds wrong has a code that never changes its meaning. `milepost explain CODE` prints the
same text. An error stops the verb with exit code 1; a warning does not.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule, where it stands, and its examples where it has some."""

    rule: Rule
    module: str
    passes: str | bytes | None = None
    fails: str | bytes | None = None


def document() -> Document:
    """Give the page; a code used twice and a rule without its why or fix are faults."""
    # Of two entries for one rule the one with examples comes last, and stays.
    entries = sorted(_entries(), key=lambda entry: (entry.rule.code, entry.passes is not None))
    faults: list[str] = []
    seen: dict[str, Rule] = {}
    for entry in entries:
        code = entry.rule.code
        if seen.setdefault(code, entry.rule) is not entry.rule:
            faults.append(f"{code} is used for two rules, the second in {entry.module}")
        faults += [f"{code} has no {name}" for name in ("title", "why", "fix") if not getattr(entry.rule, name).strip()]
    unique = {entry.rule.code: entry for entry in entries}
    table = "| code | severity | finding |\n|---|---|---|\n" + "".join(
        f"| [{code}](#{code.lower()}) | {entry.rule.severity} | {entry.rule.title} |\n"
        for code, entry in unique.items()
    )
    return Document(
        path=PAGE, text="\n".join([NOTE, HEAD, table, *map(_section, unique.values())]), faults=tuple(faults)
    )


def _entries() -> Iterator[Entry]:
    for module in pkgutil.walk_packages(milepost.__path__, "milepost."):
        if module.name.rpartition(".")[2] == "rules":
            for rule in importlib.import_module(module.name).RULES:
                yield Entry(rule=rule, module=module.name)
    for check in _program_checks():
        yield Entry(rule=check.rule, module="milepost.program.checks", passes=check.passes, fails=check.fails)


def _program_checks() -> tuple[Check, ...]:
    """Give the program's checks, from the package or from its registry."""
    for name in ("milepost.program.checks", "milepost.program.checks.registry"):
        try:
            return tuple(importlib.import_module(name).CHECKS)
        except (AttributeError, ModuleNotFoundError) as missing:
            if isinstance(missing, ModuleNotFoundError) and not str(missing.name).startswith("milepost.program"):
                raise
    return ()


def _section(entry: Entry) -> str:
    rule = entry.rule
    lines = [
        f"## {rule.code}",
        "",
        f"**{rule.title}** ({rule.severity})",
        "",
        rule.why,
        "",
        f"What to do: {rule.fix}",
        "",
    ]
    for title, example in (("Passes", entry.passes), ("Fails", entry.fails)):
        if example:
            lines += [f"{title}:", "", "```yaml", _text(example).strip("\n"), "```", ""]
    return "\n".join(lines)


def _text(example: str | bytes) -> str:
    """Show an example; bytes that are no text are shown as their escapes, a long one by its beginning."""
    text = example if isinstance(example, str) else example.decode("utf-8", "backslashreplace")
    lines = [line if len(line) <= 100 else line[:100] + " ..." for line in text.strip("\n").split("\n")]
    return "\n".join(lines if len(lines) <= 30 else [*lines[:30], f"# ... {len(lines) - 30} more lines"])
