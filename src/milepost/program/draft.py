"""A draft: the documents that could be read, where each stands, and what it points at. Checks look at this."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, ForwardRef, TypeVar

from pydantic import BaseModel

from milepost.kernel.finding import Span
from milepost.kernel.ids import Ref
from milepost.kernel.time import Period, Quarter
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import Capability
from milepost.program.documents.condition import AllOf, Criterion, OneOf
from milepost.program.documents.contract import Contract, LogicalType, TableSchema
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.integration import Channel, Integration
from milepost.program.documents.ledger import Ledger
from milepost.program.documents.operating import OperatingModel
from milepost.program.documents.outline import Goal, Kpi, Metric, Milestone, Program, Role, Source, Team
from milepost.program.documents.risk import Risk
from milepost.program.documents.waiver import Waiver
from milepost.program.fields import Reference
from milepost.program.kinds import Kind
from milepost.program.text import Node, Path, SourceText

D = TypeVar("D", bound=BaseModel)
T = TypeVar("T")


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
        return ((self.node.first_key() if shown is self.node else None) or shown).span

    def key_span(self, *path: str | int) -> Span:
        """Point at the last key of `path`, or at the deepest part that is there."""
        parent = self.node
        for step in path[:-1]:
            parent = parent.child(step) or parent
        key = parent.key(path[-1]) if path and isinstance(path[-1], str) else None
        return key.span if key else self.span(*path)


@dataclass(frozen=True, slots=True)
class PlacedCriterion:
    """A criterion of `document`, at `path` in it, with the evidence that it names."""

    document: Ref
    path: Path
    criterion: Criterion
    evidence: Ref


@dataclass(frozen=True, slots=True)
class Draft:
    """The documents by id. Spans stay outside: the models know nothing of files."""

    documents: Mapping[Ref, Kind]
    contracts: Mapping[str, Contract]
    origins: Mapping[Ref, Origin]
    unread: frozenset[Ref] = field(default_factory=frozenset)
    """Documents that stand in the files but could not be read; references to them are not findings."""
    is_whole: bool = True
    """False when a file could not be read at all: what is missing may stand in it."""
    _by_type: dict[type[BaseModel], list[tuple[Ref, Any]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _by_slug: dict[type[BaseModel], dict[str, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _criteria: list[PlacedCriterion] = field(default_factory=list, init=False, repr=False, compare=False)
    _quarter_ends: dict[tuple[Quarter, str], date | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _kept: dict[Callable[["Draft"], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[["Draft"], T]) -> T:
        """Give what `make` reads from this draft, made once however many checks ask for it."""
        if make not in self._kept:
            self._kept[make] = make(self)
        found: T = self._kept[make]
        return found

    def of(self, type_: type[D]) -> Iterator[tuple[Ref, D]]:
        """Give the documents of one kind, in the order of the files."""
        if not self._by_type:
            for ref, each in self.documents.items():
                self._by_type.setdefault(type(each), []).append((ref, each))
        return iter(self._by_type.get(type_, ()))

    def get(self, type_: type[D], slug: str | None) -> D | None:
        """Give one document, or None where there is none of that id."""
        if type_ not in self._by_slug:
            self._by_slug[type_] = {ref.slug: each for ref, each in self.of(type_)}
        found: D | None = self._by_slug[type_].get(slug or "")
        return found

    @property
    def program(self) -> Program | None:
        """Return the Program document, or None where there is none."""
        return next((each for _, each in self.of(Program)), None)

    @property
    def horizon(self) -> Period | None:
        """Return the dates the program runs over, or None where there is no program or its end is no date."""
        try:
            return self.program.period if self.program else None
        except (ValueError, OverflowError):
            return None

    def due(self, milestone: Milestone) -> date | None:
        """Return the last day on which a milestone is in time, or None where there is none that can be told."""
        try:
            if milestone.due is not None or milestone.quarter is None or self.program is None:
                return milestone.due
            key = (milestone.quarter, self.program.fiscal_year_starts)
            if key not in self._quarter_ends:
                self._quarter_ends[key] = milestone.due_date(key[1])
            return self._quarter_ends[key]
        except (ValueError, OverflowError):
            return None

    def table_of(self, source: str) -> TableSchema | None:
        """Return the contracted table of a source, or None where source, contract or table is not there."""
        found = self.get(Source, source)
        contract = self.contracts.get(found.contract) if found else None
        return contract.table(found.table) if contract and found else None

    def columns(self) -> dict[str, Mapping[str, LogicalType]]:
        """Give the contracted columns and their types, by source; a source whose table can't be told is left out."""
        of_table: dict[tuple[str, str], Mapping[str, LogicalType]] = {}
        found = {}
        for ref, source in self.of(Source):
            if (table := self.table_of(ref.slug)) is not None:
                key = (source.contract, table.name)
                if key not in of_table:
                    of_table[key] = {each.name: each.logical_type for each in table.properties}
                found[ref.slug] = of_table[key]
        return found

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

    def criteria(self) -> list[PlacedCriterion]:
        """Give the criteria of milestones and capabilities."""
        if not self._criteria:
            held = [(ref, "exit", milestone.exit) for ref, milestone in self.of(Milestone)]
            held += [(ref, "exit_when", capability.exit_when) for ref, capability in self.of(Capability)]
            for ref, name, condition in held:
                placed = placed_criteria(condition, (name,))
                self._criteria.extend(PlacedCriterion(ref, path, each, each.ref) for path, each in placed)
        return self._criteria

    def owner_of(self, ref: Ref) -> str | None:
        """Return the role that answers for a document, or None where it has none."""
        match self.documents.get(ref):
            case Capability(owner=owner) | Source(owner=owner) | Kpi(owner=owner) | Risk(owner=owner):
                return owner
            case Budget(owner=owner) | Channel(owner=owner) | Integration(owner=owner) | Team(owner=owner):
                return owner
            case Experiment(of=of):
                return self.owner_of(Ref("capability", of))
            case Milestone(owner=owner, goal=goal):
                return owner or self.owner_of(Ref("goal", goal))
            case Goal(kpi=kpi):
                return self.owner_of(Ref("kpi", kpi))
            case Waiver(approved_by=approver):
                return approver
            case Holdout() | Ledger() | OperatingModel():
                return self.program.sponsor if self.program else None
            case Metric() | Role() | Program() | None:
                return None


