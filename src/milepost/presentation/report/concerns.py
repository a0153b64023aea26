"""What stands badly now, what needs a person, and what the numbers do not say."""

from dataclasses import dataclass

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord
from milepost.presentation.report.marks import Badge, Phrase, Said, Tone, badge_of
from milepost.presentation.report.provenance import KINDS, Origins
from milepost.presentation.report.wording import Wording, capital
from milepost.roadmap.needs import Need
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

STANDS_BADLY = {
    CapabilityWord.HARMFUL, CapabilityWord.BLOCKED, CapabilityWord.INCONCLUSIVE,
    MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK, MilestoneWord.NO_DATA,
    GoalWord.OFF_TRACK, GoalWord.AT_RISK, GoalWord.NO_DATA,
}  # fmt: skip
_ORDER = (Tone.BAD, Tone.WARN, Tone.QUIET)
NO_CONCERN = "Nothing stands badly, by the tolerances that the program sets."
NO_NEED = "Nothing needs a person now."


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that stands badly: what it is, its word, why, and who answers for it."""

    kind: str
    title: str
    badge: Badge
    because: Said
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something that only a person can do; `command` is empty where none helps."""

    what: str
    why: str
    owner: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a capability's numbers do not cover, in its owner's words."""

    title: str
    text: str


def concerns(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Concern, ...]:
    """Return what stands badly, the worst first; capabilities before milestones before goals."""
    items: list[Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord]]
    items = [*status.capabilities, *status.milestones, *status.goals]
    found = [_concern(each, words, origins) for each in items if each.judged.word in STANDS_BADLY]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.badge.tone)))


def asks(needs: tuple[Need, ...], words: Wording) -> tuple[Ask, ...]:
    """Return what needs a person, the most pressing first; what is asked of several people is listed once."""
    found: dict[tuple[str, str | None], list[Need]] = {}
    for each in needs:
        found.setdefault((each.what, each.command), []).append(each)
    return tuple(_ask(each, words) for each in found.values())


def limits(status: RoadmapStatus) -> tuple[Limit, ...]:
    """Return each capability's limits; one that tells none is listed as such."""
    found = status.program.capabilities.values()
    return tuple(Limit(title=each.title, text=each.limits or "No limits are told.") for each in found)


def _ask(of: list[Need], words: Wording) -> Ask:
    reasons = dict.fromkeys(capital(words.plainly(each.why)) for each in of)
    owners = dict.fromkeys(words.owner(each.owner) for each in of if each.owner)
    return Ask(
        what=capital(words.plainly(of[0].what)),
        why=". ".join(reasons),
        owner=" and ".join(owners),
        command=of[0].command or "",
    )


def _concern(
    item: Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord], words: Wording, origins: Origins
) -> Concern:
    kind = item.ref.partition("/")[0]
    judged, owner = item.judged, words.owner(item.owner)
    asked = f" Asked: {words.plainly(judged.threshold)}." if judged.threshold else ""
    ref = _ref(item, kind, words, origins)
    return Concern(
        kind=kind,
        title=item.title,
        badge=badge_of(judged.word),
        because=(Phrase(text=capital(words.plainly(judged.because)) + ".", ref=ref), Phrase(text=asked)),
        about=f"{capital(kind)} · since {words.day(item.since)} · {owner or 'no owner'}",
    )


def _ref(
    item: Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord], kind: str, words: Wording, origins: Origins
) -> int | None:
    """Return the source of the number in a reason, where there is one."""
    judged = item.judged
    if judged.number is None or not judged.events:
        return None
    recorded = {"capability": "value.posted", "goal": "kpi.measured"}.get(kind) or _recorded(item)
    return origins.event(words.plainly(judged.number), item.title, recorded, judged.events[-1])


def _recorded(item: Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord]) -> str:
    """Return the kind of fact that a milestone's number was drawn from."""
    found = (each.evidence for each in item.criteria if each.judged.events == item.judged.events)
    return KINDS.get(next(found, "").partition("/")[0], "experiment.read")
