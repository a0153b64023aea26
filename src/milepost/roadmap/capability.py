"""The word of a capability. The first predicate that holds wins."""

from datetime import datetime
from decimal import Decimal

from milepost.kernel.ids import Ref
from milepost.kernel.time import day_in, start_of_day
from milepost.kernel.words import CapabilityWord, Grade, Phase
from milepost.ledger.entry import Column, LedgerEntry
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.roadmap.criterion import outdated, valid_until
from milepost.roadmap.facts import Told, latest, standing
from milepost.roadmap.judge import Bench
from milepost.roadmap.money import gained, headline, headline_of_loss, money
from milepost.roadmap.outside import down_because
from milepost.roadmap.people import overdue
from milepost.roadmap.words import Judged

Judgement = Judged[CapabilityWord]


def judge_capability(bench: Bench, slug: str, at: datetime) -> Judgement | None:
    """Judge a capability at an instant; None before any accepted program names it."""
    program = bench.program_at(at)
    if program is None:
        return None
    if slug not in program.capabilities:
        return _removed(bench, slug, at)
    return (
        _stopped(program, slug, at)
        or _harmful(bench, program, slug, at)
        or _blocked(bench, program, slug, at)
        or _proven(bench, program, slug, at)
        or _inconclusive(bench, program, slug, at)
        or _attested(bench, program, slug, at)
        or _running(bench, program, slug, at)
        or Judged(word=CapabilityWord.NOT_STARTED, because="no experiment or release has begun")
    )


def experiments_of(program: CompiledProgram, slug: str) -> tuple[str, ...]:
    """Return the experiments of a capability."""
    return tuple(name for name, each in program.experiments.items() if each.of == slug)


def _removed(bench: Bench, slug: str, at: datetime) -> Judgement | None:
    earlier = [told for told, program in bench.facts.programs if told.at <= at and slug in program.capabilities]
    if not earlier:
        return None
    return Judged(
        word=CapabilityWord.STOPPED, because="taken out of the accepted program", events=(earlier[-1].event.id,)
    )


