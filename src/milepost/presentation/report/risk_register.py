"""The risk register: what may go wrong, as the program writes it down. What went wrong already is a concern."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.presentation.report.marks import Badge, badge_of
from milepost.presentation.report.wording import Wording
from milepost.program.documents.risk import Level, Risk
from milepost.roadmap.status import RoadmapStatus

NO_RISK = "The program writes no risk down. A risk is a document of kind Risk: what may go wrong, and who answers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """What a risk would strike, and how that stands now; None where nothing is told of it."""

    title: str
    badge: Badge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """One risk. `likelihood` and `impact` are low, medium or high, `severity` their product from 1 to 9."""

    title: str
    likelihood: Level
    impact: Level
    severity: int
    strikes: tuple[Struck, ...]
    response: str
    owner: str


def risk_register(status: RoadmapStatus, words: Wording) -> tuple[RiskLine, ...]:
    """Return the program's risks, the most severe first; of equal ones the higher impact, then by title."""
    lines = [_line(each, status, words) for each in status.program.risks.values()]
    levels = list(Level)
    return tuple(sorted(lines, key=lambda each: (-each.severity, -levels.index(each.impact), each.title)))


def _line(risk: Risk, status: RoadmapStatus, words: Wording) -> RiskLine:
    return RiskLine(
        title=risk.title,
        likelihood=risk.likelihood,
        impact=risk.impact,
        severity=risk.severity,
        strikes=tuple(_strikes(risk, status, words)),
        response=risk.response,
        owner=words.owner(risk.owner),
    )


def _strikes(risk: Risk, status: RoadmapStatus, words: Wording) -> Iterator[Struck]:
    standing = {each.ref: badge_of(each.judged.word) for each in status.capabilities}
    standing |= {each.ref: badge_of(each.judged.word) for each in status.milestones}
    refs = [f"capability/{each}" for each in risk.capabilities] + [f"milestone/{each}" for each in risk.milestones]
    for ref in refs:
        yield Struck(title=words.title(ref), badge=standing.get(ref))
