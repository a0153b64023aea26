"""What follows the verdict: the first goal's level against its target, and how much needs a person."""

from collections.abc import Iterator

from milepost.kernel.words import GoalWord
from milepost.presentation.report.marks import Phrase, Said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording, measure_said
from milepost.roadmap.status import RoadmapStatus

LEVEL_TAG = "a level, not a measured effect"


def lede(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Said, ...]:
    """Say the sentences that follow: the first goal's level against its target, and how much needs a person."""
    return (*_goal(status, words, origins), _needs(status, words))


def _goal(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    for item in status.goals[:1]:
        goal = status.program.goals[item.ref.partition("/")[2]]
        kpi = words.title(f"kpi/{goal.kpi}")
        target = f"{measure_said(goal.target.value)} by {words.day(goal.target.by)}"
        aim = Phrase(text=f"the target is {target}", ref=origins.program(target))
        if item.judged.number is None or item.judged.word is GoalWord.NO_DATA:
            yield (Phrase(text=f"{kpi} was not measured yet; "), aim, Phrase(text="."))
            continue
        level = origins.phrase(words.plainly(item.judged.number), kpi, "kpi.measured", item.judged.events)
        yield (
            Phrase(text=f"{kpi} is "),
            level,
            Phrase(text=f" ({LEVEL_TAG}); "),
            aim,
            Phrase(text="."),
        )


def _needs(status: RoadmapStatus, words: Wording) -> Said:
    if not status.needs:
        return (Phrase(text="Nothing needs a person now."),)
    first = words.plainly(status.needs[0].what)
    who = words.owner(status.needs[0].owner)
    number = len(status.needs)
    text = "One thing needs a person" if number == 1 else f"{number} things need a person, first"
    return (Phrase(text=f"{text}: {first}{f' ({who})' if who else ''}."),)
