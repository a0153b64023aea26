"""The milestones on a time axis: when each is due, since when it is achieved, until when its evidence holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from milepost.kernel.time import Period, add_months
from milepost.kernel.words import MilestoneWord, Phase
from milepost.presentation.report.marks import Badge, Phrase, Said, badge_of, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording
from milepost.program.documents.outline import Program
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

MOST_TICKS = 8
NEVER = 9000
DRAWN = {
    MilestoneWord.ACHIEVED, MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK,
    MilestoneWord.AT_RISK,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A fiscal quarter's start. A minor one may go without its label where there is little room."""

    on: date
    label: str
    is_minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time over which a word held; `until` is the day of the status where it still does."""

    word: MilestoneWord
    start: date
    until: date
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One milestone. `holds` is until when its evidence counts, None when it is not achieved.

    `stretches` are those worth drawing, the oldest first. `told` says in words what the track draws.
    """

    title: str
    badge: Badge
    due: date | None
    stretches: tuple[Stretch, ...]
    holds: date | None
    about: Said
    told: str

    @property
    def is_made(self) -> bool:
        """Tell whether the milestone was ever achieved."""
        return any(each.word is MilestoneWord.ACHIEVED for each in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The axis from the program's start to the end of its horizon, with the day of the status on it.

    `command` draws what this leaves out: baselines, forecasts and what a slip delays.
    """

    period: Period
    today: date
    today_said: str
    ticks: tuple[Tick, ...]
    tracks: tuple[Track, ...]
    command: str

    def place(self, day: date) -> float:
        """Return where a day lies on the axis, 0 at its start and 1 at its end; days outside lie at the ends."""
        whole = (self.period.end - self.period.start).days
        return min(1.0, max(0.0, (day - self.period.start).days / whole))


def timeline(status: RoadmapStatus, words: Wording, origins: Origins) -> Timeline:
    """Lay the milestones on the axis, in the order of their due dates."""
    program = status.program.program
    today = words.day_of(status.as_of)
    return Timeline(
        period=program.period,
        today=today,
        today_said=words.day(today),
        ticks=tuple(_ticks(program)),
        tracks=tuple(_track(each, today, words, origins) for each in status.milestones),
        command=f"milepost roadmap --to html {origins.place}".rstrip(),
    )


def _ticks(program: Program) -> Iterator[Tick]:
    month, day = (int(part) for part in program.fiscal_year_starts.split("-"))
    period = program.period
    first = date(period.start.year - 1, month, day)
    every = 3
    while (period.end - period.start).days / 30.4 / every > MOST_TICKS:
        every *= 2
    starts = [add_months(first, every * place) for place in range(400)]
    inside = [each for each in starts if period.start <= each < period.end]
    for place, on in enumerate(inside):
        yield Tick(on=on, label=f"{on:%b %Y}", is_minor=place % 2 == 1)


def _track(item: Item[MilestoneWord], today: date, words: Wording, origins: Origins) -> Track:
    due = date.fromisoformat(item.due) if item.due else None
    holds = _holds(item, words) if item.judged.word is MilestoneWord.ACHIEVED else None
    stretches = tuple(_stretches(item, today, words))
    told = [f"due {words.day(due)}" if due else "no due date", *(_said(each, words) for each in stretches)]
    if item.judged.word not in {each.word for each in stretches}:
        told.append(f"{item.judged.word.value} since {words.day(item.since)}")
    told += [f"its evidence counts through {words.day(holds)}"] if holds else []
    about = said(f"due {words.day(due)}", origins.program(words.day(due))) if due else said("no due date")
    return Track(
        title=item.title,
        badge=badge_of(item.judged.word),
        due=due,
        stretches=stretches,
        holds=holds,
        about=(*about, *_since(item, words)),
        told=f"{item.title}: {', '.join(told)}",
    )


def _since(item: Item[MilestoneWord], words: Wording) -> Said:
    """Tell since when a word holds that is drawn as a stretch."""
    return (Phrase(text=f" · since {words.day(item.since)}"),) if item.judged.word in DRAWN else ()


def _stretches(item: Item[MilestoneWord], today: date, words: Wording) -> Iterator[Stretch]:
    """Give the stretches of the item's history; of an item without one, its present word since it began to hold."""
    if not item.spans and item.judged.word in DRAWN:
        yield Stretch(word=item.judged.word, start=words.day_of(item.since), until=today, is_over=False)
    for each in item.spans:
        if isinstance(each.word, MilestoneWord) and each.word in DRAWN:
            until = today if each.until is None else words.day_of(each.until)
            start = words.day_of(each.start)
            yield Stretch(word=each.word, start=start, until=until, is_over=each.until is not None)


def _said(of: Stretch, words: Wording) -> str:
    if of.is_over:
        return f"{of.word.value} from {words.day(of.start)} to {words.day(of.until)}"
    return f"{of.word.value} since {words.day(of.start)}"


def _holds(item: Item[MilestoneWord], words: Wording) -> date | None:
    """Return the first day on which one of the criteria that are met lapses."""
    met = (each.valid_until for each in item.criteria if each.phase is Phase.SUCCESSFUL)
    lapses = [each for each in met if each is not None and each.year < NEVER]
    return words.day_of(min(lapses)) if lapses else None
