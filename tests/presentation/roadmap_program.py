"""A program whose roadmap holds one of each: live, late, delayed, never, achieved, with a gap in its value line."""

from functools import cache

from milepost.presentation.roadmap_view import Grouping, RoadmapView, roadmap_view
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.facts import Facts
from milepost.roadmap.outlook import Outlook
from milepost.roadmap.outlook_reckoned import outlook_of
from milepost.roadmap.status import RoadmapStatus, derive_status
from roadmap.told import Told, at, compiled

ACCEPTED, TODAY = "2026-09-15", "2027-02-15"
COACH = "kind: Role\nid: coach\n"


def capability(slug: str, title: str, *, block: str = "data", needs: str = "data: [crm]", more: str = "") -> str:
    """Write a capability of one team's weeks."""
    return (
        f"kind: Capability\nid: {slug}\ntitle: {title}\nblock: {block}\nserves: grow\nowner: crm-lead\napprover: cmo\n"
        "moves: {kpi: margin, p10: '0.05 USD', p50: '0.15 USD', p90: '0.30 USD', because: last year, reach: 1000}\n"
        f"needs: {{{needs}}}\nfails_when: nobody answers\nfallback: by hand\nlimits: One spring.\n{more}"
    )


def effort(weeks: int) -> str:
    """Write an effort around so many weeks."""
    return f"effort: {{team: crew, p10: {weeks - 2} weeks, p50: {weeks} weeks, p90: {weeks + 4} weeks}}\n"


def milestone(slug: str, title: str, quarter: str, capability: str) -> str:
    """Write a milestone that a signature shows."""
    return (
        f"kind: Milestone\nid: {slug}\ntitle: {title}\ngoal: grow\nquarter: {quarter}\ncapabilities: {capability}\n"
        f"exit: {{evidence: attestation/{slug}-signed, signed_by: analyst, max_age: 365d}}\n"
    )


def program(records_weeks: int = 6) -> CompiledProgram:
    """Compile it; `records_weeks` is how long its first block takes."""
    return compiled(
        COACH,
        capability(
            "records", "One customer record",
            more=effort(records_weeks) + "decision: who may be written to\ncustomer_outcome: is asked once\n",
        ),
        capability("offers", "Offers by need", block="model", needs="data: [crm], after: records", more=effort(8)),
        capability("desk", "Answer desk", block="operations", needs="roles: [coach]", more=effort(4)),
        milestone("records-ready", "The record is complete", "2026Q4", "records"),
        milestone("offers-live", "Offers reach every customer", "2027Q1", "offers"),
    )  # fmt: skip


def told() -> Told:
    """Tell what happened: accepted, the mail's data loaded, nothing else."""
    record = Told()
    record.accept(at(ACCEPTED), program())
    record.load(at("2026-10-21"))
    record.read(at("2026-10-21"))
    return record


def status_of(record: Told, when: str = TODAY, draft: CompiledProgram | None = None) -> tuple[RoadmapStatus, Facts]:
    """Derive the status on a day, with its facts."""
    facts = record.facts(until=at(when))
    status = derive_status(facts, at(when), draft=draft, with_spans=True)
    assert status is not None
    return status, facts


def outlook(record: Told | None = None, when: str = TODAY, slips: dict[str, float] | None = None) -> Outlook:
    """Reckon the outlook, with few scenarios."""
    status, facts = status_of(record or told(), when)
    return outlook_of(status, facts, slips, scenarios=300)


@cache
def view(by: Grouping = Grouping.GOAL, *, is_paper: bool = False) -> RoadmapView:
    """Lay it out as accepted, or on paper."""
    status, facts = status_of(Told(), ACCEPTED, program()) if is_paper else status_of(told())
    return roadmap_view(status, outlook_of(status, facts, {"records": 21.0}, scenarios=300), by)


def hostile_view() -> RoadmapView:
    """Lay out a program whose titles are code and one word without end."""
    title = '\'<script>alert(1)</script> "x" & ' + "Donaudampfschiff" * 12 + "'"
    goal = f"kind: Goal\nid: grow\ntitle: {title}\nkpi: margin\ntarget: {{value: '0.30 USD', by: 2028-03-31}}\n"
    made = compiled(
        goal, capability("records", title, more=effort(6)), milestone("records-ready", title, "2026Q4", "records")
    )
    record = Told()
    record.accept(at(ACCEPTED), made)
    status, facts = status_of(record)
    return roadmap_view(status, outlook_of(status, facts, scenarios=50))
