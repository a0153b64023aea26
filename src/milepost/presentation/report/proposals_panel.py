"""What is proposed, as cards: those that ask for a decision in sight, the others counted."""

from dataclasses import dataclass

from milepost.presentation.report.marks import Badge, Tone
from milepost.presentation.report.wording import Wording, capital
from milepost.presentation.review_view import ONLY_PEOPLE, numbers, todo_said
from milepost.roadmap.proposals import Proposal, Step
from milepost.roadmap.review import Debt, debts
from milepost.roadmap.status import RoadmapStatus

BADGES = {
    Step.STOP: Badge(word="stop", symbol="■", tone=Tone.BAD),
    Step.SCALE: Badge(word="scale", symbol="▲", tone=Tone.GOOD),
    Step.EXTEND: Badge(word="extend", symbol="◌", tone=Tone.WARN),
    Step.KEEP: Badge(word="keep", symbol="●", tone=Tone.QUIET),
}
NOTHING_PROPOSED = "Nothing is proposed: no rule asks for more than to go on."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCard:
    """One proposal: why, the numbers it stands on, who decides, and what to type."""

    title: str
    badge: Badge
    because: str
    numbers: tuple[str, ...]
    decides: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsPanel:
    """The proposals, what is kept as it is, and the waivers; `empty` is said where there is no proposal."""

    cards: tuple[ProposalCard, ...]
    kept: str
    waivers: tuple[str, ...]
    note: str = ONLY_PEOPLE
    empty: str = NOTHING_PROPOSED


def proposals_panel(status: RoadmapStatus, words: Wording, place: str = "") -> ProposalsPanel:
    """Lay out the proposals of a status; `place` is what a command needs to find the program."""
    kept = [each.title for each in status.proposals if each.step is Step.KEEP]
    return ProposalsPanel(
        cards=tuple(_card(each, status, words, place) for each in status.proposals if each.step is not Step.KEEP),
        kept=f"Kept as it is: {', '.join(kept)}." if kept else "",
        waivers=tuple(_waiver(each, words) for each in debts(status.program, status.as_of)),
    )


def _card(of: Proposal, status: RoadmapStatus, words: Wording, place: str) -> ProposalCard:
    told = numbers(of.prospect, status.program.program.currency)
    return ProposalCard(
        title=of.title,
        badge=BADGES[of.step],
        because=capital(words.plainly(of.because)) + ".",
        numbers=tuple(capital(words.plainly(each)) + "." for each in told),
        decides=words.owner(of.decides),
        todo=todo_said(of.todo, place),
    )


def _waiver(of: Debt, words: Wording) -> str:
    waiver = of.waiver
    when = f"expired on {words.day(waiver.expires_at)}" if of.is_expired else f"until {words.day(waiver.expires_at)}"
    what, by = words.title(waiver.waives), words.owner(waiver.approved_by)
    return f"{waiver.title or waiver.id}: lets off {what}, {when}, by {by}. {waiver.because}"