def references(model: BaseModel, at: Path = ()) -> Iterator[tuple[Path, Ref]]:
    """Walk a model's fields that are marked with a Reference, and the evidence that criteria name."""
    if isinstance(model, Criterion) and model.ref.kind != "attestation":
        yield (*at, "evidence"), model.ref
    for name, kind in _marked(type(model)):
        value = getattr(model, name)
        if isinstance(value, str):
            if kind is not None:
                yield (*at, name), Ref(kind, value)
        elif isinstance(value, BaseModel):
            yield from references(value, (*at, name))
        elif isinstance(value, tuple):
            yield from _listed(value, (*at, name), kind)


def mentions(model: BaseModel) -> list[tuple[str, str]]:
    """Return (kind, slug) of each reference, without the places: a tenth of the work of `references`."""
    found: list[tuple[str, str]] = []
    _mention(model, found)
    return found


def _mention(model: BaseModel, found: list[tuple[str, str]]) -> None:
    values = model.__dict__
    for name, kind in _marked(type(model)):
        value = values[name]
        if not value:
            continue
        for each in value if type(value) is tuple else (value,):
            if isinstance(each, BaseModel):
                _mention(each, found)
            elif kind is not None:
                found.append((kind, each))
    if isinstance(model, Criterion) and model.ref.kind != "attestation":
        found.append((model.ref.kind, model.ref.slug))


def placed_criteria(condition: BaseModel | None, at: Path) -> Iterator[tuple[Path, Criterion]]:
    """Give the criteria inside a condition with the path of each; none for None."""
    match condition:
        case Criterion():
            yield at, condition
        case AllOf(all=inner) | OneOf(any=inner):
            word = "all" if isinstance(condition, AllOf) else "any"
            for index, each in enumerate(inner):
                yield from placed_criteria(each, (*at, word, index))


def _listed(values: tuple[object, ...], path: Path, kind: str | None) -> Iterator[tuple[Path, Ref]]:
    for index, value in enumerate(values):
        if isinstance(value, BaseModel):
            yield from references(value, (*path, index))
        elif kind is not None and isinstance(value, str):
            yield (*path, index), Ref(kind, value)


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """Give the fields in which a reference may stand, with the kind that the field or its list's items name."""
    found = []
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *_inner_marks(info.annotation)]
        kind = next((each.kind for each in marks if isinstance(each, Reference)), None)
        if kind is not None or any(map(_names_something, _models_in(info.annotation))):
            found.append((name, kind))
    return tuple(found)


def _names_something(model: type[BaseModel] | None) -> bool:
    """Tell whether a reference may stand inside; None is the condition inside a condition."""
    return model is None or issubclass(model, Criterion) or bool(_marked(model))


def _inner_marks(annotation: object) -> Iterator[object]:
    """Give the marks of a list's items, and of what may also be None."""
    for argument in getattr(annotation, "__args__", ()):
        yield from getattr(argument, "__metadata__", ())


def _models_in(annotation: object) -> Iterator[type[BaseModel] | None]:
    """Give the models that may stand in a field, None for a forward reference."""
    if isinstance(annotation, ForwardRef | str):
        yield None
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for argument in getattr(annotation, "__args__", ()):
            yield from _models_in(argument)
