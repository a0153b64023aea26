"""What follows the verdict: where a loss is from, capabilities by word, the whole program, a goal, what is needed."""

from collections.abc import Iterator

from milepost.kernel.words import GoalWord
from milepost.presentation.report.concerns import asks
from milepost.presentation.report.entries import deciding, name_of
from milepost.presentation.report.marks import Phrase, Said
from milepost.presentation.report.measures import level_phrase, target_said
from milepost.presentation.report.program_total import claimed_total, total_said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.verdict import counts, named
from milepost.presentation.report.wording import Wording
from milepost.roadmap.status import RoadmapStatus

LEVEL_TAG = "a level, not a measured effect"


def lede(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Said, ...]:
    """Say the sentences that follow, in the order in which they are asked."""
    return (
        *_loss(status, words),
        *_counts(status, origins),
        *_whole(status, words, origins),
        *_goal(status, words, origins),
        _needs(status, words),
    )


def _loss(status: RoadmapStatus, words: Wording) -> Iterator[Said]:
    """Name the experiment of a loss, where its capability has others that the loss is not of."""
    for item in named(status):
        line = deciding(status, item)
        others = [each for each in status.value if line and each.capability == line.capability and each.entry]
        if line is not None and line.entry is not None and line.entry.amount.upper95 < 0 and len(others) > 1:
            yield (Phrase(text=f"The loss is that of “{name_of(line.entry, words)}”."),)


def _counts(status: RoadmapStatus, origins: Origins) -> Iterator[Said]:
    if len(status.capabilities) > 1 and named(status):
        yield (*counts(status, origins), Phrase(text="."))


def _whole(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    """Say what the whole program earned, where that may be claimed."""
    if (line := claimed_total(status)) is not None:
        text = total_said(line)
        claimed, _, range_ = text.partition(" (")
        ref = origins.event(text, words.title(f"holdout/{line.total.holdout}"), "total.posted", line.event)
        yield (Phrase(text=claimed), Phrase(text=f" ({range_}", ref=ref, is_quiet=True), Phrase(text="."))


def _goal(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    for item in status.goals[:1]:
        goal = status.program.goals[item.ref.partition("/")[2]]
        kpi = words.title(f"kpi/{goal.kpi}")
        target = target_said(status.program, goal, words)
        aim = Phrase(text=f"the target is {target}", ref=origins.program(target))
        level = level_phrase(status.program, goal, item.judged, words, origins)
        if level is None or item.judged.word is GoalWord.NO_DATA:
            yield (Phrase(text=f"{kpi} was not measured yet; "), aim, Phrase(text="."))
            continue
        yield (Phrase(text=f"{kpi} is "), level, Phrase(text=f" ({LEVEL_TAG}); "), aim, Phrase(text="."))


def _needs(status: RoadmapStatus, words: Wording) -> Said:
    found = asks(status.needs, words)
    if not found:
        return (Phrase(text="Nothing needs a person now."),)
    first = words.plainly(status.needs[0].what)
    text = "One thing needs a person" if len(found) == 1 else f"{len(found)} things need a person, first"
    who = f" ({found[0].owner})" if found[0].owner else ""
    return (Phrase(text=f"{text}: {first}{who}."),)
