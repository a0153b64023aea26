"""The KPI tiles, at most five: value, milestones, the goals' KPIs, the return on cost; in the rest expiry and data."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from milepost.kernel.words import MilestoneWord
from milepost.presentation.report.goal_tile import GoalTiles
from milepost.presentation.report.levels import Levels
from milepost.presentation.report.marks import Badge, Phrase, Said, Tone, badge_of, said
from milepost.presentation.report.provenance import KINDS, Origins
from milepost.presentation.report.returns_panel import returns_tile
from milepost.presentation.report.tile import Tile
from milepost.presentation.report.value_tile import value_tile
from milepost.presentation.report.verdict import WORRIES
from milepost.presentation.report.wording import Wording, counted
from milepost.roadmap.reckoned import Reckoned
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import CriterionStatus

NEVER = 9000
MOST_TILES, GOALS_BESIDE_RETURNS = 5, 2


def tiles(
    status: RoadmapStatus, levels: Levels, words: Wording, origins: Origins, returns: Reckoned | None = None
) -> tuple[Tile, ...]:
    """Make the tiles, in the order in which they are read; of more goals than there is room for, the first."""
    return tuple(islice(_tiles(status, levels, words, origins, returns), MOST_TILES))


def _tiles(
    status: RoadmapStatus, levels: Levels, words: Wording, origins: Origins, returns: Reckoned | None
) -> Iterator[Tile]:
    back = returns_tile(returns, words, origins) if returns is not None else None
    yield value_tile(status, words, origins)
    yield _milestones(status, words, origins)
    of_goals = GoalTiles(program=status.program, words=words, origins=origins)
    for item in status.goals if back is None else status.goals[:GOALS_BESIDE_RETURNS]:
        kpi = status.program.goals[item.ref.partition("/")[2]].kpi
        yield of_goals.tile(item, levels.get(kpi, ()), words.day(status.as_of))
    if back is not None:
        yield back
    yield _expiring(status, words, origins)
    yield _freshness(status, words, origins)


def _milestones(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    counts = Counter(each.judged.word for each in status.milestones)
    total, done = len(status.milestones), counts[MilestoneWord.ACHIEVED]
    figure = f"{done} of {total}"
    rest = [f"{counts[word]} {word.value}" for word in (*WORRIES, MilestoneWord.ON_TRACK) if counts[word]]
    lines = [said(", ".join(rest))] if rest else []
    lines += _dates(status, words, origins)
    worst = next((word for word in WORRIES if counts[word]), None)
    word = worst or (MilestoneWord.ACHIEVED if total and done == total else MilestoneWord.ON_TRACK)
    return Tile(
        name="Milestones achieved",
        figure=Phrase(text=figure, ref=origins.counted(figure)),
        panel="milestones",
        lines=tuple(lines),
        as_of=words.day(status.as_of),
        badge=badge_of(word) if total else None,
    )


def _dates(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    """Tell the oldest date that was missed and the next one to come; one that was made and reopened is neither."""
    made = {MilestoneWord.ACHIEVED, MilestoneWord.REOPENED}
    dates = [each.due for each in status.milestones if each.due and each.judged.word not in made]
    today = str(words.day_of(status.as_of))
    past, coming = [each for each in dates if each < today], [each for each in dates if each >= today]
    for when, found in (("overdue since", past[:1]), ("next due", coming[:1])):
        for due in map(words.plainly, found):
            yield said(f"{when} {due}", origins.program(due))


def _expiring(status: RoadmapStatus, words: Wording, origins: Origins) -> Tile:
    name, panel = "Evidence expiring next", "evidence"
    found = sorted(_lapsing(status), key=lambda each: each[0])
    if not found:
        return Tile(name=name, figure=Phrase(text="none"), panel=panel, lines=(said("no evidence counts now"),))
    until, criterion = found[0]
    days = max((until - status.as_of) // timedelta(days=1), 0)
    program = status.program.program
    soon = status.as_of >= program.tolerances.expiring_within.before(until, program.time_zone)
    return Tile(
        name=name,
        figure=origins.phrase(
            words.day(until),
            words.title(criterion.evidence),
            KINDS.get(criterion.evidence.partition("/")[0], ""),
            criterion.judged.events,
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
