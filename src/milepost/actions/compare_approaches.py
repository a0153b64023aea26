"""The verb `approaches`: the files' program under three operating models, beside the choice that is on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.actions.known_facts import facts_now, make_sure, versions_of
from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder
from milepost.actions.progress_now import progress_now
from milepost.kernel.finding import Finding, Refused
from milepost.plan.approaches.compare import SEED, Comparison, cautions, compare, size_for
from milepost.plan.approaches.flips import Flips, flips
from milepost.plan.approaches.judged import Judgement, judge
from milepost.plan.approaches.priors import Assumptions, assumed
from milepost.plan.inputs import model_of
from milepost.plan.progress import Progress
from milepost.program.compiled import CompiledProgram
from milepost.program.compiler import compile_program
from milepost.program.documents.operating import OperatingModel
from milepost.roadmap.history import History
from milepost.roadmap.judge import Bench
from milepost.roadmap.triggers import Standing, standing_of

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """By which seed, and how much is drawn: sets of assumptions, futures in each; None for what `size_for` says."""

    seed: int = SEED
    sets: int | None = None
    each: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A program's comparison, what can be said of it, what would flip it, and how the recorded choice stands."""

    program: CompiledProgram
    assumptions: Assumptions
    comparison: Comparison
    judgement: Judgement
    flips: Flips
    standing: Standing | None
    findings: tuple[Finding, ...] = ()


def compare_approaches(
    folder: ProgramFolder,
    record: RecordReader | None,
    priors: bytes,
    now: datetime,
    size: Size,
    say: Say,
) -> Compared:
    """Compare for the program as its files say it now, as far as it has come; None is the record of nothing.

    `priors` are Milepost's own, as YAML. Raises Refused where the files do not compile, or with MP767.
    """
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*made.findings)
    compared = compared_of(made.program, priors, size, say, progress_now(made.program, record))
    return Compared(
        program=made.program,
        assumptions=compared.assumptions,
        comparison=compared.comparison,
        judgement=compared.judgement,
        flips=compared.flips,
        standing=standing_now(record, made.program, now) if record is not None else None,
        findings=compared.findings,
    )


def compared_of(program: CompiledProgram, priors: bytes, size: Size, say: Say, progress: Progress) -> Compared:
    """Run a compiled program under the three operating models; what is live in it stays as it is in each."""
    assumptions = assumed(shipped(priors), program.operating_models)
    plan, choosing = model_of(program, progress), program.program.choosing
    usual = size_for(plan)
    sets, each = size.sets or usual[0], size.each or usual[1]
    say(f"{sets * each:,} futures of each operating model")
    comparison = compare(plan, assumptions, size.seed, sets, each)
    say(f"each of {len(assumptions.held)} priors moved within its range")
    return Compared(
        program=program,
        assumptions=assumptions,
        comparison=comparison,
        judgement=judge(comparison, choosing),
        flips=flips(plan, assumptions, choosing.first, size.seed),
        standing=None,
        findings=tuple(cautions(plan, assumptions)),
    )


def shipped(priors: bytes) -> Mapping[str, OperatingModel]:
    """Read Milepost's own priors, which stand in the form of a program's documents."""
    return {ref.slug: each for ref, each in compile_program({"priors.yaml": priors}).draft.of(OperatingModel)}


def standing_now(record: RecordReader, program: CompiledProgram, now: datetime) -> Standing | None:
    """Say how the recorded choice stands; None before the first accepted version."""
    versions = versions_of(record)
    if not versions.accepted:
        return None
    sound = make_sure(record, versions)
    at = now if sound.recorded_at is None or now >= sound.recorded_at else sound.recorded_at
    facts = facts_now(record, versions, sound)
    return standing_of(History(bench=Bench(facts=facts), until=at), program, at)
