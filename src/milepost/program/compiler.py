"""Texts -> compiled program, or findings, all at once."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from milepost.kernel.finding import Finding, has_errors, in_order
from milepost.kernel.ids import Ref, is_slug
from milepost.kernel.near import hint
from milepost.program.checks import duplicate_id, unbuilt_kind, unknown_kind
from milepost.program.checks.registry import CHECKS
from milepost.program.compiled import CompiledProgram, from_draft
from milepost.program.documents.contract import Contract
from milepost.program.draft import Draft, Origin
from milepost.program.kinds import MODELS, NOT_READ_YET, Kind
from milepost.program.schema_findings import schema_findings
from milepost.program.text import Node, SourceText, read_documents

M = TypeVar("M", bound=BaseModel)
CONTRACT_ENDINGS = (".odcs.yaml", ".odcs.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What compiling gave. `program` is None when there is an error among the findings."""

    program: CompiledProgram | None
    findings: tuple[Finding, ...]
    draft: Draft


def compile_program(texts: Mapping[str, bytes]) -> Compilation:
    """Compile a folder's files, given by path. Findings come sorted by place; the order of files does not matter."""
    with _without_collections():
        return _compiled(texts)


@contextmanager
def _without_collections() -> Iterator[None]:
    # What is read lives as long as the draft and holds no cycles; looking for some took a fifth of the time. Frozen and
    # thawed, it is among the old objects at once, and the next look for garbage does not walk it either.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


def _compiled(texts: Mapping[str, bytes]) -> Compilation:
    reading = _Reading()
    for path, content in sorted(texts.items()):
        reading.read_file(path, content)
    draft = Draft(
        documents=reading.documents,
        contracts=reading.contracts,
        origins=reading.origins,
        unread=frozenset(reading.unread),
        is_whole=reading.is_whole,
    )
    findings = [*reading.findings, *_checked(draft)]
    sound = not has_errors(findings) and draft.program is not None
    return Compilation(program=from_draft(draft) if sound else None, findings=in_order(findings), draft=draft)


def _checked(draft: Draft) -> Iterator[Finding]:
    for check in CHECKS:
        if check.run is not None:
            yield from check.run(draft)


class _Reading:
    def __init__(self) -> None:
        self.documents: dict[Ref, Kind] = {}
        self.contracts: dict[str, Contract] = {}
        self.origins: dict[Ref, Origin] = {}
        self.unread: set[Ref] = set()
        self.is_whole = True
        self.findings: list[Finding] = []

    def read_file(self, path: str, content: bytes) -> None:
        documents, findings = read_documents(path, content)
        self.findings += findings
        self.is_whole = self.is_whole and bool(documents or not findings)
        for source, node in documents:
            if path.endswith(CONTRACT_ENDINGS):
                self._read_contract(Origin(source, node))
            else:
                self._read_document(source, node)

    def _read_document(self, source: SourceText, node: Node) -> None:
        origin = Origin(source, node)
        kind = node.child("kind")
        name = kind.value if kind is not None else None
        model = MODELS.get(name or "")
        if model is None:
            self.findings.append(_no_kind(origin, name))
            return
        fields = node.plain()
        assert isinstance(fields, dict)
        fields.pop("kind")
        ref = self._claim(origin, (name or "").lower())
        document = self._validate(model, fields, origin, ref)
        if document is not None and ref is not None:
            self.documents[ref] = document

    def _read_contract(self, origin: Origin) -> None:
        ref = self._claim(origin, "contract")
        contract = self._validate(Contract, origin.node.plain(), origin, ref)
        if contract is not None and ref is not None:
            self.contracts[contract.id] = contract

    def _claim(self, origin: Origin, kind: str) -> Ref | None:
        """Take the document's id, unless it is no id or taken."""
        node = origin.node.child("id")
        if node is None or node.value is None or not is_slug(node.value):
            return None
        ref = Ref(kind, node.value)
        if (first := self.origins.get(ref)) is not None:
            place = f"{first.source.path}:{first.node.line}"
            rule = duplicate_id.CHECK.rule
            self.findings.append(rule.at(origin.span("id"), f"{ref} was given at {place}", rule.fix))
            return None
        self.origins[ref] = origin
        return ref

    def _validate(self, model: type[M], fields: object, origin: Origin, ref: Ref | None) -> M | None:
        try:
            return model.model_validate(fields)
        except ValidationError as error:
            self.findings += schema_findings(model, error, origin)
            if ref is not None:
                self.unread.add(ref)
            return None


def _no_kind(origin: Origin, name: str | None) -> Finding:
    if name in NOT_READ_YET:
        rule = unbuilt_kind.CHECK.rule
        return rule.at(origin.span("kind"), f"{name} is not read by this version", rule.fix)
    message = f"the kind {name} is not known" if name else "a document has no kind"
    return unknown_kind.CHECK.rule.at(origin.span("kind"), message, hint(name or "", MODELS, "kind"))
