"""Rows of the roadmap's timeline: what is drawn of a milestone or capability, and the sentence that tells the same."""

from collections.abc import Iterator
from datetime import date

from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.presentation.numbers import percent
from milepost.presentation.report.marks import badge_of
from milepost.presentation.report.wording import Wording, capital
from milepost.presentation.roadmap_timeline import RowKind, Stretch, TimelineRow
from milepost.presentation.roadmap_words import day_short, delays_said, room_said, slip_said, weeks
from milepost.roadmap.outlook import Dated, Outlook

PRESSING = {
    MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK,
    CapabilityWord.HARMFUL, CapabilityWord.BLOCKED,
}  # fmt: skip
RISKY = 0.8
"""Below this chance of its date a milestone presses: what `at_risk_below` is where a program says nothing else."""


def milestone_row(of: Dated, outlook: Outlook, words: Wording) -> TimelineRow:
    """Make the row of a milestone."""
    due = of.baseline.done if of.baseline else of.due
    return TimelineRow(
        kind=RowKind.MILESTONE,
        ref=of.ref,
        title=of.title,
        badge=badge_of(of.word),
        about=words.owner(of.owner),
        told=_told(of, due, words),
        is_done=of.is_done,
        day=of.done,
        baseline=Stretch(start=due, end=due) if due else None,
        spread=_spread(of),
        done_on=day_short(of.done) if of.is_done else "",
        slip=slip_said(of) if outlook.is_accepted else _on_paper(of),
        is_late=of.is_late,
        chance=f"chance {percent(of.chance)}" if of.chance is not None else "",
        because=_because(of, words),
        waits_for=", ".join(words.title(each) for each in of.waits_for),
        is_pressing=of.is_late or of.word in PRESSING or (of.chance is not None and of.chance < RISKY),
    )


def capability_row(of: Dated, outlook: Outlook, words: Wording, titles: dict[str, str]) -> TimelineRow:
    """Make the row of a capability."""
    today = outlook.today if outlook.is_accepted else None
    stretches = dict(_stretches(of, today))
    promise = of.baseline
    return TimelineRow(
        kind=RowKind.CAPABILITY,
        ref=of.ref,
        title=of.title,
        badge=badge_of(of.word),
        about=words.owner(of.owner),
        told=_told(of, promise.done if promise else None, words),
        is_done=of.is_done,
        past=stretches.get("past"),
        ahead=stretches.get("ahead"),
        live=stretches.get("live"),
        baseline=_stretch(promise.begun, promise.done) if promise else None,
        spread=_spread(of),
        slip=slip_said(of),
        is_late=of.is_late,
        is_critical=of.is_critical,
        room=room_said(of),
        done_on=day_short(of.done) if of.is_done else "",
        because=_because(of, words),
        waits_for=", ".join(words.title(each) for each in of.waits_for) if not of.is_done else "",
        delays=delays_said(of.delays, titles),
        is_pressing=(of.is_late and not of.is_done) or of.is_critical or of.word in PRESSING or _is_short(of),
    )


def _because(of: Dated, words: Wording) -> str:
    return capital(words.plainly(of.because)) if of.word in PRESSING else ""


def _is_short(of: Dated) -> bool:
    return not of.is_done and (of.done is None or (of.to_due is not None and of.to_due < 0))


def _on_paper(of: Dated) -> str:
    """Say how a forecast lies to its due date, where nothing was accepted that it could slip from."""
    if of.done is None or of.due is None:
        return "never" if of.done is None else ""
    days = (of.done - of.due).days
    return f"{weeks(days)} over" if days > 0 else "in time"


def _stretches(of: Dated, today: date | None) -> Iterator[tuple[str, Stretch]]:
    if of.begun is None or of.done is None:
        return
    if of.is_done and today is not None:
        yield "past", Stretch(start=of.begun, end=of.done)
        if today > of.done and of.word is not CapabilityWord.STOPPED:
            yield "live", Stretch(start=of.done, end=today)
        return
    if today is not None and of.begun < today:
        yield "past", Stretch(start=of.begun, end=min(today, of.done))
    if today is None or of.done > today:
        yield "ahead", Stretch(start=of.begun if today is None else max(of.begun, today), end=of.done)


def _stretch(start: date | None, end: date | None) -> Stretch | None:
    return Stretch(start=start, end=max(start, end)) if start and end else None


def _spread(of: Dated) -> Stretch | None:
    return _stretch(of.low, of.high)


def _told(of: Dated, promised: date | None, words: Wording) -> str:
    """Say in one sentence what the row draws."""
    kind = of.ref.partition("/")[0]
    said = [of.word.value]
    if of.is_done:
        said.append(f"{'achieved' if kind == 'milestone' else 'live since'} {words.day(of.done)}" if of.done else "")
    elif of.done:
        said.append(f"forecast {words.day(of.done)}")
    else:
        said.append("no date: what it waits for does not come, or is in and is not enough")
    if of.low and of.high:
        said.append(f"in 80 of 100 futures that reach it from {words.day(of.low)} to {words.day(of.high)}")
    if promised:
        said.append(f"{'due' if kind == 'milestone' else 'baseline'} {words.day(promised)}")
    if of.slip is not None and abs(of.slip) >= 3.5:
        late = f"{weeks(of.slip)} {'late' if of.slip > 0 else 'early'}"
        said.append(late + (" so far" if of.is_at_least else ""))
    if of.is_critical:
        said.append("critical")
    if of.chance is not None:
        said.append(f"chance of the due date {percent(of.chance)}")
    return f"{of.title}: {', '.join(each for each in said if each)}."