def _stopped(program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    retired = program.capabilities[slug].retired
    if retired is None or at < start_of_day(retired.on, program.program.time_zone):
        return None
    return Judged(word=CapabilityWord.STOPPED, because=f"retired on {retired.on}: {retired.because}")


def _realised(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> tuple[Told[LedgerEntry], ...]:
    """Return the realised entries whose reading still speaks for the program."""
    found = (each for each in standing(bench.facts, slug, at) if each.fact.column is Column.REALISED)
    return tuple(each for each in found if unspoken(bench, program, each, at) is None)


def unspoken(bench: Bench, program: CompiledProgram, told: Told[LedgerEntry], at: datetime) -> str | None:
    """Say why the reading of an entry no longer speaks for the program; None while it does, expired or not."""
    slug = told.fact.experiment
    verdict = latest(bench.facts.verdicts, slug, at)
    if verdict is None:
        return None
    if verdict.event.id != told.fact.verdict:
        return "a newer reading was made and not posted; run again"
    return outdated(program, bench.facts, slug, verdict, at)


def _harmful(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    for told in standing(bench.facts, slug, at):
        amount = told.fact.amount
        if told.fact.column is Column.REALISED and amount.upper95 < 0:
            because = f"loses {headline_of_loss(amount)}"
            return _valued(CapabilityWord.HARMFUL, told, because, amount.upper95, ">= 0")
    for name in experiments_of(program, slug):
        verdict = latest(bench.facts.verdicts, name, at)
        for guard in verdict.fact.guardrails if verdict and verdict.fact.is_whole else ():
            if verdict is not None and guard.phase is Phase.FAILED:
                because = f"guardrail {guard.metric} failed: {guard.because}"
                grade, events = verdict.fact.grade, (verdict.event.id,)
                return Judged(word=CapabilityWord.HARMFUL, because=because, grade=grade, events=events)
    return None


def _blocked(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    capability = program.capabilities[slug]
    sources = [*capability.needs.data, *(program.experiments[name].source for name in experiments_of(program, slug))]
    for source in dict.fromkeys(sources):
        checked = latest(bench.facts.checks, source, at)
        if checked is not None and not checked.fact.ok:
            broken = "; ".join(checked.fact.because)
            because = f"source/{source} breaks its contract: {broken}"
            return Judged(word=CapabilityWord.BLOCKED, because=because, events=(checked.event.id,))
    for role in dict.fromkeys([*capability.needs.roles, capability.owner, capability.approver]):
        if role in program.roles and not program.roles[role].held_by:
            expected = program.roles[role].expected
            until = f", expected {expected}" if expected else ", and nobody knows when it is filled"
            return Judged(word=CapabilityWord.BLOCKED, because=f"role/{role} is unfilled{until}")
    for integration in capability.needs.integrations:
        if (down := down_because(program, bench.facts, integration, at)) is not None:
            return Judged(word=CapabilityWord.BLOCKED, because=down[0], events=tuple(each for each in down[1:] if each))
    if (late := overdue(slug, capability, program, bench.facts, at)) is not None:
        because = f"{late.what} was due on {late.by}: {late.because}"
        return Judged(word=CapabilityWord.BLOCKED, because=because, events=late.events)
    for other in capability.needs.after:
        judged = judge_capability(bench, other, at)
        if judged is not None and judged.word in {CapabilityWord.STOPPED, CapabilityWord.BLOCKED}:
            return Judged(word=CapabilityWord.BLOCKED, because=f"needs capability/{other}, which is {judged.word}")
    return None


def _proven(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    for told in _realised(bench, program, slug, at):
        amount = told.fact.amount
        if amount.lower95 > 0 and lapsed_on(bench, program, told, at) is None:
            return _valued(
                CapabilityWord.PROVEN, told, f"{gained(told.fact.kind)} {headline(amount)}", amount.lower95, "> 0"
            )
    return None


def _inconclusive(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    word = CapabilityWord.INCONCLUSIVE
    for told in standing(bench.facts, slug, at):
        amount, grade = told.fact.amount, told.fact.grade
        if (why := unspoken(bench, program, told, at)) is not None:
            return _valued(word, told, why, amount.lower95, "a reading that counts")
        if (lapsed := lapsed_on(bench, program, told, at)) is not None:
            return _valued(word, told, f"the evidence expired on {lapsed}", amount.lower95, "unexpired")
        said = "the interval holds both a gain and a loss" if grade.may_be_realised else f"grade {grade} proves nothing"
        return _valued(word, told, f"{said}: {headline(amount)}", amount.lower95, "> 0, grade A or B")
    for name in experiments_of(program, slug):
        verdict = latest(bench.facts.verdicts, name, at)
        if verdict is not None and (verdict.fact.is_whole or verdict.fact.phase is Phase.ERROR):
            because = outdated(program, bench.facts, name, verdict, at) or verdict.fact.because
            return Judged(word=word, because=because, grade=verdict.fact.grade, events=(verdict.event.id,))
    return None


def _attested(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    found = {
        each: bench.criteria_at(milestone, program, at)[each]
        for milestone in program.milestones.values()
        if slug in milestone.capabilities
        for each in criteria(milestone.exit)
        if each.ref.kind == "attestation"
    }
    signed = list(found.values())
    if not signed or any(each.phase is not Phase.SUCCESSFUL for each in signed):
        return None
    events = tuple(event for each in signed for event in each.judged.events)
    because = f"{signed[0].evidence}: {signed[0].judged.because}; no value is claimed"
    return Judged(word=CapabilityWord.ATTESTED, because=because, grade=Grade.D, events=events)


def _running(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Judgement | None:
    for name in experiments_of(program, slug):
        experiment = program.experiments[name]
        loaded = latest(bench.facts.loads, experiment.source, at)
        if loaded is not None:
            read = latest(bench.facts.verdicts, name, at)
            why = outdated(program, bench.facts, name, read, at) if read else "it was not read yet"
            because = f"experiment/{name} has data; {why or 'its period is not over'}"
            return Judged(word=CapabilityWord.RUNNING, because=because, events=(loaded.event.id,))
        period, zone = experiment.period, program.program.time_zone
        if period is not None and at >= start_of_day(period.start, zone):
            return Judged(word=CapabilityWord.RUNNING, because=f"experiment/{name} began on {period.start}")
    return None


def lapsed_on(bench: Bench, program: CompiledProgram, told: Told[LedgerEntry], at: datetime) -> str | None:
    """Return the day on which the evidence of an entry lapsed, or None while it holds."""
    slug = told.fact.experiment
    verdict = latest(bench.facts.verdicts, slug, at)
    if verdict is None:
        return None
    until = valid_until(program, bench.facts, slug, verdict, None)
    return str(day_in(until, program.program.time_zone)) if at > until else None


def _valued(word: CapabilityWord, told: Told[LedgerEntry], because: str, number: Decimal, threshold: str) -> Judgement:
    entry = told.fact
    said = money(number, entry.amount.currency)
    events = (entry.verdict, told.event.id)
    return Judged(word=word, because=because, number=said, threshold=threshold, grade=entry.grade, events=events)


def why_not_counted(bench: Bench, program: CompiledProgram, told: Told[LedgerEntry], at: datetime) -> str | None:
    """Say why a standing entry no longer counts: its reading does not speak for the program, or expired; else None."""
    if (why := unspoken(bench, program, told, at)) is not None:
        return why
    lapsed = lapsed_on(bench, program, told, at)
    return f"its evidence expired on {lapsed}" if lapsed is not None else None


def owner_in(bench: Bench, ref: Ref, at: datetime) -> str | None:
    """Return the role that answers for a thing in the program of that instant, or in the last that named it."""
    program = bench.program_at(at)
    owner = program.owner_of(ref) if program else None
    if owner is not None or program is None:
        return owner
    earlier = [version.owner_of(ref) for told, version in bench.facts.programs if told.at <= at]
    return next((each for each in reversed(earlier) if each is not None), None)
