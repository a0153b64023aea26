"""A draft: the documents that could be read, where each stands, and what it points at. Checks look at this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from milepost.kernel.finding import Span
from milepost.kernel.ids import Ref
from milepost.program.documents.capability import Capability
from milepost.program.documents.condition import Criterion
from milepost.program.documents.contract import Contract
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.outline import Goal, Kpi, Metric, Milestone, Program, Role, Source
from milepost.program.fields import Reference
from milepost.program.kinds import Kind
from milepost.program.text import Node, Path, SourceText

D = TypeVar("D", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document stands."""

    source: SourceText
    node: Node

    def span(self, *path: str | int) -> Span:
        """Point at the value at `path`, or at the deepest part of it that is there."""
        node, key = self.node, None
        for step in path:
            if (child := node.child(step)) is None:
                break
            key = node.key(step) if isinstance(step, str) else None
            node = child
        shown = key if key is not None and node.items is not None else node
        if shown is self.node and shown.keys:
            shown = shown.keys[0]
        return self.source.span(shown.line, shown.column, shown.end_column)

    def key_span(self, *path: str | int) -> Span:
        """Point at the last key of `path`, or at the deepest part that is there."""
        parent = self.node
        for step in path[:-1]:
            parent = parent.child(step) or parent
        key = parent.key(path[-1]) if path and isinstance(path[-1], str) else None
        return self.source.span(key.line, key.column, key.end_column) if key else self.span(*path)


@dataclass(frozen=True, slots=True)
class Draft:
    """The documents by id. Spans stay outside: the models know nothing of files."""

    documents: Mapping[Ref, Kind]
    contracts: Mapping[str, Contract]
    origins: Mapping[Ref, Origin]
    unread: frozenset[Ref] = field(default_factory=frozenset)
    """Documents that stand in the files but could not be read; references to them are not findings."""

    def of(self, type_: type[D]) -> Iterator[tuple[Ref, D]]:
        """Give the documents of one kind, in the order of the files."""
        return ((ref, each) for ref, each in self.documents.items() if isinstance(each, type_))

    def get(self, type_: type[D], slug: str | None) -> D | None:
        """Give one document, or None where there is none of that id."""
        found = self.documents.get(Ref(type_.__name__.lower(), slug or ""))
        return found if isinstance(found, type_) else None

    @property
    def program(self) -> Program | None:
        """Return the Program document, or None where there is none."""
        return next((each for _, each in self.of(Program)), None)

    def span(self, ref: Ref, *path: str | int) -> Span:
        """Point at a value of a document."""
        return self.origins[ref].span(*path)

    def key_span(self, ref: Ref, *path: str | int) -> Span:
        """Point at a key of a document."""
        return self.origins[ref].key_span(*path)

    def references(self) -> Iterator[tuple[Ref, Path, Ref]]:
        """Give every (document, path of the value, what it names)."""
        for ref, document in self.documents.items():
            for path, target in references(document):
                yield ref, path, target

    def owner_of(self, ref: Ref) -> str | None:
        """Return the role that answers for a capability, experiment, milestone, goal, KPI or source, or None."""
        match self.documents.get(ref):
            case Capability(owner=owner) | Source(owner=owner) | Kpi(owner=owner):
                return owner
            case Experiment(of=of):
                return self.owner_of(Ref("capability", of))
            case Milestone(owner=owner, goal=goal):
                return owner or self.owner_of(Ref("goal", goal))
            case Goal(kpi=kpi):
                return self.owner_of(Ref("kpi", kpi))
            case Metric() | Role() | Program() | None:
                return None


def references(model: BaseModel, at: Path = ()) -> Iterator[tuple[Path, Ref]]:
    """Walk a model's fields that are marked with a Reference, and the evidence that criteria name."""
    if isinstance(model, Criterion) and model.ref.kind != "attestation":
        yield (*at, "evidence"), model.ref
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        path = (*at, name)
        mark = next((each for each in info.metadata if isinstance(each, Reference)), None)
        if mark is not None and isinstance(value, str):
            yield path, Ref(mark.kind, value)
        elif isinstance(value, BaseModel):
            yield from references(value, path)
        elif isinstance(value, tuple):
            yield from _listed(value, path, _item_kind(info.annotation))


def _listed(values: tuple[object, ...], path: Path, kind: str | None) -> Iterator[tuple[Path, Ref]]:
    for index, value in enumerate(values):
        if isinstance(value, BaseModel):
            yield from references(value, (*path, index))
        elif kind is not None and isinstance(value, str):
            yield (*path, index), Ref(kind, value)


def _item_kind(annotation: object) -> str | None:
    for argument in getattr(annotation, "__args__", ()):
        for mark in getattr(argument, "__metadata__", ()):
            if isinstance(mark, Reference):
                return mark.kind
    return None
