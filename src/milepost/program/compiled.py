"""The compiled program: typed, immutable, with one canonical form whose digest ignores how the files are laid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType

from pydantic import BaseModel

from milepost.kernel.digest import Digest, digest_of
from milepost.kernel.ids import Ref
from milepost.kernel.money import Measure, normal
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import Capability
from milepost.program.documents.contract import Contract, TableSchema
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.program.documents.integration import Channel, Integration
from milepost.program.documents.ledger import Ledger
from milepost.program.documents.operating import OperatingModel
from milepost.program.documents.outline import Goal, Kpi, Metric, Milestone, Program, Role, Source, Team
from milepost.program.documents.risk import Risk
from milepost.program.documents.waiver import Waiver
from milepost.program.draft import D, Draft
from milepost.program.kinds import MODELS, Kind
from milepost.record.canonical import Json, canonical_text_bytes

FORM = "milepost.program/1"


@dataclass(frozen=True, kw_only=True)
class CompiledProgram:
    """What we said we would do. Mappings are read-only, by slug, in slug order; where things stand is the draft's."""

    program: Program
    goals: Mapping[str, Goal]
    kpis: Mapping[str, Kpi]
    metrics: Mapping[str, Metric]
    capabilities: Mapping[str, Capability]
    experiments: Mapping[str, Experiment]
    holdouts: Mapping[str, Holdout]
    ledgers: Mapping[str, Ledger]
    milestones: Mapping[str, Milestone]
    risks: Mapping[str, Risk]
    roles: Mapping[str, Role]
    sources: Mapping[str, Source]
    contracts: Mapping[str, Contract]
    waivers: Mapping[str, Waiver]
    budgets: Mapping[str, Budget]
    channels: Mapping[str, Channel]
    integrations: Mapping[str, Integration]
    teams: Mapping[str, Team]
    operating_models: Mapping[str, OperatingModel]

    @cached_property
    def canonical(self) -> bytes:
        """Return the canonical bytes that the record keeps: documents by kind and id, defaults left out."""
        return canonical_text_bytes(self._form())

    @cached_property
    def digest(self) -> Digest:
        """Return the digest approvals hang on: comments, file, document and key order do not change it."""
        return digest_of(self.canonical)

    def _form(self) -> Json:
        documents: list[Kind] = [self.program, *self.goals.values(), *self.kpis.values(), *self.metrics.values()]
        documents += [*self.capabilities.values(), *self.experiments.values(), *self.milestones.values()]
        documents += [*self.risks.values(), *self.roles.values(), *self.sources.values()]
        documents += [*self.holdouts.values(), *self.ledgers.values(), *self.waivers.values()]
        documents += [*self.budgets.values(), *self.channels.values(), *self.integrations.values()]
        documents += [*self.teams.values(), *self.operating_models.values()]
        return {
            "form": FORM,
            "documents": {f"{type(each).__name__.lower()}/{each.id}": plain(each) for each in documents},
            "contracts": {slug: plain(each) for slug, each in self.contracts.items()},
        }

    def owner_of(self, ref: Ref) -> str | None:
        """Return the role that answers for a document, or None."""
        return self._draft.owner_of(ref)

    @property
    def documents(self) -> Mapping[Ref, Kind]:
        """Return every document by its id; contracts stand apart."""
        return self._draft.documents

    @cached_property
    def _draft(self) -> Draft:
        groups: tuple[Mapping[str, Kind], ...] = (self.goals, self.kpis, self.metrics, self.capabilities)
        groups += (self.experiments, self.milestones, self.risks, self.roles, self.sources, self.holdouts, self.ledgers)
        groups += (self.waivers, self.budgets, self.channels, self.integrations, self.teams)
        groups += (self.operating_models,)
        documents: dict[Ref, Kind] = {Ref("program", self.program.id): self.program}
        for group in groups:
            documents.update({Ref(type(each).__name__.lower(), slug): each for slug, each in group.items()})
        return Draft(documents=documents, contracts=self.contracts, origins={})

    @property
    def ledger(self) -> Ledger | None:
        """Return how the books are kept, or None where the program does not say."""
        return next(iter(self.ledgers.values()), None)

    @property
    def budget(self) -> Budget | None:
        """Return the budget, or None where the program has none."""
        return next(iter(self.budgets.values()), None)

    def table_of(self, source: str) -> TableSchema | None:
        """Return the contracted table of a source, or None where contract or table is not there."""
        found = self.sources.get(source)
        contract = self.contracts.get(found.contract) if found else None
        return contract.table(found.table) if contract and found else None


def from_draft(draft: Draft) -> CompiledProgram:
    """Make the compiled program of a draft without errors."""
    assert draft.program is not None
    return CompiledProgram(
        program=draft.program,
        goals=_by_slug(draft, Goal),
        kpis=_by_slug(draft, Kpi),
        metrics=_by_slug(draft, Metric),
        capabilities=_by_slug(draft, Capability),
        experiments=_by_slug(draft, Experiment),
        holdouts=_by_slug(draft, Holdout),
        ledgers=_by_slug(draft, Ledger),
        milestones=_by_slug(draft, Milestone),
        risks=_by_slug(draft, Risk),
        roles=_by_slug(draft, Role),
        sources=_by_slug(draft, Source),
        waivers=_by_slug(draft, Waiver),
        budgets=_by_slug(draft, Budget),
        channels=_by_slug(draft, Channel),
        integrations=_by_slug(draft, Integration),
        teams=_by_slug(draft, Team),
        operating_models=_by_slug(draft, OperatingModel),
        contracts=MappingProxyType(dict(sorted(draft.contracts.items()))),
    )


def from_canonical(form: Mapping[str, Mapping[str, object]]) -> CompiledProgram:
    """Read back what `canonical` wrote; raises ValueError or KeyError when it was tampered with or has another form."""
    if str(form["form"]) != FORM:
        raise ValueError(f"the form is {form['form']}, not {FORM}")
    models = {name.lower(): model for name, model in MODELS.items()}
    documents: dict[Ref, Kind] = {}
    for name, fields in form["documents"].items():
        ref = Ref.parse(name)
        documents[ref] = models[ref.kind].model_validate(fields)
    contracts = {slug: Contract.model_validate(fields) for slug, fields in form["contracts"].items()}
    return from_draft(Draft(documents=documents, contracts=contracts, origins={}))


def plain(value: object) -> Json:
    """Write a document's value in its canonical form: fields at their default left out, numbers as strings."""
    if type(value) is str:
        return value
    if isinstance(value, BaseModel):
        values = value.__dict__
        return {
            name: plain(values[name])
            for name, is_required, default in _defaults(type(value))
            if is_required or values[name] != default
        }
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return _scalar(value)


@cache
def _defaults(model: type[BaseModel]) -> tuple[tuple[str, bool, object], ...]:
    """Give each field with whether it must be given, and what it is where it is not."""
    return tuple(
        (name, info.is_required(), None if info.is_required() else info.get_default(call_default_factory=True))
        for name, info in model.model_fields.items()
    )


def _scalar(value: object) -> Json:
    if isinstance(value, Measure):
        return f"{normal(value.value)} {value.unit}".rstrip()
    if isinstance(value, Decimal):
        return normal(value)
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _by_slug(draft: Draft, type_: type[D]) -> Mapping[str, D]:
    return MappingProxyType(dict(sorted((ref.slug, each) for ref, each in draft.of(type_))))
