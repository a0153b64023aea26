"""The verb `run`: load, check contracts, measure KPIs, read experiments, post value and costs, foretell dates.

Only what changed is done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from milepost.actions.ports import Progress, State, Warehouse
from milepost.actions.programs import facts_until, in_force, sound
from milepost.actions.rules import NO_SUCH_SOURCE, NOTHING_TO_RUN
from milepost.actions.run import Run
from milepost.actions.run_costs import post_costs
from milepost.actions.run_experiment import post_value, read_experiment_of
from milepost.actions.run_holdout import post_total, read_holdout_of
from milepost.actions.run_plan import foretell_plan
from milepost.actions.run_source import check_contract, load_source, measure_kpi
from milepost.actions.steps import CONTRACT, COST, LOAD, MEASURE, PLAN, POST, READ, STEPS, Outcome, StepResult
from milepost.kernel.finding import Finding, Refused
from milepost.kernel.near import hint
from milepost.program.compiled import CompiledProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did, step by step, and what stood in its way."""

    steps: tuple[StepResult, ...]
    findings: tuple[Finding, ...]


def run_program(
    state: State,
    warehouse: Warehouse,
    sources: Mapping[str, Path],
    actor: str,
    now: datetime,
    progress: Progress,
    only: str | None = None,
) -> RunReport:
    """Run the accepted program. `sources` says where sources lie; those told before are remembered.

    `now` names the run and tells which periods are over. `only` names one step to do. A failing source stops what
    depends on it and nothing else; its findings are in the report. Raises Refused when nothing was accepted, no source
    is known, or another run holds the lock.
    """
    with state.lock():
        until = sound(state.record)
        version = in_force(state.record)
        program = version.program
        _known(program, sources)
        places = {name: path for name in program.sources if (path := sources.get(name) or state.location(name))}
        if not places:
            raise Refused(NOTHING_TO_RUN.at(None, "no source was given or remembered", NOTHING_TO_RUN.fix))
        facts = facts_until(state.record)
        run = Run(
            state=state,
            warehouse=warehouse,
            program=program,
            accepted=version.event,
            actor=actor,
            now=now,
            facts=facts,
            until=until,
        )
        for result in _steps(run, places, only):
            run.results.append(result)
            progress(_line(result))
        if not run.results:
            raise Refused(NOTHING_TO_RUN.at(None, f"there is nothing to {only} yet", "run the steps before it first"))
        return RunReport(steps=tuple(run.results), findings=tuple(run.findings))


def _known(program: CompiledProgram, sources: Mapping[str, Path]) -> None:
    unknown = [name for name in sources if name not in program.sources]
    if unknown:
        findings = (
            NO_SUCH_SOURCE.at(None, f"there is no source/{each}", hint(each, program.sources)) for each in unknown
        )
        raise Refused(*findings)


def _steps(run: Run, places: Mapping[str, Path], only: str | None) -> Iterator[StepResult]:
    wanted = tuple(step.name for step in STEPS) if only is None else (only,)
    for name in run.program.sources:
        if name not in places:
            yield StepResult(step=LOAD.name, subject=f"source/{name}", outcome=Outcome.SKIPPED, said="never given")
        if name in places and LOAD.name in wanted:
            yield load_source(run, name, places[name])
        if name in places and CONTRACT.name in wanted and run.loaded(name) is not None and name not in run.failed:
            yield check_contract(run, name)
    for name, kpi in run.program.kpis.items():
        if MEASURE.name in wanted and run.usable(run.program.metrics[kpi.metric].source):
            yield measure_kpi(run, name)
    yield from _proofs(run, wanted)


def _proofs(run: Run, wanted: tuple[str, ...]) -> Iterator[StepResult]:
    """Read holdouts before experiments: one that treated whom they hold out is not read."""
    for name, holdout in run.program.holdouts.items():
        if READ.name in wanted and run.usable(holdout.source):
            yield read_holdout_of(run, name)
        if POST.name in wanted and run.held(name) is not None:
            yield post_total(run, name)
    for name, experiment in run.program.experiments.items():
        if READ.name in wanted and run.usable(experiment.source):
            yield read_experiment_of(run, name)
        if POST.name in wanted and run.read(name) is not None:
            yield post_value(run, name)
    yield from _costs(run, wanted)
    if PLAN.name in wanted and run.program.milestones:
        yield foretell_plan(run)


def _costs(run: Run, wanted: Sequence[str]) -> Iterator[StepResult]:
    ledger = run.program.ledger
    if COST.name in wanted and ledger is not None and ledger.costs is not None and run.loaded(ledger.costs) is not None:
        yield post_costs(run)


def _line(result: StepResult) -> str:
    mark = {Outcome.DONE: "✓", Outcome.UNCHANGED: "=", Outcome.SKIPPED: "·", Outcome.FAILED: "✗"}[result.outcome]
    return f"{mark} {result.step:<9} {result.subject:<28} {result.said}"
