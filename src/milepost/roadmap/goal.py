"""The word of a goal. The first predicate that holds wins."""

from datetime import datetime
from decimal import Decimal

from milepost.kernel.money import normal
from milepost.kernel.time import start_of_day
from milepost.kernel.words import GoalWord, MilestoneWord
from milepost.outcomes.measurement import KpiMeasurement
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.outline import Direction, Goal
from milepost.roadmap.criterion import metric_digest
from milepost.roadmap.facts import Told, data_until
from milepost.roadmap.judge import Bench
from milepost.roadmap.words import Judged

Judgement = Judged[GoalWord]
OFF_TRACK = (MilestoneWord.MISSED, MilestoneWord.OFF_TRACK)
AT_RISK = (MilestoneWord.REOPENED, MilestoneWord.AT_RISK, MilestoneWord.NO_DATA)


def judge_goal(bench: Bench, slug: str, at: datetime, milestones: dict[str, MilestoneWord]) -> Judgement | None:
    """Judge a goal at an instant; `milestones` holds the words of its milestones at the same instant.

    None where the program of that instant has no such goal.
    """
    program = bench.program_at(at)
    goal = program.goals.get(slug) if program else None
    if program is None or goal is None:
        return None
    told = measured_in_horizon(bench, program, goal.kpi, at)
    if told is None:
        because = f"kpi/{goal.kpi} was never measured inside the horizon"
        return Judged(word=GoalWord.NO_DATA, because=because, threshold=target_said(goal, program))
    return _reached(program, goal, told) or _by_milestones(program, goal, told, milestones)


def measured_in_horizon(bench: Bench, program: CompiledProgram, kpi: str, at: datetime) -> Told[KpiMeasurement] | None:
    """Return the KPI's latest level recorded by then, or None when there is none inside the program's horizon."""
    zone, period = program.program.time_zone, program.program.period
    start, end = start_of_day(period.start, zone), start_of_day(period.end, zone)
    metric = metric_digest(program, kpi)
    known = [each for each in bench.facts.measurements.get(kpi, ()) if each.at <= at and each.fact.metric == metric]
    source = program.metrics[program.kpis[kpi].metric].source
    return next((each for each in reversed(known) if start <= data_until(bench.facts, source, each) < end), None)


def target_said(goal: Goal, program: CompiledProgram) -> str:
    """Say the goal's target."""
    kpi = program.kpis.get(goal.kpi)
    op = "<=" if kpi is not None and kpi.direction is Direction.DOWN else ">="
    return f"{op} {goal.target.value} by {goal.target.by}"


def level_said(value: Decimal, unit: str) -> str:
    """Say a measured level: four significant digits."""
    return f"{normal(Decimal(f'{value:.4g}'))} {unit}".rstrip()


def _reached(program: CompiledProgram, goal: Goal, told: Told[KpiMeasurement]) -> Judgement | None:
    measured, target, kpi = told.fact, goal.target, program.kpis[goal.kpi]
    down = kpi.direction is Direction.DOWN
    met = measured.value <= target.value.value if down else measured.value >= target.value.value
    if not met or not measured.grade.meets(target.grade):
        return None
    because = f"kpi/{goal.kpi} is {level_said(measured.value, measured.unit)}"
    return _judged(GoalWord.REACHED, because, goal, program, told)


def _by_milestones(
    program: CompiledProgram, goal: Goal, told: Told[KpiMeasurement], milestones: dict[str, MilestoneWord]
) -> Judgement:
    level = f"kpi/{goal.kpi} is {level_said(told.fact.value, told.fact.unit)}"
    for word, late in ((GoalWord.OFF_TRACK, OFF_TRACK), (GoalWord.AT_RISK, AT_RISK)):
        for name, milestone in milestones.items():
            if milestone in late:
                return _judged(word, f"milestone/{name} is {milestone}; {level}", goal, program, told)
    return _judged(GoalWord.ON_TRACK, level, goal, program, told)


def _judged(
    word: GoalWord, because: str, goal: Goal, program: CompiledProgram, told: Told[KpiMeasurement]
) -> Judgement:
    measured = told.fact
    return Judged(
        word=word,
        because=because,
        number=level_said(measured.value, measured.unit),
        threshold=target_said(goal, program),
        grade=measured.grade,
        events=(told.event.id,),
    )
