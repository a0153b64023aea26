"""Repairs of what was read: a misspelt reference or team, and a listing that another document states."""

from collections.abc import Iterator

from milepost.kernel.ids import Ref
from milepost.kernel.near import only_near
from milepost.program.checks import team_not_described, unknown_reference, unlisted_experiment
from milepost.program.documents.capability import Capability
from milepost.program.documents.outline import Team
from milepost.program.draft import Draft
from milepost.program.edits.edit import AddKey, AppendItem, InDocument, SetValue
from milepost.program.text import Path

Found = tuple[str, Ref, Path, InDocument]


def draft_edits(draft: Draft) -> Iterator[Found]:
    """Give (code, document, path of the finding, edit) of all that can be repaired."""
    if draft.is_whole:
        yield from _references(draft)
    yield from _listings(draft)
    yield from _teams(draft)


def _references(draft: Draft) -> Iterator[Found]:
    known = draft.once(unknown_reference.known_slugs)
    for ref, path, target in unknown_reference.unknown(draft):
        if (meant := only_near(target.slug, known[target.kind])) is not None:
            yield from _put(draft, "MP201", ref, path, target.slug, meant)


def _teams(draft: Draft) -> Iterator[Found]:
    known = {ref.slug for ref, _ in draft.of(Team)}
    for ref, capability in draft.of(Capability) if known else ():
        team = capability.effort.team if capability.effort else None
        if team is not None and team not in known and (meant := only_near(team, known)) is not None:
            yield from _put(draft, team_not_described.RULE.code, ref, ("effort", "team"), team, meant)


def _put(draft: Draft, code: str, ref: Ref, path: Path, wrong: str, meant: str) -> Iterator[Found]:
    """Put the name that was meant; a single text may stand for a list, and the kind may stand before the name."""
    node, there = draft.origins[ref].node, []
    for step in path:
        if (child := node.child(step)) is None:
            break
        node = child
        there.append(step)
    if node.value is not None and (node.value == wrong or node.value.endswith(f"/{wrong}")):
        value = node.value.removesuffix(wrong) + meant
        yield code, ref, path, SetValue(line=draft.origins[ref].node.line, path=tuple(there), value=value)


def _listings(draft: Draft) -> Iterator[Found]:
    for placed, capability in unlisted_experiment.unlisted(draft):
        node = draft.origins[placed.document].node
        path = (*placed.path, "evidence")
        if node.child("capabilities") is not None:
            edit: InDocument = AppendItem(line=node.line, path=("capabilities",), value=capability)
        else:
            edit = AddKey(line=node.line, path=("capabilities",), value=[capability], after="goal")
        yield unlisted_experiment.RULE.code, placed.document, path, edit
