"""The verdict: one sentence that says where the program stands, harm first."""

from collections import Counter
from collections.abc import Iterator, Sequence

from milepost.kernel.words import CapabilityWord, MilestoneWord
from milepost.presentation.report.clauses import Capability, capability_clause, gain_of, loss_of
from milepost.presentation.report.marks import Phrase, Said
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.simulated import simulation_said
from milepost.presentation.report.wording import Wording, capital, counted
from milepost.roadmap.status import RoadmapStatus

WORRIES = (
    MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK, MilestoneWord.NO_DATA,
)  # fmt: skip


def verdict(status: RoadmapStatus, words: Wording, origins: Origins) -> Said:
    """Say where the program stands, with the value as `at least X (estimate Y, 95% interval)`.

    Of several capabilities the one that loses most and the one that earns most are named; the others are counted.
    """
    clauses = list(_clauses(status, words, origins))
    joined = [phrase for place, clause in enumerate(clauses) for phrase in (*_joint(place), *clause)]
    lead = _lead(status)
    if not lead:
        joined[0] = Phrase(text=capital(joined[0].text), ref=joined[0].ref)
    return (*lead, *joined, Phrase(text="."))


def counts(status: RoadmapStatus, origins: Origins) -> Said:
    """Count the capabilities by word, the proven first."""
    found = Counter(each.judged.word for each in status.capabilities)
    order = (CapabilityWord.PROVEN, *(each for each in CapabilityWord if each is not CapabilityWord.PROVEN))
    (first, number), *rest = [(word, found[word]) for word in order if found[word]]
    total = _several(len(status.capabilities))
    text = f"{number} of {total} {first.value}" + "".join(f", {n} {word.value}" for word, n in rest)
    return (Phrase(text=text, ref=origins.counted(text)),)


def named(status: RoadmapStatus) -> tuple[Capability, ...]:
    """Return the capabilities whose value the verdict tells: what loses most, then what earns most.

    Of one capability it is that one, whatever its word.
    """
    if len(status.capabilities) < 2:
        return status.capabilities
    harmful = [each for each in status.capabilities if each.judged.word is CapabilityWord.HARMFUL]
    proven = [each for each in status.capabilities if each.judged.word is CapabilityWord.PROVEN]
    worst = sorted(harmful, key=lambda each: -loss_of(status, each))[:1]
    return (*worst, *sorted(proven, key=lambda each: -gain_of(status, each))[:1])


def _lead(status: RoadmapStatus) -> Said:
    simulated, by_hand = bool(simulation_said(status.program)), status.simulated_from is not None
    caution = {(True, True): "simulated outcomes and dates", (True, False): "simulated outcomes"}
    caution[False, True] = "dates set by hand"
    leads = ["draft, not accepted"] if status.draft else []
    leads += [caution[simulated, by_hand]] if simulated or by_hand else []
    return (Phrase(text=capital(", ".join(leads)) + ": ", is_quiet=True),) if leads else ()


def _joint(place: int) -> Said:
    return (Phrase(text="; "),) if place else ()


def _clauses(status: RoadmapStatus, words: Wording, origins: Origins) -> Iterator[Said]:
    told = named(status)
    harmful = [each for each in told if each.judged.word is CapabilityWord.HARMFUL]
    if _nothing(status):
        yield from (capability_clause(status, each, words, origins) for each in harmful)
        things = f"{counted(len(status.milestones), 'milestone')} and {_several(len(status.capabilities))}"
        yield (Phrase(text=f"no data is loaded yet, so nothing can be said of {things}"),)
        return
    clauses = (capability_clause(status, each, words, origins) for each in told)
    is_value_first = bool(harmful) or len(status.capabilities) > 1
    if is_value_first:
        yield from clauses
    yield _milestones([each.judged.word for each in status.milestones], origins)
    if not is_value_first:
        yield from clauses
    if not told and status.capabilities:
        yield counts(status, origins)


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
    by_word, total = Counter(found), len(found)
    done = by_word[MilestoneWord.ACHIEVED]
    text = f"{done} of {counted(total, 'milestone')} achieved"
    if done == total:
        text = "the one milestone is achieved" if total == 1 else f"all {total} milestones achieved"
    elif done == 0:
        text = f"none of {counted(total, 'milestone')} achieved"
    worries = "".join(f", {by_word[word]} {word.value}" for word in WORRIES if by_word[word])
    return (Phrase(text=text + worries, ref=origins.counted(text + worries)),)
