"""What two programs differ in, as steps. Nothing that moves the digest is left out."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from milepost.kernel.ids import Ref
from milepost.plan.leaves import ORDER, Leaf, leaves
from milepost.plan.loosened import way_of
from milepost.plan.steps import (
    Add,
    Appeared,
    Change,
    FieldChange,
    Moved,
    Remove,
    Reordered,
    Replaced,
    Step,
    Vanished,
    Way,
)
from milepost.program.compiled import CompiledProgram

KINDS = (
    "program", "goal", "kpi", "metric", "milestone", "capability", "budget", "experiment", "holdout", "ledger",
    "source", "contract", "integration", "channel", "team", "role", "operatingmodel", "risk", "waiver",
)  # fmt: skip
"""The order in which a plan names them: what is promised first; a kind that is not among them comes last."""


def diff(before: CompiledProgram | None, after: CompiledProgram) -> tuple[Step, ...]:
    """Return what `after` adds, changes and takes out; empty just where the digests are the same.

    With nothing before, all is added. The diff of the two the other way round adds what this one takes out.
    """
    old, new = documents(before) if before else {}, documents(after)
    refs = sorted({*old, *new}, key=lambda ref: (KINDS.index(ref.kind) if ref.kind in KINDS else len(KINDS), ref.slug))
    return tuple(step for ref in refs if (step := _step(ref, old.get(ref), new.get(ref), after)) is not None)


def documents(program: CompiledProgram) -> dict[Ref, BaseModel]:
    """Return every document of a program by its id, contracts too."""
    return {**program.documents, **{Ref("contract", slug): each for slug, each in program.contracts.items()}}


def _step(ref: Ref, old: BaseModel | None, new: BaseModel | None, program: CompiledProgram) -> Step | None:
    is_waiver = ref.kind == "waiver"
    if old is None and new is not None:
        return Add(ref=ref, title=_title(new), way=Way.LOOSENED if is_waiver else None)
    if new is None and old is not None:
        return Remove(ref=ref, title=_title(old), way=Way.TIGHTENED if is_waiver else None)
    if old is None or new is None or old == new:
        return None
    fields = tuple(_fields(ref.kind, leaves(old), leaves(new), program))
    return Change(ref=ref, title=_title(new), fields=fields) if fields else None


def _title(document: BaseModel) -> str | None:
    found = getattr(document, "title", None)
    return str(found) if found else None


def _fields(
    kind: str, before: Mapping[str, Leaf], after: Mapping[str, Leaf], program: CompiledProgram
) -> Iterator[FieldChange]:
    for path in [*after, *(each for each in before if each not in after)]:
        one, other = before.get(path), after.get(path)
        if path.startswith(ORDER):
            yield from _reordered(path.removeprefix(ORDER), one, other)
        elif one is None or other is None or one.value != other.value:
            said = where(_with_evidence(path, after if path in after else before))
            yield _change(path, said, one, other, way_of(kind, path, before, after, program))


def _reordered(path: str, one: Leaf | None, other: Leaf | None) -> Iterator[Reordered]:
    """Tell of another order only where the items are the same: else their coming and going says it."""
    if one is None or other is None or one.value == other.value:
        return
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        kept = set(one.value) & set(other.value)
        if [each for each in one.value if each in kept] != [each for each in other.value if each in kept]:
            yield Reordered(path=path, where=where(path))


def _change(path: str, said: str, one: Leaf | None, other: Leaf | None, way: Way | None) -> FieldChange:
    if one is None:
        assert other is not None
        return Appeared(path=path, where=said, after=other.text, way=way)
    if other is None:
        return Vanished(path=path, where=said, before=one.text, way=way)
    size, then = one.size, other.size
    if size is None or then is None or size == then:
        return Replaced(path=path, where=said, before=one.text, after=other.text, way=way)
    is_date = one.is_date and other.is_date
    return Moved(
        path=path, where=said, before=one.text, after=other.text, is_more=then > size, is_date=is_date, way=way
    )


def _with_evidence(path: str, held: Mapping[str, Leaf]) -> str:
    """Name a lone criterion by its evidence, as one of a list is."""
    head, dot, name = path.partition(".")
    evidence = held.get(f"{head}.evidence") if head in {"exit", "exit_when"} else None
    return f"{head}[{evidence.text}].{name}" if evidence is not None and dot and name != "evidence" else path


def where(path: str) -> str:
    """Say in words which value a path names: `exit[kpi/hours].max_age` is `exit kpi/hours: max age`."""
    words = path.replace("[", " ").replace("]", "").replace(".", ": ").replace("_", " ")
    return words.replace("exit: all ", "exit ").replace("exit: any ", "exit, one of, ").replace("needs: ", "needs ")
