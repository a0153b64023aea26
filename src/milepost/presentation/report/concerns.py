"""What is at risk, what needs a person, and what the numbers do not say."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.kernel.words import CapabilityWord, GoalWord, Grade, MilestoneWord
from milepost.presentation.report.marks import Badge, Phrase, Said, Tone, badge_of
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.wording import Wording, capital
from milepost.roadmap.needs import Need
from milepost.roadmap.status import RoadmapStatus
from milepost.roadmap.words import Item

RISKY = {
    CapabilityWord.HARMFUL, CapabilityWord.BLOCKED, CapabilityWord.INCONCLUSIVE,
    MilestoneWord.REOPENED, MilestoneWord.MISSED, MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK, MilestoneWord.NO_DATA,
    GoalWord.OFF_TRACK, GoalWord.AT_RISK, GoalWord.NO_DATA,
}  # fmt: skip
_ORDER = (Tone.BAD, Tone.WARN, Tone.QUIET)
NO_RISK = "Nothing is at risk, by the tolerances that the program sets."
NO_NEED = "Nothing needs a person now."


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
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


def risks(status: RoadmapStatus, words: Wording, origins: Origins) -> tuple[Risk, ...]:
    """Return what stands badly, the worst first; capabilities before milestones before goals."""
    items: list[Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord]]
    items = [*status.capabilities, *status.milestones, *status.goals]
    found = [_risk(each, words, origins) for each in items if each.judged.word in RISKY]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.badge.tone)))


def asks(needs: tuple[Need, ...], words: Wording) -> tuple[Ask, ...]:
    """Return what needs a person, the most pressing first."""
    return tuple(
        Ask(
            what=capital(words.plainly(each.what)),
            why=capital(words.plainly(each.why)),
            owner=words.owner(each.owner),
            command=each.command or "",
        )
        for each in needs
    )


def limits(status: RoadmapStatus) -> tuple[Limit, ...]:
    """Return each capability's limits; one that tells none is listed as such."""
    found = status.program.capabilities.values()
    return tuple(Limit(title=each.title, text=each.limits or "No limits are told.") for each in found)


def grades() -> Iterator[tuple[Grade, str]]:
    """Return what each grade means, and what may be claimed with it."""
    yield Grade.A, "randomised: may be called realised"
    yield Grade.B, "quasi-experimental: may be called realised"
    yield Grade.C, "modelled or not randomised: a level or an association, never realised"
    yield Grade.D, "asserted or attested: a plan or a signature, never value"


def _risk(item: Item[CapabilityWord] | Item[MilestoneWord] | Item[GoalWord], words: Wording, origins: Origins) -> Risk:
    kind = item.ref.partition("/")[0]
    judged, owner = item.judged, words.owner(item.owner)
    asked = f" Asked: {words.plainly(judged.threshold)}." if judged.threshold else ""
    ref = _ref(item, kind, words, origins)
    return Risk(
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
    recorded = {"capability": "value.posted", "milestone": "experiment.read", "goal": "kpi.measured"}[kind]
    return origins.event(words.plainly(judged.number), item.title, recorded, judged.events[-1])
