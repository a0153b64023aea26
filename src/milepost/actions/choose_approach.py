"""The verb `approaches choose`: the sponsor's choice of an operating model goes on record, with what was shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from milepost.actions.approach_rules import NO_REASON, NOT_THE_SPONSOR, OTHER_APPROACH, SEAT_UNFILLED
from milepost.actions.compare_approaches import Compared, Say, Size, compared_of, standing_now
from milepost.actions.ports import ProgramFolder, State
from milepost.actions.programs import compile_folder, in_force, sound
from milepost.actions.progress_now import progress_now
from milepost.experiments.evidence import significant
from milepost.governance.rules import UNKNOWN_SIGNER
from milepost.kernel.digest import short
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.ids import Ref
from milepost.kernel.near import hint
from milepost.plan.approaches.choice import CHOSEN, ApproachChoice
from milepost.plan.forecast import Quantiles
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from milepost.record.canonical import canonical_digest, to_json
from milepost.record.event import EventId, Fact
from milepost.roadmap.triggers import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks to have recorded."""

    approach: Approach
    because: str
    signer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was recorded; `is_new` False where the standing choice says the same and nothing tripped since."""

    choice: ApproachChoice
    event: str
    is_new: bool
    compared: Compared


def choose_approach(
    wish: Wish, folder: ProgramFolder, state: State, priors: bytes, now: datetime, size: Size, say: Say
) -> Chosen:
    """Record a choice for the accepted program, with the figures of a run of it.

    Raises Refused with every reason against it: MP770 where the accepted files say another approach, MP771-MP773 and
    MP702 for the signer and the reason, MP620 where nothing was accepted.
    """
    with state.lock():
        sound(state.record)
        version = in_force(state.record)
        if denied := tuple(_denied(wish, version.program, folder)):
            raise Refused(*denied)
        compared = compared_of(version.program, priors, size, say, progress_now(version.program, state.record))
        standing = standing_now(state.record, version.program, now)
        made = _choice(wish, compared, standing)
        last = standing.choice if standing else None
        if last is not None and standing is not None and not standing.triggers and _same(last.fact, made):
            return Chosen(choice=last.fact, event=last.event.id, is_new=False, compared=compared)
        causes = [EventId(version.event), *([last.event.id] if last else [])]
        fact = Fact(
            type=CHOSEN,
            subject=f"program/{version.program.program.id}",
            key=f"{canonical_digest(to_json(made))} after {made.previous}",
            actor=f"role/{wish.signer}",
            program=version.program.digest,
            data={"choice": to_json(made)},
            causes=tuple(causes),
        )
        return Chosen(choice=made, event=state.record.append([fact])[0].id, is_new=True, compared=compared)


def _denied(wish: Wish, program: CompiledProgram, folder: ProgramFolder) -> Iterator[Finding]:
    signer, sponsor = wish.signer, program.program.sponsor
    if not wish.because.strip():
        yield NO_REASON.at(None, "a choice without a reason can't be looked at again", NO_REASON.fix)
    if signer not in program.roles:
        yield UNKNOWN_SIGNER.at(None, f"{signer} is not a role of the program", hint(signer, program.roles, "role"))
    elif signer != sponsor:
        message = f"role/{signer} is not the program's sponsor, role/{sponsor}"
        yield NOT_THE_SPONSOR.at(None, message, f"let the sponsor sign: `--signer {sponsor}`")
    elif not program.roles[signer].held_by:
        yield SEAT_UNFILLED.at(None, f"nobody holds role/{signer}", SEAT_UNFILLED.fix)
    if wish.approach is not program.program.approach:
        yield _other(wish, program, folder)


def _other(wish: Wish, program: CompiledProgram, folder: ProgramFolder) -> Finding:
    """Say which line to change; where the files have it already, that they are not accepted."""
    try:
        draft = compile_folder(folder).draft
    except Refused:
        draft = None
    ref = Ref("program", program.program.id)
    span = draft.key_span(ref, "approach") if draft is not None and ref in draft.origins else None
    accepted = f"program {short(program.digest)}, the accepted one, says `approach: {program.program.approach}`"
    if draft is not None and draft.program is not None and draft.program.approach is wish.approach:
        return OTHER_APPROACH.at(span, accepted, "the files say so already: run `milepost accept`, then choose")
    fix = f"write `approach: {wish.approach}` there, run `milepost accept`, then choose"
    return OTHER_APPROACH.at(span, accepted, fix)


def _choice(wish: Wish, compared: Compared, standing: Standing | None) -> ApproachChoice:
    comparison, judgement = compared.comparison, compared.judgement
    last = standing.choice if standing else None
    answers = standing.triggers if standing else ()
    return ApproachChoice(
        approach=wish.approach.value,
        because=wish.because.strip(),
        signer=wish.signer,
        program=compared.program.digest,
        priors=compared.assumptions.digest,
        seed=comparison.seed,
        scenarios=comparison.scenarios,
        first=judgement.first.value,
        named=judgement.named.value if judgement.named else None,
        answers=tuple(f"{each.gauge}: {each.reading.number}, asked {each.reading.threshold}" for each in answers),
        previous=last.event.id if last else None,
        stats={each.value: _stats(compared, each) for each in Approach},
    )


def _stats(compared: Compared, approach: Approach) -> dict[str, Quantiles]:
    found = {measure: compared.comparison.shown(approach, measure) for measure in Measure}
    return {
        measure.value: Quantiles(p10=significant(each.low), p50=significant(each.middle), p90=significant(each.high))
        for measure, each in found.items()
    }


def _same(one: ApproachChoice, other: ApproachChoice) -> bool:
    """Tell whether two choices say the same of the same program and priors."""
    return (one.approach, one.because, one.signer, one.program, one.priors, one.seed, one.scenarios) == (
        other.approach,
        other.because,
        other.signer,
        other.program,
        other.priors,
        other.seed,
        other.scenarios,
    )
