"""The word of a milestone. The first predicate that holds wins."""

from datetime import datetime, timedelta

from milepost.kernel.time import day_in, end_of_day
from milepost.kernel.words import MilestoneWord, Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import AllOf, Criterion, OneOf
from milepost.program.documents.outline import Milestone
from milepost.roadmap.criterion import phase_of
from milepost.roadmap.judge import Bench
from milepost.roadmap.words import CriterionStatus, Judged

Judgement = Judged[MilestoneWord]
Found = dict[Criterion, CriterionStatus]
LATE = {MilestoneWord.MISSED, MilestoneWord.REOPENED, MilestoneWord.OFF_TRACK}


def judge_milestone(
    bench: Bench, slug: str, at: datetime, achieved_before: datetime | None, after: dict[str, MilestoneWord]
) -> Judgement | None:
    """Judge a milestone at an instant; None where the program of that instant has no such milestone.

    `achieved_before` is when it was last seen achieved earlier, None for never; `after` holds the words, at the same
    instant, of the milestones it waits for.
    """
    program = bench.program_at(at)
    milestone = program.milestones.get(slug) if program else None
    if program is None or milestone is None or milestone.exit is None:
        return None
    found = bench.criteria_at(milestone, program, at)
    open_ = _open(milestone.exit, found)
    zone = program.program.time_zone
    return (
        _achieved(milestone.exit, found)
        or _reopened(achieved_before, open_, zone)
        or _missed(milestone, program, at, open_)
        or _off_track(bench, slug, program, at, open_)
        or _at_risk(bench, slug, program, at, found, after)
        or _no_data(open_)
        or _on_track(open_)
    )


def _achieved(condition: Criterion | AllOf | OneOf, found: Found) -> Judgement | None:
    if phase_of(condition, found) is not Phase.SUCCESSFUL:
        return None
    met = [each for each in found.values() if each.phase is Phase.SUCCESSFUL]
    return _with(MilestoneWord.ACHIEVED, met[0], f"every exit criterion is met: {met[0].judged.because}")


def _reopened(achieved_before: datetime | None, open_: list[CriterionStatus], zone: str) -> Judgement | None:
    if achieved_before is None:
        return None
    because = f"achieved on {day_in(achieved_before, zone)}, and not now: {open_[0].judged.because}"
    return _with(MilestoneWord.REOPENED, open_[0], because)


def _missed(
    milestone: Milestone, program: CompiledProgram, at: datetime, open_: list[CriterionStatus]
) -> Judgement | None:
    due = milestone.due_date(program.program.fiscal_year_starts)
    if due is None or at <= end_of_day(due, program.program.time_zone):
        return None
    return _with(MilestoneWord.MISSED, open_[0], f"was due on {due}: {open_[0].judged.because}")


def _off_track(
    bench: Bench, slug: str, program: CompiledProgram, at: datetime, open_: list[CriterionStatus]
) -> Judgement | None:
    failed = next((each for each in open_ if each.phase is Phase.FAILED), None)
    if failed is not None:
        return _with(MilestoneWord.OFF_TRACK, failed, f"a criterion failed: {failed.judged.because}")
    return _by_chance(bench, slug, program, at, MilestoneWord.OFF_TRACK)


def _at_risk(
    bench: Bench,
    slug: str,
    program: CompiledProgram,
    at: datetime,
    found: Found,
    after: dict[str, MilestoneWord],
) -> Judgement | None:
    late = next((name for name, word in after.items() if word in LATE), None)
    if late is not None:
        return Judged(word=MilestoneWord.AT_RISK, because=f"waits for milestone/{late}, which is {after[late]}")
    within, zone = program.program.tolerances.expiring_within, program.program.time_zone
    for each in found.values():
        until = each.valid_until
        if each.phase is Phase.SUCCESSFUL and until is not None and at >= within.before(until, zone):
            days = max((until - at) // timedelta(days=1), 0)
            because = f"the evidence of {each.evidence} expires in {days} days"
            return Judged(
                word=MilestoneWord.AT_RISK,
                because=because,
                number=f"{days}d",
                threshold=f"> {within}",
                grade=each.judged.grade,
                events=each.judged.events,
            )
    return _by_chance(bench, slug, program, at, MilestoneWord.AT_RISK)


def _by_chance(
    bench: Bench, slug: str, program: CompiledProgram, at: datetime, word: MilestoneWord
) -> Judgement | None:
    known, tolerances = bench.chance(slug, at), program.program.tolerances
    floor = tolerances.off_track_below if word is MilestoneWord.OFF_TRACK else tolerances.at_risk_below
    if known is None or known[0] >= floor:
        return None
    chance, events = known
    because = "the plan's chance of making the date is too low"
    return Judged(word=word, because=because, number=f"{chance:.0%}", threshold=f">= {floor:.0%}", events=events)


def _no_data(open_: list[CriterionStatus]) -> Judgement | None:
    bare = next((each for each in open_ if not each.will_come), None)
    return None if bare is None else _with(MilestoneWord.NO_DATA, bare, bare.judged.because)


def _on_track(open_: list[CriterionStatus]) -> Judgement:
    return _with(MilestoneWord.ON_TRACK, open_[0], f"not yet met: {open_[0].judged.because}")


def _open(condition: Criterion | AllOf | OneOf, found: Found) -> list[CriterionStatus]:
    """Give the criteria that still stand between the milestone and its end, the worst phase first as in `all:`."""
    if phase_of(condition, found) is Phase.SUCCESSFUL:
        return []
    if isinstance(condition, Criterion):
        return [found[condition]]
    if isinstance(condition, AllOf):
        inner = [status for each in condition.all for status in _open(each, found)]
        return sorted(inner, key=lambda status: status.phase is not Phase.FAILED)
    # Of `any:`, the nearest way out counts: one failed alternative is no failure.
    nearest = phase_of(condition, found)
    return next(_open(each, found) for each in condition.any if phase_of(each, found) is nearest)


def _with(word: MilestoneWord, status: CriterionStatus, because: str) -> Judgement:
    judged = status.judged
    return Judged(
        word=word,
        because=because,
        number=judged.number,
        threshold=judged.threshold or status.asked,
        grade=judged.grade,
        events=judged.events,
    )
