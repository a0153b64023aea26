"""The reference program: a neutral one, on which each operating model takes the time to value that its prior states.

Twelve capabilities of three teams, each eight weeks of work with an even chance, at the plan's usual approval. What a
top-down platform and a hybrid's foundation take is what is left of the prior's time after the first capability there.
"""

from datetime import date

from milepost.plan.model import PlanModel, Planned, PlannedCost, PlannedTeam, Range
from milepost.program.documents.capability import CostKind

APPROVAL_DAYS, EFFORT_DAYS = 10.0, 56.0
APPROVAL = Range(p10=3.0, p50=APPROVAL_DAYS, p90=30.0)
EFFORT = Range(p10=42.0, p50=EFFORT_DAYS, p90=84.0)
TEAMS, EACH = 3, 4


def reference_model() -> PlanModel:
    """Return the reference program's plan, of 18 months."""
    return PlanModel(
        start=date(2026, 1, 1),
        months=18,
        currency="EUR",
        capabilities=tuple(_capability(place) for place in range(TEAMS * EACH)),
        teams=tuple(PlannedTeam(slug=f"team-{each}") for each in range(TEAMS)),
        correlation=0.2,
    )


def _capability(place: int) -> Planned:
    return Planned(
        slug=f"capability-{place}",
        team=place % TEAMS,
        approval=APPROVAL,
        effort=EFFORT,
        succeeds=0.5,
        money=Range(p10=50.0, p50=300.0, p90=700.0),
        ramp=60.0,
        exit_after=90.0,
        costs=(PlannedCost(kind=CostKind.PEOPLE, once=5_000.0, a_month=1_500.0),),
    )
