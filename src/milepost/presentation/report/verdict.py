"""The verdict: one sentence that says where the program stands, harm first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.ledger.entry import Amount, Column
from milepost.presentation.report.marks import Phrase, Said, text_of
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording, capital, counted
from milepost.roadmap.money import bare, money
from milepost.roadmap.status import RoadmapStatus, ValueLine
from milepost.roadmap.words import Item

Capability = Item[CapabilityWord]
WORRIES = (
    MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK, MilestoneWord.NO_DATA,
)  # fmt: skip


def verdict(status: RoadmapStatus, words: Wording, origins: Origins) -> Said:
    """Say where the program stands, with the value as `at least X (estimate Y, 95% interval)`."""
    clauses = list(_clauses(status, words, origins))
    joined = [phrase for place, clause in enumerate(clauses) for phrase in (*_joint(place), *clause)]
    lead = _lead(status)
    if not lead:
        joined[0] = Phrase(text=capital(joined[0].text), ref=joined[0].ref)
    return (*lead, *joined, Phrase(text="."))


def interval(amount: Amount) -> str:
    """Write `estimate Y, 95% interval L to H`."""
    return f"estimate {money(amount.estimate, amount.currency)}, 95% interval {bare(amount.low)} to {bare(amount.high)}"


def entries_of(status: RoadmapStatus, ref: str, column: Column) -> tuple[ValueLine, ...]:
    """Return the standing ledger entries of a capability in one column; the plan's lines are left out."""
    return tuple(
        each
        for each in status.value
        if f"capability/{each.capability}" == ref and each.column is column and each.entry is not None
    )


def _lead(status: RoadmapStatus) -> Said:
    leads = []
    if status.draft:
        leads.append("Draft, not accepted")
    if status.simulated_from is not None:
        leads.append("dates set by hand" if leads else "Dates set by hand")
    return (Phrase(text=", ".join(leads) + ": ", is_quiet=True),) if leads else ()


def _joint(place: int) -> Said:
    return (Phrase(text="; "),) if place else ()


def _clauses(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    harmful = [each for each in status.capabilities if each.judged.word is CapabilityWord.HARMFUL]
    for item in harmful:
        yield _capability(status, item, words, origins)
    if _nothing(status):
        things = f"{counted(len(status.milestones), 'milestone')} and {_several(len(status.capabilities))}"
        yield (Phrase(text=f"no data is loaded yet, so nothing can be said of {things}"),)
        return
    yield _milestones([each.judged.word for each in status.milestones], origins)
    rest = [each for each in status.capabilities if each not in harmful]
    if len(status.capabilities) > 1:
        yield _counts(status.capabilities, origins)
    elif rest:
        yield _capability(status, rest[0], words, origins)


def _nothing(status: RoadmapStatus) -> bool:
    """Tell whether there is nothing to go by: no source loaded, no value, no word earned."""
    earned = {MilestoneWord.ACHIEVED, MilestoneWord.REOPENED}
    loaded = any(each.loaded or each.ok is not None for each in status.sources)
    return not (
        loaded or any(each.entry for each in status.value) or any(m.judged.word in earned for m in status.milestones)
    )


def _several(number: int) -> str:
    return counted(number, "capability", "capabilities")


def _milestones(found: Sequence[MilestoneWord], origins: Origins) -> Said:
    if not found:
        return (Phrase(text="the program has no milestones"),)
    counts, total = Counter(found), len(found)
    done = counts[MilestoneWord.ACHIEVED]
    text = f"{done} of {counted(total, 'milestone')} achieved"
    if done == total:
        text = "the one milestone is achieved" if total == 1 else f"all {total} milestones achieved"
    elif done == 0:
        text = f"none of {counted(total, 'milestone')} achieved"
    worries = "".join(f", {counts[word]} {word.value}" for word in WORRIES if counts[word])
    return (Phrase(text=text + worries, ref=origins.counted(text + worries)),)


def _counts(found: Sequence[Capability], origins: Origins) -> Said:
    counts = Counter(each.judged.word for each in found)
    order = (CapabilityWord.PROVEN, *(each for each in CapabilityWord if each is not CapabilityWord.PROVEN))
    (first, number), *rest = [(word, counts[word]) for word in order if counts[word]]
    text = f"{number} of {_several(len(found))} {first.value}" + "".join(f", {n} {word.value}" for word, n in rest)
    more = " (parts are listed, not added)" if counts[CapabilityWord.PROVEN] > 1 else ""
    return (Phrase(text=text, ref=origins.counted(text)), Phrase(text=more, is_quiet=True))


def _capability(status: RoadmapStatus, item: Capability, words: Wording, origins: Origins) -> Said:
    line = next(iter(entries_of(status, item.ref, Column.REALISED)), None)
    if line is None or line.entry is None or line.event is None:
        line = next(iter(entries_of(status, item.ref, Column.PROJECTED)), None)
    entry = line.entry if line else None
    if entry is None or line is None or line.event is None or item.judged.word not in _EARNING:
        return (Phrase(text=_without_value(item, words)),)
    headline = text_of(_amount(item, entry.amount, words))
    ref = origins.event(headline, f"Value of {item.title}", "value.posted", line.event)
    first, last = _amount(item, entry.amount, words)
    return (first, Phrase(text=last.text, ref=ref, is_quiet=True))


_EARNING = (CapabilityWord.HARMFUL, CapabilityWord.PROVEN, CapabilityWord.INCONCLUSIVE)


def _amount(item: Capability, amount: Amount, words: Wording) -> tuple[Phrase, Phrase]:
    last = Phrase(text=f" ({interval(amount)})", is_quiet=True)
    title, because = item.title, words.plainly(item.judged.because)
    match item.judged.word:
        case CapabilityWord.PROVEN:
            text = f"{title} earned at least {money(amount.lower95, amount.currency)}"
        case CapabilityWord.HARMFUL if amount.upper95 < Decimal(0):
            text = f"{title} lost at least {money(-amount.upper95, amount.currency)}"
        case CapabilityWord.HARMFUL:
            text = f"{title} does harm: {because}; value"
        case _ if "expired" in because and amount.lower95 <= 0:
            text = f"{title} was not proven to earn, and {because}"
        case _ if "expired" in because:
            earned = money(amount.lower95, amount.currency)
            text = f"{title} is no longer proven, {because}; it had earned at least {earned}"
        case _ if not (item.judged.grade and item.judged.grade.may_be_realised):
            text = f"{title} is not proven, its evidence is grade {item.judged.grade}"
        case _:
            text = f"{title} is not proven to earn"
    return Phrase(text=text), last


def _without_value(item: Capability, words: Wording) -> str:
    because = words.plainly(item.judged.because)
    match item.judged.word:
        case CapabilityWord.ATTESTED:
            return f"{item.title} is attested, and no value is claimed"
        case CapabilityWord.RUNNING:
            return f"{item.title} is being measured"
        case CapabilityWord.NOT_STARTED:
            return f"{item.title} has not started"
        case CapabilityWord.HARMFUL:
            return f"{item.title} does harm: {because}"
        case CapabilityWord.BLOCKED:
            return f"{item.title} is blocked: {because.partition(': ')[0]}"
        case _:
            return f"{item.title} is {item.judged.word.value}: {because}"
