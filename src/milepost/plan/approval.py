"""Who must approve a step: derived from what it changes. Nobody approves what they own themselves.

| what changes | who approves |
|---|---|
| a capability, its experiments | its approver |
| the program, a goal, a KPI, a milestone, a budget, a holdout, a role, a team, a risk | the sponsor |
| a metric's margin, the books, what a capability costs | finance |
| a source, its contract, a metric's column | the owner of the data |
| an integration, a channel | its owner, whose system it is |
| a step of governance | privacy, where the program has such a role |
| a criterion that somebody signs | that signer |
| a waiver | who is to allow it |

Who owns what changes, or is the same person in another seat, is passed over: then the sponsor is asked, else finance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from milepost.kernel.ids import Ref
from milepost.plan.steps import Add, Change, FieldChange, Remove, Step
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.program.documents.outline import Function

WORDING = frozenset({"title"})
"""Fields that promise nothing: who changes only these asks nobody."""
THEIRS = frozenset({"source", "contract", "integration", "channel", "waiver"})
"""Kinds whose own owner is asked: another's system or signature is used, and the owner is who may allow it."""
PRIVACY = ("privacy", "data-protection", "dpo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody who must agree to a step. `role` is None where nobody could be found who may.

    `held_by` is who sits there, None in an unfilled seat: then nobody can agree until it is filled.
    """

    ref: Ref
    role: str | None
    held_by: str | None
    because: str

    @property
    def is_open(self) -> bool:
        """Tell whether there is nobody to ask."""
        return self.held_by is None


def approvals(steps: tuple[Step, ...], before: CompiledProgram | None, after: CompiledProgram) -> tuple[Approval, ...]:
    """Return who must approve what, in the order of the steps; each role once a step."""
    found: dict[tuple[Ref, str | None], Approval] = {}
    for step in steps:
        program = before if isinstance(step, Remove) and before is not None else after
        for role, because in _asked(step, before, program):
            approval = _eligible(step.ref, role, because, program)
            found.setdefault((step.ref, approval.role), approval)
    return tuple(found.values())


def _asked(step: Step, before: CompiledProgram | None, program: CompiledProgram) -> Iterator[tuple[str | None, str]]:
    match step:
        case Add() | Remove():
            yield from _of_kind(step.ref, program, ())
        case Change(fields=fields):
            told = tuple(each for each in fields if each.path not in WORDING)
            if told:
                yield from _of_kind(step.ref, program, told)
                yield from _of_fields(step.ref, before, program, told)
        case _:
            assert_never(step)


def _of_kind(ref: Ref, program: CompiledProgram, fields: tuple[FieldChange, ...]) -> Iterator[tuple[str | None, str]]:
    slug = ref.slug
    match ref.kind:
        case "capability":
            yield program.capabilities[slug].approver, "approves the capability"
        case "experiment":
            of = program.capabilities.get(program.experiments[slug].of)
            yield of.approver if of else None, "approves the capability that it tests"
        case "metric":
            yield from _of_metric(slug, program, fields)
        case "ledger":
            yield program.ledgers[slug].closed_by or _finance(program), "closes the books"
        case "source":
            yield program.sources[slug].owner, "owns the data"
        case "contract":
            owners = dict.fromkeys(each.owner for each in program.sources.values() if each.contract == slug)
            yield from ((each, "owns the data under the contract") for each in owners)
        case "integration":
            yield program.integrations[slug].owner, "owns the system"
        case "channel":
            yield program.channels[slug].owner, "owns the channel"
        case "waiver":
            yield program.waivers[slug].approved_by, "allows the exception"
        case _:
            yield program.program.sponsor, "sponsors the program"


def _of_metric(
    slug: str, program: CompiledProgram, fields: tuple[FieldChange, ...]
) -> Iterator[tuple[str | None, str]]:
    metric = program.metrics[slug]
    if metric.times is not None and (not fields or any(each.path.startswith("times") for each in fields)):
        yield metric.times.signed_by, "signs the margin"
    if not fields or any(not each.path.startswith("times") for each in fields):
        source = program.sources.get(metric.source)
        yield source.owner if source else None, "owns the data"


def _of_fields(
    ref: Ref, before: CompiledProgram | None, program: CompiledProgram, fields: tuple[FieldChange, ...]
) -> Iterator[tuple[str | None, str]]:
    paths = [each.path for each in fields]
    if ref.kind == "capability":
        if any(each.startswith("costs") for each in paths):
            yield _finance(program), "answers for what it costs"
        if any(each.startswith("needs.governance") for each in paths) and (found := _privacy(program)):
            yield found, "answers for governance"
        if before is not None and "approver" in paths and ref.slug in before.capabilities:
            yield program.program.sponsor, "decides who approves"
    if ref.kind in {"milestone", "capability"}:
        yield from ((each, "signs its evidence") for each in _signers(ref, program, paths))


def _signers(ref: Ref, program: CompiledProgram, paths: list[str]) -> Iterator[str]:
    document = program.milestones.get(ref.slug) if ref.kind == "milestone" else None
    for each in criteria(document.exit if document else None):
        if each.signed_by and any(str(each.evidence) in path for path in paths):
            yield each.signed_by


def _eligible(ref: Ref, role: str | None, because: str, program: CompiledProgram) -> Approval:
    """Take the role that is asked, unless it owns what changes; then the sponsor, then finance."""
    owner = None if ref.kind in THEIRS else _owner(ref, program)
    choices = [(role, because), (program.program.sponsor, f"{_passed_over(owner)}; the sponsor is asked")]
    choices += [(each, f"{_passed_over(owner)}; finance is asked") for each in _finance_roles(program)]
    for each, why in choices:
        if each is not None and not _same(program, each, owner):
            return Approval(ref=ref, role=each, held_by=_holder(program, each), because=why)
    return Approval(ref=ref, role=None, held_by=None, because="all who could approve it own it; name another approver")


def _passed_over(owner: str | None) -> str:
    return f"role/{owner} owns it" if owner else "nobody is named"


def _owner(ref: Ref, program: CompiledProgram) -> str | None:
    # The books, a holdout and what is only the sponsor's have no owner beside the sponsor, who approves them.
    return None if ref.kind in {"ledger", "holdout"} else program.owner_of(ref)


def _same(program: CompiledProgram, role: str, owner: str | None) -> bool:
    holder = _holder(program, role)
    return role == owner or (holder is not None and owner is not None and holder == _holder(program, owner))


def _holder(program: CompiledProgram, role: str) -> str | None:
    found = program.roles.get(role)
    return found.held_by if found else None


def _finance(program: CompiledProgram) -> str | None:
    ledger = program.ledger
    if ledger is not None and ledger.closed_by is not None:
        return ledger.closed_by
    return next(iter(_finance_roles(program)), None)


def _finance_roles(program: CompiledProgram) -> list[str]:
    return [slug for slug, each in program.roles.items() if each.function is Function.FINANCE]


def _privacy(program: CompiledProgram) -> str | None:
    return next((slug for slug in program.roles if any(each in slug for each in PRIVACY)), None)
