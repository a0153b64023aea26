"""How far a program has come, in the plan's words: what the record knows of each capability and milestone.

One table, by the word of a capability:

| word | live since | works | effect |
|---|---|---|---|
| proven | its first data | yes | measured |
| attested | its last signature | yes | as planned |
| harmful | its first data | no | - |
| stopped | its first data, if it has any | only if it was proven | measured, if it was |
| inconclusive | its first data | not known: the plan's chance stays | measured, if it was |
| running, blocked | its first data, if it has any | not known | measured, if it was |
| not started | - | not known | as planned |

An inconclusive trial has shown neither a gain nor a harm; what it says of the effect counts, and no more is concluded.
"""

from collections.abc import Iterator
from datetime import date, datetime

from milepost.kernel.time import day_in
from milepost.kernel.words import CapabilityWord
from milepost.ledger.entry import Column
from milepost.plan.model import Range
from milepost.plan.progress import Known, Progress
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.roadmap.capability import experiments_of, judge_capability
from milepost.roadmap.facts import Facts, data_until, latest, standing
from milepost.roadmap.forecasts import forecast_now
from milepost.roadmap.history import History
from milepost.roadmap.judge import Bench


def progress_of(program: CompiledProgram, facts: Facts, at: datetime) -> Progress:
    """Say how far `program` has come by what was recorded by `at`, whether it was accepted or not.

    `day` is the last that the data reaches, None without data: a clock's reading would make a rerun foretell another.
    A milestone that is achieved has been so since it first was, though its evidence may have lapsed in between.
    """
    bench = Bench(facts=facts, draft=program, draft_at=at)
    history = History(bench=bench, until=at)
    zone = program.program.time_zone
    achieved = {
        slug: day_in(history.first_achieved(slug) or at, zone)
        for slug in program.milestones
        if bench.achieved(slug, at)
    }
    found = {slug: _known(bench, program, slug, at) for slug in program.capabilities}
    return Progress(
        day=max((day_in(each, zone) for each in _ends(program, facts, at)), default=None),
        capabilities={slug: each for slug, each in found.items() if each != Known()},
        achieved=achieved,
    )


def _ends(program: CompiledProgram, facts: Facts, at: datetime) -> Iterator[datetime]:
    told = [
        (program.experiments[slug].source, each) for slug, each in facts.verdicts.items() if slug in program.experiments
    ]
    for source, readings in told:
        yield from (data_until(facts, source, each) for each in readings if each.at <= at and each.event.occurred_at)
    for slug, levels in facts.measurements.items():
        if slug in program.kpis:
            source = program.metrics[program.kpis[slug].metric].source
            yield from (data_until(facts, source, each) for each in levels if each.at <= at and each.event.occurred_at)


def _known(bench: Bench, program: CompiledProgram, slug: str, at: datetime) -> Known:
    judged = judge_capability(bench, slug, at)
    word = judged.word if judged else CapabilityWord.NOT_STARTED
    began = _first_data(program, bench.facts, slug, at)
    match word:
        case CapabilityWord.PROVEN:
            return Known(live=began, works=True, effect=_effect(program, bench.facts, slug, at))
        case CapabilityWord.ATTESTED:
            return Known(live=_signed(program, bench.facts, slug, at), works=True)
        case CapabilityWord.HARMFUL:
            return Known(live=began, works=False)
        case CapabilityWord.STOPPED:
            was = _was_proven(bench.facts, slug, at)
            return Known(live=began, works=was, effect=_effect(program, bench.facts, slug, at) if was else None)
        case CapabilityWord.INCONCLUSIVE | CapabilityWord.RUNNING | CapabilityWord.BLOCKED:
            return Known(live=began, effect=_effect(program, bench.facts, slug, at))
        case CapabilityWord.NOT_STARTED:
            return Known()


def _first_data(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> date | None:
    """Return the first day of its first experiment that has data; a run whose period is not known, when it was read."""
    today = day_in(at, program.program.time_zone)
    found = []
    for name in experiments_of(program, slug):
        experiment = program.experiments[name]
        told = latest(facts.verdicts, name, at)
        has_data = told is not None or latest(facts.loads, experiment.source, at) is not None
        if has_data and experiment.period is not None and experiment.period.start <= today:
            found.append(experiment.period.start)
        elif told is not None and experiment.period is None:
            found.append(day_in(data_until(facts, experiment.source, told), program.program.time_zone))
    return min(found, default=None)


def _signed(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> date | None:
    names = {
        each.ref.slug
        for milestone in program.milestones.values()
        if slug in milestone.capabilities
        for each in criteria(milestone.exit)
        if each.ref.kind == "attestation"
    }
    firsts = [facts.attestations[name][0] for name in names if facts.attestations.get(name)]
    days = (day_in(each.holds_from, program.program.time_zone) for each in firsts if each.at <= at)
    return max(days, default=None)


def _was_proven(facts: Facts, slug: str, at: datetime) -> bool:
    entries = (each.fact for each in standing(facts, slug, at))
    return any(each.column is Column.REALISED and each.amount.lower95 > 0 for each in entries)


def _effect(program: CompiledProgram, facts: Facts, slug: str, at: datetime) -> Range | None:
    """Return what the forecast became by what was measured, a reached unit; None where nothing that counts was."""
    capability, found = program.capabilities[slug], forecast_now(program, facts, slug, at)
    if found is None or found.measured is None or capability.moves is None:
        return None
    if found.prior.moves.kpi != capability.moves.kpi or found.unit != capability.moves.p50.unit:
        return None
    p10, p50, p90 = found.now
    return Range(p10=p10, p50=p50, p90=p90)
