"""The verb `experiment design ID`: what the program says of an experiment, sized from its source as loaded."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milepost.actions.design_experiment import design_table
from milepost.actions.ports import State, Warehouse
from milepost.actions.programs import facts_until, in_force, sound
from milepost.actions.rules import NO_SUCH_EXPERIMENT, NOT_LOADED
from milepost.actions.run import Run
from milepost.actions.run_source import open_table
from milepost.experiments.program_reading import design_of, metric_spec
from milepost.experiments.sizing.asked import Asked, Effect, Margin
from milepost.experiments.sizing.rules import NO_DESIGN, NO_HISTORY_COLUMN
from milepost.experiments.sizing.size import Sizing
from milepost.kernel.finding import Refused
from milepost.kernel.near import hint
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.contract import LogicalType
from milepost.program.documents.experiment import Experiment, Way

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the program does not say.

    None stands for the capability's median effect, the experiment's unit, and the contract's one date.
    """

    effect: Effect | None
    unit: str | None
    time: str | None
    power: float
    traffic: Decimal | None
    most_weeks: int
    covariate: str | None
    held_out: Decimal


def design_program(state: State, warehouse: Warehouse, slug: str, wanted: Wanted, now: datetime) -> Sizing:
    """Size an experiment of the accepted program; nothing is recorded.

    Its history are the rows of its source that no arm or its control holds. Raises Refused where there is no such
    experiment (MP645), its source was not loaded (MP647), it has no arms (MP576) or no unit and time (MP577), and as
    `design_table`.
    """
    sound(state.record)
    version = in_force(state.record)
    experiment = experiment_named(version.program, slug)
    run = Run(
        state=state,
        warehouse=warehouse,
        program=version.program,
        accepted=version.event,
        actor="",
        now=now,
        facts=facts_until(state.record),
    )
    if run.loaded(experiment.source) is None:
        message = f"source/{experiment.source} was never loaded"
        raise Refused(NOT_LOADED.at(None, message, NOT_LOADED.fix))
    table = open_table(run, experiment.source)
    return design_table(warehouse, table, f"source/{experiment.source}", asked_of(version.program, slug, wanted))


def experiment_named(program: CompiledProgram, slug: str) -> Experiment:
    """Return the experiment; raises Refused with MP645 and the near name where there is none."""
    if slug not in program.experiments:
        message = f"the accepted program has no experiment/{slug}"
        raise Refused(NO_SUCH_EXPERIMENT.at(None, message, hint(slug, program.experiments, "experiment")))
    return program.experiments[slug]


def asked_of(program: CompiledProgram, slug: str, wanted: Wanted) -> Asked:
    """Return what is asked of an experiment's test; raises Refused as `design_program`."""
    experiment = program.experiments[slug]
    if experiment.way is not Way.ARMS or experiment.arms is None:
        message = f"experiment/{slug} has no arms, so no units can be shared out among them"
        raise Refused(NO_DESIGN.at(None, message, "give it `arms:`; a series or an import is read as it comes"))
    design, (control, treatment) = design_of(program, slug, randomised=False), experiment.compared
    share = {arm: experiment.split.get(arm, _HALF) for arm in (control, treatment)}
    total = sum(share.values(), Decimal(0))
    specs = {name: metric_spec(program.metrics[name]) for name in (experiment.primary, *experiment.secondary)}
    return Asked(
        unit=wanted.unit or experiment.unit or _no_column(slug, "unit"),
        time=wanted.time or _time(program, slug),
        metrics=tuple(specs.values()),
        effect=wanted.effect or _planned_effect(program, slug),
        power=wanted.power,
        alpha=design.alpha,
        split={arm: each / total for arm, each in share.items()},
        traffic=wanted.traffic,
        most_weeks=wanted.most_weeks,
        covariate=wanted.covariate,
        is_sequential=experiment.sequential is not None,
        guardrails=tuple(
            Margin(
                metric=metric_spec(program.metrics[each.metric]),
                margin=_in_column(program, each.metric, each.margin),
            )
            for each in experiment.guardrails
        ),
        held_out=wanted.held_out,
        compared_share=min(total, Decimal(1)),
        money=design.money,
        only=(experiment.arms.column, control),
    )


def _in_column(program: CompiledProgram, metric: str, value: Decimal) -> Decimal:
    times = program.metrics[metric].times
    return value / times.value if times else value


def _planned_effect(program: CompiledProgram, slug: str) -> Effect:
    experiment = program.experiments[slug]
    moves = program.capabilities[experiment.of].moves
    kpi = program.kpis.get(moves.kpi) if moves else None
    if moves is None or kpi is None or kpi.metric != experiment.primary:
        message = f"the plan names no effect on metric/{experiment.primary}"
        raise Refused(NO_DESIGN.at(None, message, "give the effect to find: `--mde 5%`"))
    return Effect(value=float(_in_column(program, experiment.primary, moves.p50.value)), is_relative=False)


def _time(program: CompiledProgram, slug: str) -> str:
    schema = program.table_of(program.experiments[slug].source)
    kinds = {LogicalType.DATE, LogicalType.TIMESTAMP}
    dated = [each.name for each in (schema.properties if schema else ()) if each.logical_type in kinds]
    return dated[0] if len(dated) == 1 else _no_column(slug, "time")


def _no_column(slug: str, what: str) -> str:
    message = f"experiment/{slug}: no column is named as the {what} of a row"
    raise Refused(NO_HISTORY_COLUMN.at(None, message, NO_HISTORY_COLUMN.fix))
