"""Repairs of what could not be read: a misspelt kind, key or word, and an id with its kind before it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from milepost.kernel.finding import Finding, Span
from milepost.kernel.near import only_near
from milepost.program.compiler import CONTRACT_ENDINGS
from milepost.program.documents.contract import Contract
from milepost.program.draft import Origin
from milepost.program.edits.edit import SetValue
from milepost.program.kinds import MODELS, NOT_READ_YET
from milepost.program.repairs.repair import Rename, Repair
from milepost.program.schema_findings import fields_at, path_in, words_of
from milepost.program.text import Path, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


def schema_repairs(
    path: str, content: bytes, findings: "Mapping[tuple[str, Span | None], Finding]"
) -> Iterator[Repair]:
    """Give the repairs of one file, for those of its findings (by code and place) that have one."""
    for source, node in read_documents(path, content)[0]:
        origin = Origin(source, node)
        kind = node.child("kind")
        name = "" if kind is None else kind.value or ""
        model = Contract if path.endswith(CONTRACT_ENDINGS) else MODELS.get(name)
        if model is not None:
            for code, span, edit in _edits(model, origin):
                if (finding := findings.get((code, span))) is not None:
                    yield Repair(finding=finding, edit=edit)
        elif (finding := findings.get(("MP104", origin.span("kind")))) is not None:
            meant = only_near(name, (*MODELS, *NOT_READ_YET))
            if meant in MODELS and "kind" in (node.keys or ()):
                yield Repair(finding=finding, edit=SetValue(line=node.line, path=("kind",), value=meant))


def _edits(model: type[BaseModel], origin: Origin) -> Iterator[tuple[str, Span, SetValue | Rename]]:
    fields = origin.node.plain()
    assert isinstance(fields, dict)
    if model is not Contract:
        fields.pop("kind")
    try:
        model.model_validate(fields)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=True):
            path = path_in(origin, tuple(each["loc"]))
            if each["type"] == "extra_forbidden":
                yield from _renamed(model, origin, path, str(each["loc"][-1]))
            elif isinstance(each["input"], str) and (meant := _meant(model, each)) is not None:
                yield "MP103", origin.span(*path), SetValue(line=origin.node.line, path=path, value=meant)


def _renamed(model: type[BaseModel], origin: Origin, path: Path, name: str) -> Iterator[tuple[str, Span, Rename]]:
    parent = origin.node
    for step in path[:-1]:
        parent = parent.child(step) or parent
    meant = only_near(name, fields_at(model, path[:-1]))
    span = origin.key_span(*path)
    if meant is not None and meant not in (parent.keys or ()) and span.source[span.column - 1 :].startswith(name):
        yield "MP101", span, Rename(span=span, name=meant)


def _meant(model: type[BaseModel], error: "ErrorDetails") -> str | None:
    """Return the word that was meant, or the id without the kind that is fixed where it stands."""
    text, name = str(error["input"]), str(error["loc"][-1])
    if words := words_of(error):
        return only_near(text, words)
    kind = {"id": model.__name__.lower(), "contract": "contract"}.get(name if len(error["loc"]) == 1 else "")
    return text.removeprefix(f"{kind}/") if kind and text.startswith(f"{kind}/") else None
