"""What is to be decided: the proposals, the signatures that are overdue, and the debt of waivers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from milepost.kernel.finding import Finding
from milepost.kernel.time import day_in
from milepost.kernel.words import Phase
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.condition import criteria
from milepost.program.documents.waiver import Waiver
from milepost.roadmap.dates_scored import DateScored
from milepost.roadmap.proposals import Proposal, Step
from milepost.roadmap.rules import EXPIRED_WAIVER, OVERDUE_SIGNATURE
from milepost.roadmap.status import RoadmapStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A signature that a milestone waits for after its date: who is asked, since when, and why it is not there."""

    name: str
    signer: str | None
    milestone: str
    due: date
    days: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A waiver in the program; `days_left` is below zero where it expired."""

    waiver: Waiver
    days_left: int

    @property
    def is_expired(self) -> bool:
        """Tell whether it lets nobody off any more."""
        return self.days_left < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that waits for a decision, as of the status's instant. Expired waivers first."""

    status: RoadmapStatus
    proposals: tuple[Proposal, ...]
    overdue: tuple[Overdue, ...]
    waivers: tuple[Debt, ...]
    dates: tuple[DateScored, ...] = ()
    """The dates that were frozen at acceptance, and what came of them."""

    @property
    def to_decide(self) -> tuple[Proposal, ...]:
        """Return the proposals that ask for a decision."""
        return tuple(each for each in self.proposals if each.step is not Step.KEEP)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Warn of overdue signatures and expired waivers."""
        return (
            *(
                OVERDUE_SIGNATURE.at(None, f"{each.name} was to be signed by {each.due}", OVERDUE_SIGNATURE.fix)
                for each in self.overdue
            ),
            *(
                EXPIRED_WAIVER.at(
                    None, f"waiver/{each.waiver.id} expired on {each.waiver.expires_at}", EXPIRED_WAIVER.fix
                )
                for each in self.waivers
                if each.is_expired
            ),
        )


def review_of(status: RoadmapStatus, dates: tuple[DateScored, ...] = ()) -> Review:
    """Gather what waits for a decision, and beside it how the dates that won the budget did."""
    today = day_in(status.as_of, status.program.program.time_zone)
    return Review(
        status=status,
        proposals=status.proposals,
        overdue=tuple(_overdue(status, today)),
        waivers=debts(status.program, status.as_of),
        dates=dates,
    )


def debts(program: CompiledProgram, at: datetime) -> tuple[Debt, ...]:
    """Return the program's waivers, those that expire first in front."""
    today = day_in(at, program.program.time_zone)
    found = (Debt(waiver=each, days_left=(each.expires_at - today).days) for each in program.waivers.values())
    return tuple(sorted(found, key=lambda each: (each.days_left, each.waiver.id)))


def _overdue(status: RoadmapStatus, today: date) -> Iterator[Overdue]:
    for item in status.milestones:
        milestone = status.program.milestones[item.ref.partition("/")[2]]
        due = milestone.due_date(status.program.program.fiscal_year_starts)
        if due is None or due >= today:
            continue
        for criterion, found in zip(criteria(milestone.exit), item.criteria, strict=True):
            if criterion.ref.kind == "attestation" and found.phase is not Phase.SUCCESSFUL:
                yield Overdue(
                    name=criterion.ref.slug,
                    signer=criterion.signed_by,
                    milestone=item.ref,
                    due=due,
                    days=(today - due).days,
                    because=found.judged.because,
                )
