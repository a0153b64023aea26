"""A status word never comes alone: reason, number, threshold, since when, owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from milepost.kernel.words import CapabilityWord, GoalWord, Grade, MilestoneWord, Phase

W = TypeVar("W", MilestoneWord, CapabilityWord, GoalWord, Phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Generic[W]):
    """A word and why. `number` and `threshold` are None where the reason holds no number.

    `events` are the facts it rests on, newest last; `grade` is that of the evidence, None without evidence.
    """

    word: W
    because: str
    number: str | None = None
    threshold: str | None = None
    grade: Grade | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionStatus:
    """A criterion's phase at an instant. `valid_until` is None for evidence that is not there or never lapses.

    `will_come` tells whether there is evidence or something that will give it. `asked` is the threshold in words.
    """

    evidence: str
    asked: str
    judged: Judged[Phase]
    valid_until: datetime | None = None
    will_come: bool = True

    @property
    def phase(self) -> Phase:
        """Return the phase."""
        return self.judged.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A word and how long it held: from `start` up to, not including, `until`; None for a word that holds now."""

    word: MilestoneWord | CapabilityWord | GoalWord
    start: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Generic[W]):
    """A goal, milestone or capability as it stands. `since` is when the word began to hold, without a break.

    `due` is a date in words where there is one.
    """

    ref: str
    title: str
    judged: Judged[W]
    since: datetime
    owner: str | None
    due: str | None = None
    criteria: tuple[CriterionStatus, ...] = ()
    parts: tuple[str, ...] = ()
    """What it is made of: a goal's milestones, a milestone's capabilities, a capability's goals."""
    spans: tuple[Span, ...] = ()
    """The words of a milestone or capability over time, first to last; two alike in a row have time between them.

    Empty where nobody asked for them.
    """


def pending(because: str, grade: Grade | None = None, events: tuple[str, ...] = ()) -> Judged[Phase]:
    """Say that there is no evidence that counts."""
    return Judged(word=Phase.PENDING, because=because, grade=grade, events=events)


def worst(phases: Sequence[Phase]) -> Phase:
    """Return the worst of the phases, as `all:` takes it; Successful for none."""
    order = (Phase.FAILED, Phase.ERROR, Phase.INCONCLUSIVE, Phase.PENDING, Phase.RUNNING, Phase.SUCCESSFUL)
    return min(phases, key=order.index, default=Phase.SUCCESSFUL)


def best(phases: Sequence[Phase]) -> Phase:
    """Return the best of the phases, as `any:` takes it."""
    order = (Phase.SUCCESSFUL, Phase.RUNNING, Phase.PENDING, Phase.INCONCLUSIVE, Phase.ERROR, Phase.FAILED)
    return min(phases, key=order.index)
