"""Every word at every instant at which it may have changed: gives `since`, and what was achieved before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord
from milepost.roadmap.capability import judge_capability
from milepost.roadmap.goal import judge_goal
from milepost.roadmap.judge import Bench
from milepost.roadmap.milestone import judge_milestone
from milepost.roadmap.words import Judged

J = TypeVar("J", Judged[MilestoneWord], Judged[CapabilityWord], Judged[GoalWord])


@dataclass(frozen=True, kw_only=True)
class History:
    """Judgements over time. Each is a pure function of the facts recorded by its instant."""

    bench: Bench
    instants: tuple[datetime, ...]
    _milestones: dict[tuple[str, datetime], Judged[MilestoneWord] | None] = field(default_factory=dict)
    _achieved: dict[str, tuple[datetime, ...]] = field(default_factory=dict)

    def milestone(self, slug: str, at: datetime) -> Judged[MilestoneWord] | None:
        """Judge a milestone, and first those it waits for."""
        if (slug, at) not in self._milestones:
            program = self.bench.program_at(at)
            found = program.milestones.get(slug) if program else None
            before = {name: self.milestone(name, at) for name in (found.after if found else ())}
            after = {name: judged.word for name, judged in before.items() if judged is not None}
            judged = judge_milestone(self.bench, slug, at, self._achieved_before(slug, at), after)
            self._milestones[slug, at] = judged
        return self._milestones[slug, at]

    def capability(self, slug: str, at: datetime) -> Judged[CapabilityWord] | None:
        """Judge a capability."""
        return judge_capability(self.bench, slug, at)

    def goal(self, slug: str, at: datetime) -> Judged[GoalWord] | None:
        """Judge a goal by the words of its milestones."""
        program = self.bench.program_at(at)
        names = [name for name, each in program.milestones.items() if each.goal == slug] if program else []
        words = {name: judged.word for name in names if (judged := self.milestone(name, at)) is not None}
        return judge_goal(self.bench, slug, at, words)

    def since(self, judge: Callable[[str, datetime], J | None], slug: str, at: datetime) -> datetime:
        """Return the first instant from which the word of `at` has held without a break."""
        now = judge(slug, at)
        began = at
        for instant in reversed(self.instants):
            if instant > at:
                continue
            then = judge(slug, instant)
            if then is None or now is None or then.word is not now.word:
                break
            began = instant
        return began

    def _achieved_before(self, slug: str, at: datetime) -> datetime | None:
        """Return when the milestone was last achieved before `at`: the start of that stretch, None for never."""
        if slug not in self._achieved:
            self._achieved[slug] = tuple(self._stretches(slug))
        return next((each for each in reversed(self._achieved[slug]) if each < at), None)

    def _stretches(self, slug: str) -> Iterator[datetime]:
        was = False
        for instant in self.instants:
            now = self.bench.achieved(slug, instant)
            if now and not was:
                yield instant
            was = now
