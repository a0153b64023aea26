"""The tile of a goal's KPI."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.kernel.money import Measure
from milepost.kernel.words import GoalWord
from milepost.presentation.report.lede import LEVEL_TAG
from milepost.presentation.report.levels import Level
from milepost.presentation.report.marks import Phrase, Said, badge_of, said, text_of
from milepost.presentation.report.measures import against_target, baseline_said, level_phrase, target_said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import is_kpi_simulated
from milepost.presentation.report.tile import Bullet, Spark, Tile
from milepost.presentation.report.wording import Wording
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.outline import Goal
from milepost.roadmap.words import Item


@dataclass(frozen=True, kw_only=True)
class GoalTiles:
    """Makes the tiles of goals; `levels` are those of the KPI, the oldest first."""

    program: CompiledProgram
    words: Wording
    origins: Origins

    def tile(self, item: Item[GoalWord], levels: Sequence[Level], today: str) -> Tile:
        """Make the tile of a goal's KPI: its level against target and baseline, which shows no cause."""
        goal = self.program.goals[item.ref.partition("/")[2]]
        name = self.words.title(f"kpi/{goal.kpi}")
        # The figure stands above the lines, so that its source is numbered first.
        figure = level_phrase(self.program, goal, item.judged, self.words, self.origins)
        lines = tuple(self._lines(goal, item))
        if figure is None:
            return Tile(
                name=name,
                figure=Phrase(text="not measured"),
                panel="goals",
                lines=lines,
                badge=badge_of(item.judged.word),
            )
        return Tile(
            name=name,
            figure=figure,
            panel="goals",
            lines=lines,
            tag=LEVEL_TAG,
            is_simulated=is_kpi_simulated(self.program, goal.kpi),
            as_of=self.words.day(levels[-1].on) if levels else today,
            badge=badge_of(item.judged.word),
            grade=item.judged.grade,
            drawn=self._drawn(goal, item, levels, f"{name}: {figure.text}; {'; '.join(map(text_of, lines))}"),
        )

    def _lines(self, goal: Goal, item: Item[GoalWord]) -> Iterator[Said]:
        if item.judged.number is not None:
            yield said(against_target(self.program, goal, Measure.parse(item.judged.number).value))
        target = target_said(self.program, goal, self.words)
        yield said(f"target {target}", self.origins.program(target))
        if baseline := baseline_said(self.program, goal):
            yield said(f"baseline {baseline}", self.origins.program(baseline))

    def _drawn(self, goal: Goal, item: Item[GoalWord], levels: Sequence[Level], told: str) -> Bullet | Spark:
        baseline, target = self.program.kpis[goal.kpi].baseline, goal.target.value.value
        if len(levels) < 2:
            before = baseline.value.value if baseline else None
            level = Measure.parse(item.judged.number or "0").value
            return Bullet(baseline=before, level=level, target=target, told=told)
        first, last = (f"{each.on:%b %Y}" for each in (levels[0], levels[-1]))
        many = f"; {len(levels)} levels from {first} to {last}"
        return Spark(levels=tuple(levels), target=target, first=first, last=last, told=told + many)
