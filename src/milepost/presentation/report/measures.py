"""How the report words a KPI's level, target and baseline: money, a share as per cent, else number and unit."""

from decimal import Decimal

from milepost.kernel.money import Measure
from milepost.kernel.words import GoalWord
from milepost.presentation.report.marks import Phrase
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording, measure_said
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.outline import Aggregate, Direction, Goal
from milepost.roadmap.words import Judged


def of_kpi(program: CompiledProgram, kpi: str, value: Decimal, unit: str) -> str:
    """Write a level of a KPI; a share of rows without a unit as per cent."""
    if not unit and program.metrics[program.kpis[kpi].metric].aggregate is Aggregate.PROPORTION:
        return f"{value:.0%}" if value == round(value, 2) else f"{value:.1%}"
    return measure_said(Measure(value, unit))


def target_said(program: CompiledProgram, goal: Goal, words: Wording) -> str:
    """Write `EUR 29.00 by 31 Dec 2026`."""
    wanted = goal.target.value
    return f"{of_kpi(program, goal.kpi, wanted.value, wanted.unit)} by {words.day(goal.target.by)}"


def baseline_said(program: CompiledProgram, goal: Goal) -> str:
    """Write what the KPI was before; empty where nobody said."""
    found = program.kpis[goal.kpi].baseline
    return of_kpi(program, goal.kpi, found.value.value, found.value.unit) if found else ""


def level_said(program: CompiledProgram, goal: Goal, judged: Judged[GoalWord]) -> str:
    """Write the level that a goal was judged by; empty where there is none."""
    if judged.number is None:
        return ""
    level = Measure.parse(judged.number)
    if level.is_money and abs(level.value) < 1:
        return f"{level.unit} {level.value}"  # a level of cents keeps its digits
    return of_kpi(program, goal.kpi, level.value, level.unit)


def level_phrase(
    program: CompiledProgram, goal: Goal, judged: Judged[GoalWord], words: Wording, origins: Origins
) -> Phrase | None:
    """Write the level with its source; None where there is none."""
    said = level_said(program, goal, judged)
    return origins.phrase(said, words.title(f"kpi/{goal.kpi}"), "kpi.measured", judged.events) if said else None


def why_said(program: CompiledProgram, goal: Goal, judged: Judged[GoalWord], words: Wording) -> str:
    """Write why a goal's word holds, with its level as everywhere else on the page."""
    level, because = level_said(program, goal, judged), judged.because
    if level and judged.number:
        because = because.replace(f" is {judged.number}", f" is {level}")
    return words.plainly(because)


def against_target(program: CompiledProgram, goal: Goal, level: Decimal) -> str:
    """Say how far a level is from its target, absolute and in per cent, and whether that is what was wanted."""
    wanted, kpi = goal.target.value, program.kpis[goal.kpi]
    gap = level - wanted.value
    if not gap:
        return "on its target"
    said = of_kpi(program, goal.kpi, abs(gap), wanted.unit)
    share = f" ({abs(gap / wanted.value):.0%})" if wanted.value else ""
    far = f"{said.removesuffix('%')} points" if said.endswith("%") else said + share
    is_met = (gap < 0) is (kpi.direction is Direction.DOWN)
    side = ("above" if gap > 0 else "below") + (" target, as wanted" if is_met else " target")
    return f"{far} {side}{'' if is_met or gap < 0 else ': lower is better'}"
