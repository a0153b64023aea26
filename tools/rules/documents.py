"""AGENTS.md is under 80 lines, a decision is short, a changelog fragment is one sentence, a link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.rules.tree import Fault, Tree

AGENTS_LINES = 80
SECTIONS = {"Context": 4, "Decision": 2, "Consequences": None, "Enforced by": None}
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
FRAGMENT = re.compile(r"^\d+(\.\d+)?\.(added|changed|fixed|removed|security)\.md$")


def check(tree: Tree) -> Iterator[Fault]:
    """Find documents that outgrew their form."""
    for path in tree.files:
        text = tree.text(path) or "" if path.suffix == ".md" else ""
        if path == Path("AGENTS.md") and text.count("\n") >= AGENTS_LINES:
            yield Fault(
                path=path, line=AGENTS_LINES, message=f"{AGENTS_LINES} lines or more: point at rules, restate none"
            )
        yield from _dead_links(tree, path, text)
        if path.parent == Path("docs/decisions"):
            yield from _decision(path, text)
        if path.parent == Path("changelog.d") and path.name != "README.md":
            if not FRAGMENT.match(path.name):
                yield Fault(path=path, line=1, message="name it ISSUE.KIND.md (see changelog.d/README.md)")
            elif _sentences(text) != 1:
                yield Fault(path=path, line=1, message="a fragment is one sentence, told to a user")


def _decision(path: Path, text: str) -> Iterator[Fault]:
    sections = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n?)*)", text, flags=re.MULTILINE))
    for name, most in SECTIONS.items():
        if not (body := sections.get(name, "").strip()):
            yield Fault(path=path, line=1, message=f"has no section {name!r}")
        elif most is not None and _sentences(body) > most:
            yield Fault(path=path, line=1, message=f"{name} has {_sentences(body)} sentences, over {most}")


def _dead_links(tree: Tree, path: Path, text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        for target in LINK.findall(line):
            if "://" not in target and not (tree.root / path.parent / target.partition("#")[0]).exists():
                yield Fault(path=path, line=number, message=f"the link to {target} leads nowhere")


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=[\s\"'”)]|$)", re.sub(r"`[^`]*`", "code", text)))
