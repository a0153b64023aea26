"""Goals, capabilities, criteria and sources as grids: each word with reason, number, threshold, since and owner."""

from dataclasses import dataclass

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord, Phase
from milepost.presentation.report.lede import LEVEL_TAG
from milepost.presentation.report.marks import Badge, Cell, Grid, Row, Said, Tone, badge_of, grade_cell, said
from milepost.presentation.report.measures import baseline_said, level_phrase, target_said, why_said
from milepost.presentation.report.provenance import KINDS, Origins
from milepost.presentation.report.simulated import SIMULATED, is_capability_simulated, is_kpi_simulated, is_simulated
from milepost.presentation.report.tiles import NEVER
from milepost.presentation.report.wording import Wording, capital
from milepost.presentation.values import columns
from milepost.roadmap.status import RoadmapStatus, SourceLine
from milepost.roadmap.words import CriterionStatus, Item, Judged

AnyJudged = Judged[GoalWord] | Judged[MilestoneWord] | Judged[CapabilityWord] | Judged[Phase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A milestone and the criteria it must meet."""

    title: str
    badge: Badge
    because: str
    about: Said
    criteria: Grid


def goals(status: RoadmapStatus, words: Wording, origins: Origins) -> Grid:
    """Return the goals against target and baseline."""
    return Grid(
        caption=f"Goals: {LEVEL_TAG}",
        columns=columns(
            "Goal", "Status", "Why", "Level", "Target", "Baseline", "Grade", "Since", "Owner",
            right=("Level", "Target", "Baseline"),
        ),
        rows=tuple(_goal(status, each, words, origins) for each in status.goals),
        empty="The program has no goals.",
    )  # fmt: skip


def capabilities(status: RoadmapStatus, words: Wording, origins: Origins) -> Grid:
    """Return the capabilities, each with why its word holds."""
    return Grid(
        caption="Capabilities",
        columns=columns(
            "Capability", "Status", "Why", "Found", "Asked", "Grade", "Since", "Owner", right=("Found", "Asked")
        ),
        rows=tuple(_capability(status, each, words, origins) for each in status.capabilities),
        empty="The program has no capabilities.",
    )


def checklists(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Checklist, ...]:
    """Return every milestone with its criteria, in the order of the timeline."""
    return tuple(_checklist(each, words, origins) for each in status.milestones)


def sources(status: RoadmapStatus, words: Wording, origins: Origins) -> Grid:
    """Return the sources: when each was loaded, and whether its contract holds."""
    return Grid(
        caption="Data sources",
        columns=columns("Source", "Contract", "Loaded", "Rows", right=("Rows",)),
        rows=tuple(_source(status, each, words, origins) for each in status.sources),
        empty="The program names no source.",
    )


def _goal(status: RoadmapStatus, item: Item[GoalWord], words: Wording, origins: Origins) -> Row:
    goal, judged = status.program.goals[item.ref.partition("/")[2]], item.judged
    target, baseline = target_said(status.program, goal, words), baseline_said(status.program, goal)
    level = level_phrase(status.program, goal, judged, words, origins)
    return Row(
        cells=(
            Cell(text=said(item.title), tag=SIMULATED if is_kpi_simulated(status.program, goal.kpi) else ""),
            Cell(badge=badge_of(judged.word)),
            Cell(text=said(capital(why_said(status.program, goal, judged, words)))),
            Cell(text=(level,) if level else said("")),
            Cell(text=said(target, origins.program(target))),
            Cell(text=said(baseline, origins.program(baseline) if baseline else None)),
            grade_cell(judged.grade),
            Cell(text=said(words.day(item.since))),
            Cell(text=said(words.owner(item.owner))),
        )
    )


def _capability(status: RoadmapStatus, item: Item[CapabilityWord], words: Wording, origins: Origins) -> Row:
    is_simulated = is_capability_simulated(status.program, item.ref.partition("/")[2])
    return Row(
        cells=(
            Cell(text=said(item.title), tag=SIMULATED if is_simulated else ""),
            Cell(badge=badge_of(item.judged.word)),
            Cell(text=said(capital(words.plainly(item.judged.because)))),
            Cell(text=_found(item.judged, f"Value of {item.title}", "value.posted", words, origins)),
            Cell(text=_asked(item.judged, words, origins)),
            grade_cell(item.judged.grade),
            Cell(text=said(words.day(item.since))),
            Cell(text=said(words.owner(item.owner))),
        )
    )


def _checklist(item: Item[MilestoneWord], words: Wording, origins: Origins) -> Checklist:
    due = f"due {words.plainly(item.due)}, " if item.due else ""
    owner = words.owner(item.owner)
    return Checklist(
        title=item.title,
        badge=badge_of(item.judged.word),
        because=capital(words.plainly(item.judged.because)) + ".",
        about=said(
            f"{capital(due)}{item.judged.word.value} since {words.day(item.since)}. Owner: {owner or 'nobody'}."
        ),
        criteria=Grid(
            caption=f"Criteria of {item.title}",
            columns=columns("Evidence", "Result", "Why", "Found", "Asked", "Grade", "Counts through", right=("Found",)),
            rows=tuple(_criterion(each, words, origins) for each in item.criteria),
            empty="This milestone has no criterion.",
        ),
    )


def _criterion(of: CriterionStatus, words: Wording, origins: Origins) -> Row:
    kind = KINDS.get(of.evidence.partition("/")[0], "")
    until = words.day(of.valid_until) if of.valid_until is not None and of.valid_until.year < NEVER else ""
    asked = words.plainly(of.asked)
    return Row(
        cells=(
            Cell(text=said(words.title(of.evidence))),
            Cell(badge=badge_of(of.phase)),
            Cell(text=said(capital(words.plainly(of.judged.because)))),
            Cell(text=_found(of.judged, words.title(of.evidence), kind, words, origins)),
            Cell(text=said(capital(asked), origins.program(asked))),
            grade_cell(of.judged.grade),
            Cell(text=said(until)),
        )
    )


def _source(status: RoadmapStatus, of: SourceLine, words: Wording, origins: Origins) -> Row:
    rows = f"{of.rows:,}" if of.rows is not None else ""
    ref = origins.event(f"{rows} rows", f"Rows of source/{of.source}", "source.loaded", of.event) if of.event else None
    badge = {
        True: Badge(word="holds", symbol="✓", tone=Tone.GOOD),
        False: Badge(word="broken", symbol="■", tone=Tone.BAD),
        None: Badge(word="not checked", symbol="◌", tone=Tone.QUIET),
    }[of.ok]
    title = status.program.sources[of.source].title
    return Row(
        cells=(
            Cell(
                text=said(f"source/{of.source}" + (f": {title}" if title else "")),
                tag="simulated" if is_simulated(status.program, of.source) else "",
            ),
            Cell(badge=badge),
            Cell(text=said(words.instant(of.loaded) if of.loaded else "never")),
            Cell(text=said(rows, ref)),
        )
    )


def _found(judged: AnyJudged, what: str, kind: str, words: Wording, origins: Origins) -> Said:
    if judged.number is None:
        return said("")
    return (origins.phrase(words.plainly(judged.number), what, kind, judged.events),)


def _asked(judged: AnyJudged, words: Wording, origins: Origins) -> Said:
    if judged.threshold is None:
        return said("")
    text = words.plainly(judged.threshold)
    return said(text, origins.program(text))
