"""A reference names nothing."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.program.check import Check
from milepost.program.draft import Draft

RULE = Rule(
    code="MP201",
    title="A reference names nothing",
    why="What a document points at must be there, or the chain from data to money has a hole.",
    fix="Use the near name, or add the document. Roles are asked for once the program declares a Role.",
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find references to documents and contracts that are not in the files."""
    known = {*draft.documents, *draft.unread, *(Ref("contract", slug) for slug in draft.contracts)}
    asked = {ref.kind for ref in known} | {"goal", "kpi", "metric", "source", "contract", "capability", "experiment"}
    for ref, path, target in draft.references():
        if target.kind in asked | {"milestone"} and target not in known:
            names = [each.slug for each in known if each.kind == target.kind]
            message = f"{ref} names {target}, which is nowhere in the program"
            yield RULE.at(draft.span(ref, *path), message, hint(target.slug, names, target.kind))


CHECK = Check(
    rule=RULE,
    passes="kind: Goal\nid: grow\ntitle: Earn more\nkpi: margin\ntarget: {value: 0.30 USD, by: 2028-03-31}\n",
    fails="kind: Goal\nid: grow\ntitle: Earn more\nkpi: margn\ntarget: {value: 0.30 USD, by: 2028-03-31}\n",
    run=check,
)
