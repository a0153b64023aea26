"""The KPI tiles: at most five, each with its context, its grade or a tag that no effect is claimed, its source."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from milepost.kernel.money import Measure
from milepost.kernel.words import GoalWord, Grade, MilestoneWord
from milepost.ledger.entry import Column
from milepost.presentation.report.marks import Badge, Phrase, Said, Tone, badge_of, said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.verdict import WORRIES, interval
from milepost.presentation.report.wording import Wording, counted, measure_said
from milepost.roadmap.money import bare, money
from milepost.roadmap.status import RoadmapStatus, ValueLine
from milepost.roadmap.words import CriterionStatus, Item

LEVEL_TAG = "a level, not a measured effect"
NEVER = 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A level between its baseline and its target, in one unit; `told` says the same in words."""

    baseline: Decimal | None
    level: Decimal
    target: Decimal
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number: `lead` stands before `figure` ("at least"), `lines` below it, `panel` is where more is told."""

    name: str
    figure: Phrase
    panel: str
    lead: str = ""
    lines: tuple[Said, ...] = ()
    tag: str = ""
    badge: Badge | None = None
    grade: Grade | None = None
    bullet: Bullet | None = None


def tiles(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Tile, ...]:
    """Make the tiles: value, milestones, the first goal's KPI, what expires next, how fresh the data is."""
    goals = (_goal(status, item, words, origins) for item in status.goals[:1])
    return (
        _value(status, words, origins),
        _milestones(status, words, origins),
        *goals,
        _expiring(status, words, origins),
        _freshness(status, words, origins),
    )


def _value(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    realised = [each for each in status.value if each.column is Column.REALISED]
    if not realised:
        tag = "not yet measured causally"
        return Tile(name="Value realised", figure=Phrase(text="none yet"), panel="value", tag=tag)
    if len(realised) > 1:
        text = counted(len(realised), "part")
        lines = (said("no holdout, so no total is claimed"),)
        return Tile(
            name="Value realised",
            figure=Phrase(text=text, ref=origins.counted(text)),
            panel="value",
            lines=lines,
            tag="listed, not added",
        )
    return _one_value(realised[0], status, words, origins)


def _one_value(line: ValueLine, status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    entry = line.entry
    assert entry is not None
    assert line.event is not None
    amount = entry.amount
    ref = origins.event(
        interval(amount), f"Value of {words.title(f'capability/{line.capability}')}", "value.posted", line.event
    )
    lost = amount.upper95 < 0
    shown = -amount.upper95 if lost else amount.lower95
    lines = [said(interval(amount), ref), *_plan(status, line.capability, origins)]
    return Tile(
        name="Value realised",
        lead="a loss of at least" if lost else "at least",
        figure=Phrase(text=money(shown, amount.currency), ref=ref),
        panel="value",
        lines=tuple(lines),
        grade=entry.grade,
    )


def _plan(status: RoadmapStatus, capability: str, origins: Origins) -> Iterator[Said]:
    for line in status.value:
        if line.capability == capability and line.plan is not None:
            low, middle, high = line.plan
            text = f"plan {money(middle, line.currency)} (p10 {bare(low)}, p90 {bare(high)}), projected, not added"
            yield said(text, origins.program(text))


def _milestones(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    counts = Counter(each.judged.word for each in status.milestones)
    total, done = len(status.milestones), counts[MilestoneWord.ACHIEVED]
    figure = f"{done} of {total}"
    rest = [f"{counts[word]} {word.value}" for word in (*WORRIES, MilestoneWord.ON_TRACK) if counts[word]]
    following = [each for each in status.milestones if each.judged.word is not MilestoneWord.ACHIEVED and each.due]
    lines = [said(", ".join(rest))] if rest else []
    if following:
        due = words.plainly(str(following[0].due))
        lines.append(said(f"next due {due}", origins.program(due)))
    worst = next((word for word in WORRIES if counts[word]), None)
    word = worst or (MilestoneWord.ACHIEVED if total and done == total else MilestoneWord.ON_TRACK)
    return Tile(
        name="Milestones achieved",
        figure=Phrase(text=figure, ref=origins.counted(figure)),
        panel="milestones",
        lines=tuple(lines),
        badge=badge_of(word) if total else None,
    )


def _goal(status: RoadmapStatus, item: Item[GoalWord], words: Wording, origins: Origins) -> Tile:
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


def _expiring(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    name, panel = "Evidence expiring next", "evidence"
    found = sorted(_lapsing(status), key=lambda each: each[0])
    if not found:
        return Tile(name=name, figure=Phrase(text="none"), panel=panel, lines=(said("no evidence counts yet"),))
    until, criterion = found[0]
    days = max((until - status.as_of) // timedelta(days=1), 0)
    soon = until - status.as_of <= status.program.program.tolerances.expiring_within.since(status.as_of) - status.as_of
    return Tile(
        name=name,
        figure=origins.phrase(
            words.day(until), words.title(criterion.evidence), "experiment.read", criterion.judged.events
        ),
        panel=panel,
        lines=(said(f"in {counted(days, 'day')}"), said(words.title(criterion.evidence))),
        badge=badge_of(MilestoneWord.AT_RISK) if soon else None,
    )


def _lapsing(status: RoadmapStatus) -> Iterator[tuple[datetime, CriterionStatus]]:
    for item in status.milestones:
        for criterion in item.criteria:
            until = criterion.valid_until
            if until is not None and until.year < NEVER and until >= status.as_of and criterion.judged.events:
                yield until, criterion


def _freshness(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    total = len(status.sources)
    broken = [each for each in status.sources if each.ok is False]
    never = [each for each in status.sources if each.loaded is None]
    if broken:
        text = f"{len(broken)} of {total} broken"
        badge = Badge(word="breaks its contract", symbol="■", tone=Tone.BAD)
        figure = Phrase(text=text, ref=origins.counted(text))
        return _loaded(figure, (said(f"source/{broken[0].source}"),), badge)
    if never or not total:
        unloaded = f"{len(never)} of {counted(total, 'source')} never loaded"
        return _loaded(Phrase(text="no data"), (said(unloaded),), badge_of(MilestoneWord.NO_DATA))
    oldest = min(status.sources, key=lambda each: each.loaded or status.as_of)
    assert oldest.loaded is not None
    rows = f"{oldest.rows or 0:,} rows"
    events = (oldest.event,) if oldest.event else ()
    text = f"{total} of {counted(total, 'source')} loaded" + (", oldest shown" if total > 1 else "")
    holds = (
        Badge(word="contract holds", symbol="✓", tone=Tone.GOOD) if all(each.ok for each in status.sources) else None
    )
    lines = (
        said(rows, origins.phrase(rows, f"Rows of source/{oldest.source}", "source.loaded", events).ref),
        said(text),
    )
    return _loaded(Phrase(text=words.day(oldest.loaded)), lines, holds)


def _loaded(figure: Phrase, lines: tuple[Said, ...], badge: Badge | None) -> Tile:
    return Tile(name="Data loaded", figure=figure, panel="sources", lines=lines, badge=badge)
