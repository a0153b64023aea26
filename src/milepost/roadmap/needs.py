"""What needs a person: derived from the status, with who and the command to type."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from milepost.kernel.time import day_in
from milepost.kernel.words import CapabilityWord, Grade, MilestoneWord, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import Criterion, criteria
from milepost.roadmap.criterion import judge_criterion, phase_of
from milepost.roadmap.facts import Facts, latest
from milepost.roadmap.proposals import Proposal, Step
from milepost.roadmap.words import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that only a person can do. `owner` is the role that is asked; `command` is None where none helps."""

    what: str
    why: str
    owner: str | None
    command: str | None = None


def needs_of(
    program: CompiledProgram,
    facts: Facts,
    at: datetime,
    milestones: tuple[Item[MilestoneWord], ...],
    capabilities: tuple[Item[CapabilityWord], ...],
    proposals: tuple[Proposal, ...] = (),
) -> tuple[Need, ...]:
    """Give what needs a person, the most pressing first; empty when nothing does."""
    found = [
        *_harm(capabilities),
        *_exits(program, facts, at),
        *_sources(program, facts, at),
        *_signatures(program, milestones),
        *_unstated(program, facts, at),
        *_reruns(capabilities),
        *_expiring(program, at, milestones),
        *_decisions(capabilities),
    ]
    found += [*_proposed(proposals, found), *_waivers(program, at)]
    return tuple(dict.fromkeys(found))


def _proposed(proposals: tuple[Proposal, ...], others: list[Need]) -> Iterator[Need]:
    """Ask for a decision where one is proposed that nothing else asks for."""
    for each in proposals:
        ref = f"capability/{each.capability}"
        asked = any(need.what.startswith("decide") and need.what.endswith(f" {ref}") for need in others)
        if each.step is not Step.KEEP and not asked:
            what = f"decide whether to {each.step} {ref}"
            yield Need(what=what, why=each.because, owner=each.decides, command="milepost review")


def _waivers(program: CompiledProgram, at: datetime) -> Iterator[Need]:
    today = day_in(at, program.program.time_zone)
    for slug, waiver in program.waivers.items():
        if waiver.expires_at < today:
            why = f"it let off {waiver.waives} until {waiver.expires_at}: {waiver.because}"
            yield Need(what=f"end or renew waiver/{slug}", why=why, owner=waiver.approved_by, command="milepost review")


def _harm(capabilities: tuple[Item[CapabilityWord], ...]) -> Iterator[Need]:
    for item in capabilities:
        if item.judged.word is CapabilityWord.HARMFUL:
            what = f"decide whether to stop {item.ref}"
            yield Need(what=what, why=item.judged.because, owner=item.owner, command="milepost review")


def _exits(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[Need]:
    for slug, capability in program.capabilities.items():
        if capability.exit_when is None or capability.retired is not None:
            continue
        found = {each: judge_criterion(each, program, facts, at) for each in criteria(capability.exit_when)}
        if phase_of(capability.exit_when, found) is Phase.SUCCESSFUL:
            why = "its exit condition holds: " + "; ".join(each.judged.because for each in found.values())
            what = f"decide whether to stop capability/{slug}"
            yield Need(what=what, why=why, owner=capability.approver, command="milepost review")


def _sources(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[Need]:
    for name, source in program.sources.items():
        checked = latest(facts.checks, name, at)
        if checked is not None and not checked.fact.ok:
            why = "; ".join(checked.fact.because)
            command = f"milepost run --source {name}=FILE"
            yield Need(what=f"mend source/{name}", why=why, owner=source.owner, command=command)
        elif latest(facts.loads, name, at) is None:
            command = f"milepost run --source {name}=FILE"
            yield Need(what=f"load source/{name}", why="it was never loaded", owner=source.owner, command=command)


def _signatures(program: CompiledProgram, milestones: tuple[Item[MilestoneWord], ...]) -> Iterator[Need]:
    for criterion in _open_criteria(program, milestones):
        if criterion.ref.kind == "attestation" and criterion.signed_by is not None:
            name = criterion.ref.slug
            command = f"milepost attest {name} --signer {criterion.signed_by} --document FILE --expires DATE"
            yield Need(
                what=f"attest {name}", why="a milestone waits for it", owner=criterion.signed_by, command=command
            )


def _unstated(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[Need]:
    for slug, experiment in program.experiments.items():
        told = latest(facts.verdicts, slug, at)
        # A statement lifts these and no other: a series drew nothing, and a vendor's own interval stays one.
        lifted = Grade.C if experiment.arms is not None else Grade.B if experiment.imported is not None else None
        if told is not None and told.fact.grade is lifted and told.fact.phase is not Phase.ERROR:
            command = f"milepost attest experiment/{slug} --signer ROLE --document FILE"
            proves = "proves nothing" if lifted is Grade.C else "is not proven as a randomised test is"
            why = f"nobody states that its arms were drawn at random, so it is grade {lifted} and {proves}"
            owner = program.capabilities[experiment.of].approver
            yield Need(what=f"state the randomisation of experiment/{slug}", why=why, owner=owner, command=command)


def _reruns(capabilities: tuple[Item[CapabilityWord], ...]) -> Iterator[Need]:
    for item in capabilities:
        if "run again" in item.judged.because:
            yield Need(what=f"run for {item.ref}", why=item.judged.because, owner=item.owner, command="milepost run")


def _open_criteria(program: CompiledProgram, milestones: tuple[Item[MilestoneWord], ...]) -> Iterator[Criterion]:
    for item in milestones:
        asked = criteria(program.milestones[item.ref.partition("/")[2]].exit)
        for criterion, status in zip(asked, item.criteria, strict=True):
            if status.phase is Phase.PENDING and item.judged.word is not MilestoneWord.ACHIEVED:
                yield criterion


def _expiring(program: CompiledProgram, at: datetime, milestones: tuple[Item[MilestoneWord], ...]) -> Iterator[Need]:
    within, zone = program.program.tolerances.expiring_within, program.program.time_zone
    for item in milestones:
        for status in item.criteria:
            until = status.valid_until
            if status.phase is Phase.SUCCESSFUL and until is not None and at >= within.before(until, zone):
                day = day_in(until, zone)
                yield Need(what=f"renew {status.evidence}", why=f"it expires on {day}", owner=item.owner)
        if item.judged.word is MilestoneWord.REOPENED:
            yield Need(what=f"win back {item.ref}", why=item.judged.because, owner=item.owner)


def _decisions(capabilities: tuple[Item[CapabilityWord], ...]) -> Iterator[Need]:
    for item in capabilities:
        if item.judged.word is CapabilityWord.INCONCLUSIVE and "run again" not in item.judged.because:
            what = f"decide: extend, change or stop {item.ref}"
            yield Need(what=what, why=item.judged.because, owner=item.owner, command="milepost review")
