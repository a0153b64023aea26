"""A reference names nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.draft import Draft, mentions, references
from milepost.program.text import Path

RULE = Rule(
    code="MP201",
    title="A reference names nothing",
    why="What a document points at must be there, or the chain from data to money has a hole.",
    fix="Use the near name, or add the document. Roles are asked for once the program declares a Role.",
)
_ASKED = ("goal", "kpi", "metric", "source", "contract", "capability", "experiment", "milestone")
# A near name is looked for among all names, so not for every one of a file that is gone.
_HINTS = 25


def check(draft: Draft) -> Iterator[Finding]:
    """Find references to documents and contracts that are not in the files; none while a file can't be read."""
    if not draft.is_whole:
        return
    known = draft.once(known_slugs)
    wrong = list(unknown(draft))
    targets = sorted({target for _, _, target in wrong})[:_HINTS]
    hints = {target: hint(target.slug, known[target.kind], target.kind) for target in targets}
    for ref, path, target in wrong:
        message = f"{ref} names {target}, which is nowhere in the program"
        yield RULE.at(draft.span(ref, *path), message, hints.get(target, RULE.fix))


def known_slugs(draft: Draft) -> dict[str, set[str]]:
    """Return the ids that a reference may name by kind, of the kinds that are asked for."""
    known: dict[str, set[str]] = {kind: set() for kind in _ASKED}
    for ref in (*draft.documents, *draft.unread, *(Ref("contract", slug) for slug in draft.contracts)):
        known.setdefault(ref.kind, set()).add(ref.slug)
    return known


def unknown(draft: Draft) -> Iterator[tuple[Ref, Path, Ref]]:
    """Give (document, path, what it names) of each reference that names nothing."""
    known = draft.once(known_slugs)
    for ref, document in draft.documents.items():
        if any(slug not in known.get(kind, (slug,)) for kind, slug in mentions(document)):
            for path, target in references(document):
                if target.kind in known and target.slug not in known[target.kind]:
                    yield ref, path, target


CHECK = Check(
    rule=RULE,
    passes="kind: Goal\nid: grow\ntitle: Earn more\nkpi: margin\ntarget: {value: 0.30 USD, by: 2028-03-31}\n",
    fails="kind: Goal\nid: grow\ntitle: Earn more\nkpi: margn\ntarget: {value: 0.30 USD, by: 2028-03-31}\n",
    run=check,
)
