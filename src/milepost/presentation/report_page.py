"""The report: one page that says where the program stands, as a typed value without HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.experiments.verdict import Verdict
from milepost.kernel.digest import short
from milepost.presentation.report.concerns import Ask, Concern, Limit, asks, concerns, limits
from milepost.presentation.report.evidence_grades import GradeLine, evidence_grades
from milepost.presentation.report.lede import lede
from milepost.presentation.report.levels import Levels
from milepost.presentation.report.marks import Grid, Said, text_of
from milepost.presentation.report.proposals_panel import ProposalsPanel, proposals_panel
from milepost.presentation.report.provenance import Origins
from milepost.presentation.report.returns_panel import ReturnsPanel, returns_panel
from milepost.presentation.report.risk_register import RiskLine, risk_register
from milepost.presentation.report.simulated import simulation_said
from milepost.presentation.report.tables import Checklist, capabilities, checklists, goals, sources
from milepost.presentation.report.tile import Tile
from milepost.presentation.report.tiles import tiles
from milepost.presentation.report.timeline import Timeline, timeline
from milepost.presentation.report.value_panel import ValuePanel, value_panel
from milepost.presentation.report.verdict import verdict
from milepost.presentation.report.wording import Wording, instant_argument
from milepost.roadmap.facts import Facts, Told, latest
from milepost.roadmap.reckoned import Reckoned
from milepost.roadmap.status import RoadmapStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """What the report shows, from the top: banners, verdict, tiles, panels, and where each number comes from.

    `view` is the command that gives the same answer. The text of `sentence` is the page's title. `concerns` are what
    stands badly now by the record, `risks` what the program says may go wrong.
    """

    program: str
    program_id: str
    digest: str
    accepted: str
    as_of: str
    sponsor: str
    view: str
    banners: tuple[str, ...]
    sentence: Said
    lede: tuple[Said, ...]
    tiles: tuple[Tile, ...]
    timeline: Timeline
    value: ValuePanel
    concerns: tuple[Concern, ...]
    risks: tuple[RiskLine, ...]
    asks: tuple[Ask, ...]
    goals: Grid
    capabilities: Grid
    grades: tuple[GradeLine, ...]
    checklists: tuple[Checklist, ...]
    sources: Grid
    limits: tuple[Limit, ...]
    provenance: Grid
    proposals: ProposalsPanel
    returns: ReturnsPanel | None = None
    removed: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the verdict as one sentence."""
        return text_of(self.sentence)


def report_page(
    status: RoadmapStatus,
    read: Sequence[Told[Verdict]] = (),
    levels: Levels | None = None,
    place: str = "",
    returns: Reckoned | None = None,
) -> ReportPage:
    """Lay out a status as a page.

    `read` are the readings in force, which tell how far an entry may be trusted; `levels` those of each KPI over time;
    `place` is what a command needs to find the program, such as `-C FOLDER`; `returns` are those of the capabilities,
    None where nobody reckoned them.
    """
    program = status.program.program
    words = Wording(status.program, {each.ref: each.title for each in status.capabilities})
    view = f"{_view(status)} {place}".rstrip()
    origins = Origins(accepted=None if status.draft else status.accepted, view=view, place=place)
    return ReportPage(
        program=program.title,
        program_id=program.id,
        digest=short(status.program.digest),
        accepted=words.day(status.accepted_at) if status.accepted_at else "",
        as_of=words.instant(status.as_of),
        sponsor=words.owner(program.sponsor),
        view=view,
        banners=tuple(_banners(status, words)),
        # Panels are made in the order in which they are read: sources are numbered as they come.
        sentence=verdict(status, words, origins),
        lede=lede(status, words, origins),
        tiles=tiles(status, levels or {}, words, origins, returns),
        timeline=timeline(status, words, origins),
        value=value_panel(status, read, words, origins),
        returns=returns_panel(returns, words, origins) if returns else None,
        proposals=proposals_panel(status, words, place),
        concerns=concerns(status, words, origins),
        risks=risk_register(status, words),
        asks=asks(status.needs, words),
        goals=goals(status, words, origins),
        capabilities=capabilities(status, words, origins),
        grades=evidence_grades(status, read, origins),
        checklists=checklists(status, words, origins),
        sources=sources(status, words, origins),
        limits=limits(status),
        provenance=origins.grid(),
        removed=tuple(words.title(each) for each in status.removed),
    )


def readings(facts: Facts, status: RoadmapStatus) -> tuple[Told[Verdict], ...]:
    """Return the latest reading of each experiment by the status's instant: what `report_page` takes as `read`."""
    found = (latest(facts.verdicts, slug, status.as_of) for slug in facts.verdicts)
    return tuple(each for each in found if each is not None)


def _view(status: RoadmapStatus) -> str:
    return f"milepost status --as-of {instant_argument(status.as_of)}" + (" --draft" if status.draft else "")


def _banners(status: RoadmapStatus, words: Wording) -> Iterator[str]:
    if status.draft:
        yield "Draft. Judged by the files as they are now, which nobody accepted; it is not the status of the program."
    if status.simulated_from is not None:
        day = words.day(status.simulated_from)
        yield f"Dates in this record were set by hand from {day} on: good for a demonstration or a test."
    if simulation := simulation_said(status.program):
        yield simulation
