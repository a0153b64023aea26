"""The tile of a goal's KPI."""

from milepost.kernel.money import Measure
from milepost.kernel.words import GoalWord
from milepost.presentation.report.lede import LEVEL_TAG
from milepost.presentation.report.marks import Phrase, badge_of, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.tile import Bullet, Tile
from milepost.presentation.report.wording import Wording, measure_said
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item


def goal_tile(status: RoadmapStatus, item: Item[GoalWord], words: Wording, origins: Origins) -> Tile:
    """Make the tile of a goal's KPI: its level against target and baseline, which shows no cause."""
    goal = status.program.goals[item.ref.partition("/")[2]]
    kpi = status.program.kpis[goal.kpi]
    name = words.title(f"kpi/{goal.kpi}")
    target = f"{measure_said(goal.target.value)} by {words.day(goal.target.by)}"
    lines = [said(f"target {target}", origins.program(target))]
    baseline = kpi.baseline.value if kpi.baseline else None
    if baseline is not None:
        told = measure_said(baseline)
        lines.append(said(f"baseline {told}", origins.program(told)))
    if item.judged.number is None:
        figure = Phrase(text="not measured")
        return Tile(name=name, figure=figure, panel="goals", lines=tuple(lines), badge=badge_of(item.judged.word))
    level, number = Measure.parse(item.judged.number), words.plainly(item.judged.number)
    lines.insert(0, said(_against(level, goal.target.value)))
    return Tile(
        name=name,
        figure=origins.phrase(number, name, "kpi.measured", item.judged.events),
        panel="goals",
        lines=tuple(lines),
        tag=LEVEL_TAG,
        badge=badge_of(item.judged.word),
        bullet=Bullet(
            baseline=baseline.value if baseline else None,
            level=level.value,
            target=goal.target.value.value,
            told=f"{name}: {number}, {'; '.join(each[0].text for each in lines)}",
        ),
    )


def _against(level: Measure, target: Measure) -> str:
    """Say how far a level is from its target, absolute and in per cent."""
    gap = level.value - target.value
    if not gap:
        return "on its target"
    side = "above" if gap > 0 else "below"
    share = f" ({abs(gap / target.value):.0%})" if target.value else ""
    return f"{measure_said(Measure(abs(gap), target.unit))}{share} {side} target"
