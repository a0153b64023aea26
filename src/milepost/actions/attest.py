"""The verb `attest`: a role other than the owner signs what no experiment shows, or that arms were randomised."""

from dataclasses import dataclass
from datetime import date, datetime

from milepost.actions.accept_program import statement_fact
from milepost.actions.ports import ProgramFolder, State
from milepost.actions.programs import in_force, sound
from milepost.experiments.holdout_verdict import holdout_digest
from milepost.experiments.verdict import design_digest
from milepost.governance.attestation import SIGNED, Attestation, RandomisationStatement, SigningRequest, rule_signing
from milepost.governance.rules import NOT_ATTESTABLE
from milepost.kernel.finding import Refused
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.kernel.time import day_in
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import evidence_of_steps
from milepost.program.documents.condition import criteria
from milepost.program.persons import with_persons
from milepost.record.canonical import to_json
from milepost.record.event import Event, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a person asks to sign. `what` is a name that criteria ask for, `experiment/ID` or `holdout/ID`."""

    what: str
    signer: str
    document: str
    expires: date | None
    statement: str = ""


def attest(signing: Signing, folder: ProgramFolder, state: State, now: datetime) -> Event:
    """Record a signature; raises Refused with every reason against it. A grade D fact, and never one of value."""
    with state.lock():
        sound(state.record)
        program = in_force(state.record).program
        if (draw := _draw(signing.what, program)) is not None:
            fact = _statement(signing, draw, program, folder, now)
        else:
            fact = _attestation(signing, signing.what.removeprefix("attestation/"), program, folder, now)
        return state.record.append([fact])[0]


def asked_names(program: CompiledProgram) -> dict[str, frozenset[str]]:
    """Return the names that criteria and steps ask to be attested, with the roles asked to sign (empty for anyone)."""
    found: dict[str, set[str]] = {}
    conditions = [each.exit for each in program.milestones.values()]
    conditions += [each.exit_when for each in program.capabilities.values()]
    for criterion in (each for condition in conditions for each in criteria(condition)):
        if criterion.ref.kind == "attestation":
            roles = found.setdefault(criterion.ref.slug, set())
            roles.update([criterion.signed_by] if criterion.signed_by else [])
    for capability in program.capabilities.values():
        for name in evidence_of_steps(capability):
            found.setdefault(name, set())
    return {name: frozenset(roles) for name, roles in found.items()}


def _draw(what: str, program: CompiledProgram) -> Ref | None:
    """Return the experiment or holdout whose draw is signed; None where an attestation is."""
    kind, _, slug = what.partition("/")
    known = {"experiment": program.experiments.keys(), "holdout": program.holdouts.keys()}
    return Ref(kind, slug) if slug in known.get(kind, ()) else None


def _statement(signing: Signing, draw: Ref, program: CompiledProgram, folder: ProgramFolder, now: datetime) -> Fact:
    digest, slug = folder.document_digest(signing.document), draw.slug
    if draw.kind == "holdout":
        owners, design = {program.program.sponsor: "the program"}, holdout_digest(program, slug)
    else:
        if not program.experiments[slug].may_be_stated:
            why = f"{draw} drew nothing at random that could be checked: it is a series, or a platform's own study"
            raise Refused(NOT_ATTESTABLE.at(None, why, "let chance leave a group alone, and read it by `arms:`"))
        capability = program.capabilities[program.experiments[slug].of]
        owners, design = {capability.owner: f"capability/{capability.id}"}, design_digest(program, slug)
    _allowed(signing, owners, program, digest, now, frozenset())
    told = RandomisationStatement(
        experiment=slug,
        design=design,
        signer=signing.signer,
        document=signing.document,
        document_digest=str(digest),
        told_by="attest",
    )
    return statement_fact(told, program.digest, draw)


def _attestation(signing: Signing, name: str, program: CompiledProgram, folder: ProgramFolder, now: datetime) -> Fact:
    asked = asked_names(program)
    if name not in asked or signing.expires is None:
        if name in asked:
            hint_ = "give `--expires DATE`, the last day it holds"
            raise Refused(NOT_ATTESTABLE.at(None, f"{signing.what} needs a day on which it expires", hint_))
        why = f"{signing.what} is asked for by no criterion or step"
        names = [*asked, *(f"experiment/{slug}" for slug in program.experiments)]
        names += [f"holdout/{slug}" for slug in program.holdouts]
        raise Refused(NOT_ATTESTABLE.at(None, why, hint(signing.what, names, "attestation")))
    digest = folder.document_digest(signing.document)
    _allowed(signing, _owners(name, program), program, digest, now, asked[name])
    told = Attestation(
        name=name,
        signer=signing.signer,
        statement=signing.statement,
        document=signing.document,
        document_digest=str(digest),
        expires=signing.expires,
    )
    return Fact(
        type=SIGNED,
        subject=f"attestation/{name}",
        key=f"{told.signer} {told.document_digest} {told.expires}",
        actor=f"role/{told.signer}",
        program=program.digest,
        data={"attestation": to_json(told)},
    )


def _owners(name: str, program: CompiledProgram) -> dict[str, str]:
    """Return who answers for what hangs on the attestation: milestones that ask for it, and their capabilities."""
    owners: dict[str, str] = {}
    for slug, milestone in program.milestones.items():
        if any(each.evidence == f"attestation/{name}" for each in criteria(milestone.exit)):
            owners.update({program.capabilities[each].owner: f"capability/{each}" for each in milestone.capabilities})
            if (owner := program.owner_of(Ref("milestone", slug))) is not None:
                owners[owner] = f"milestone/{slug}"
    for slug, capability in program.capabilities.items():
        if name in evidence_of_steps(capability):
            owners[capability.owner] = f"capability/{slug}"
    return owners


def _allowed(
    signing: Signing,
    owners: dict[str, str],
    program: CompiledProgram,
    digest: str | None,
    now: datetime,
    asked: frozenset[str],
) -> None:
    request = SigningRequest(
        what=signing.what,
        signer=signing.signer,
        roles=frozenset(program.roles),
        owners=with_persons(owners, program.roles),
        document=signing.document,
        document_digest=digest,
        today=day_in(now, program.program.time_zone),
        expires=signing.expires,
        asked=asked,
    )
    if denied := tuple(rule_signing(request)):
        raise Refused(*denied)
