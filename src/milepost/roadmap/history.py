"""Every word at every instant at which it may have changed: gives `since`, spans, and what was achieved before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord
from milepost.roadmap.capability import judge_capability
from milepost.roadmap.goal import judge_goal
from milepost.roadmap.instants import Instants
from milepost.roadmap.judge import Bench
from milepost.roadmap.milestone import judge_milestone
from milepost.roadmap.words import Judged, Span

AnyJudged = Judged[MilestoneWord] | Judged[CapabilityWord] | Judged[GoalWord]


class Thing(StrEnum):
    """What has a word."""

    GOAL = "goal"
    MILESTONE = "milestone"
    CAPABILITY = "capability"


@dataclass(frozen=True, kw_only=True)
class History:
    """Judgements over time, up to `until`. Each is a pure function of the facts recorded by its instant."""

    bench: Bench
    until: datetime
    _instants: dict[tuple[Thing, str], tuple[datetime, ...]] = field(default_factory=dict)
    _milestones: dict[tuple[str, datetime], Judged[MilestoneWord] | None] = field(default_factory=dict)
    _capabilities: dict[tuple[str, datetime], Judged[CapabilityWord] | None] = field(default_factory=dict)
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
        if (slug, at) not in self._capabilities:
            self._capabilities[slug, at] = judge_capability(self.bench, slug, at)
        return self._capabilities[slug, at]

    def goal(self, slug: str, at: datetime) -> Judged[GoalWord] | None:
        """Judge a goal by the words of its milestones."""
        program = self.bench.program_at(at)
        names = [name for name, each in program.milestones.items() if each.goal == slug] if program else []
        words = {name: judged.word for name in names if (judged := self.milestone(name, at)) is not None}
        return judge_goal(self.bench, slug, at, words)

    def instants(self, thing: Thing, slug: str) -> tuple[datetime, ...]:
        """Give the instants up to `until` at which the thing's word may change, in order; `until` is the last."""
        if (thing, slug) not in self._instants:
            past = {each for each in self._every[thing](slug) if each <= self.until}
            self._instants[thing, slug] = tuple(sorted(past | {self.until}))
        return self._instants[thing, slug]

    @cached_property
    def _every(self) -> dict[Thing, Callable[[str], Iterable[datetime]]]:
        every = Instants(bench=self.bench)
        return {Thing.GOAL: every.goal, Thing.MILESTONE: every.milestone, Thing.CAPABILITY: every.capability}

    def since(self, thing: Thing, slug: str, at: datetime) -> datetime:
        """Return the first instant from which the word of `at` has held without a break."""
        judge = self._judge(thing)
        now, began = judge(slug, at), at
        for instant in reversed(self.instants(thing, slug)):
            if instant > at:
                continue
            then = judge(slug, instant)
            if then is None or now is None or then.word is not now.word:
                break
            began = instant
        return began

    def spans(self, thing: Thing, slug: str) -> tuple[Span, ...]:
        """Give the thing's words over time, first to last; none where it had no word."""
        judge, found = self._judge(thing), list[Span]()
        for instant in self.instants(thing, slug):
            judged = judge(slug, instant)
            is_open = bool(found) and found[-1].until is None
            if is_open and (judged is None or found[-1].word is not judged.word):
                found[-1] = Span(word=found[-1].word, start=found[-1].start, until=instant)
                is_open = False
            if judged is not None and not is_open:
                found.append(Span(word=judged.word, start=instant, until=None))
        return tuple(found)

    def _judge(self, thing: Thing) -> Callable[[str, datetime], AnyJudged | None]:
        return {Thing.GOAL: self.goal, Thing.MILESTONE: self.milestone, Thing.CAPABILITY: self.capability}[thing]

    def first_achieved(self, slug: str) -> datetime | None:
        """Return when the milestone was achieved first, None for never."""
        return next(iter(self._achievements(slug)), None)

    def _achieved_before(self, slug: str, at: datetime) -> datetime | None:
        """Return when the milestone was last achieved before `at`: the start of that stretch, None for never."""
        return next((each for each in reversed(self._achievements(slug)) if each < at), None)

    def _achievements(self, slug: str) -> tuple[datetime, ...]:
        if slug not in self._achieved:
            self._achieved[slug] = tuple(self._stretches(slug))
        return self._achieved[slug]

    def _stretches(self, slug: str) -> Iterator[datetime]:
        was = False
        for instant in self.instants(Thing.MILESTONE, slug):
            now = self.bench.achieved(slug, instant)
            if now and not was:
                yield instant
            was = now
