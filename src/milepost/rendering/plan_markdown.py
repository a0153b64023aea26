"""A plan as GitHub's Markdown, for a comment. What a program says is shown as it stands: it makes no markup, no link,
and calls nobody.
"""

import re
from collections.abc import Iterator

from milepost.presentation.plan_view import PlanView
from milepost.presentation.values import Align, Table

MARKER = "<!-- milepost-plan -->"
"""By which a comment is found again, to be updated."""
MOST = 60_000
"""Characters of a comment; GitHub takes 65,536."""
SIGNS = {"+": "add", "~": "change", "-": "remove"}
_NO_WIDTH = "\u200b"
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~>$:.-])")


def plan_markdown(view: PlanView) -> str:
    """Write a plan as one comment: the message, what it does, who must approve, and the steps folded."""
    parts = [MARKER, f"### {safe(view.message)}", safe(view.against)]
    if view.effects is not None and view.effects.rows:
        parts.append(_table(view.effects))
    if view.effects is not None and view.effects.note:
        parts.append(safe(view.effects.note))
    if view.approvers:
        parts.append("\n".join(_approvers(view)))
    if view.lines:
        steps = "\n".join(_steps(view))
        parts.append(f"<details><summary>{safe(view.closing)}</summary>\n\n{steps}\n\n</details>")
    if view.effects is not None:
        parts.append(safe(view.note))
    return _cut("\n\n".join(parts)) + "\n"


def safe(text: str) -> str:
    """Write text so that it is read as it stands: no HTML, no markup, nobody is called, no line is broken."""
    flat = " ".join(text.split())
    plain = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"&(?:amp|lt|gt);|.", _escaped, plain)
    # Mentions, issues and bare addresses become links after the markup is read: what ends the word is of no width.
    called = re.sub(r"(@|#|\bGH(?=\\-))", f"\\1{_NO_WIDTH}", escaped)
    return re.sub(r"(?i)\b(https?|ftp|mailto|xmpp|www)(?=\\[:.])", f"\\1{_NO_WIDTH}", called)


def _escaped(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else _MARKUP.sub(r"\\\1", found[0])


def _approvers(view: PlanView) -> Iterator[str]:
    yield "| must approve | held by | what |\n| --- | --- | --- |"
    for each in view.approvers:
        yield f"| {safe(each.role)} | {safe(each.who)} | {safe(', '.join(each.of))} |"


def _steps(view: PlanView) -> Iterator[str]:
    yield "| | what | changes |\n| --- | --- | --- |"
    for each in view.lines:
        waits = " (needs approval)" if each.waits else ""
        said = "<br>".join(safe(one) for one in each.says)
        yield f"| {SIGNS[each.mark]}{waits} | {safe(each.name)} | {said} |"


def _table(table: Table) -> str:
    rule = " | ".join("--:" if each.align is Align.RIGHT else "---" for each in table.columns)
    lines = [" | ".join(safe(each.title) for each in table.columns), rule]
    lines += [" | ".join(safe(cell) for cell in row) for row in table.rows]
    return "\n".join(f"| {line} |" for line in lines)


def _cut(text: str) -> str:
    """Cut at a line's end where it is too long, and close what was opened."""
    if len(text) <= MOST:
        return text
    kept = text[:MOST].rpartition("\n")[0]
    closed = "\n\n</details>" if "<details>" in kept and "</details>" not in kept else ""
    return f"{kept}{closed}\n\nThe rest is left out: run `milepost plan` to see it."
