"""Plans made by a seed, with a budget that cannot pay for all of them: for the benchmark, and for tests over many."""

from datetime import date

import numpy as np

from milepost.kernel.time import Quarter
from milepost.plan.budget.asked import KINDS, Asked, AskedLine, FiscalDays
from milepost.plan.budget.options import options_of
from milepost.plan.model import DAYS_A_MONTH, PlanModel, Planned, PlannedCost, PlannedTeam, Range
from milepost.program.documents.capability import CostKind


def instance(
    capabilities: int,
    seed: int,
    *,
    months: int = 18,
    money: float = 0.35,
    teams: int = 10,
    must: int = 1,
    floor: float | None = None,
) -> tuple[PlanModel, Asked]:
    """Give a plan and what is asked of it; `money` is the lines' share of what beginning all at once would cost.

    The ceiling and the line of people are held to that share, data and governance have floors, `must` capabilities
    have to be built, and the worst futures' mean is `floor` or more.
    """
    rng = np.random.default_rng(seed)
    model = PlanModel(
        start=date(2026, 1, 1),
        months=months,
        currency="EUR",
        capabilities=tuple(_capability(rng, number, teams) for number in range(capabilities)),
        teams=tuple(PlannedTeam(slug=f"team-{number}", parallel=2) for number in range(teams)),
        discount=0.08,
        correlation=0.2,
    )
    quarters = tuple(
        FiscalDays(
            quarter=Quarter(2026 + number // 4, number % 4 + 1),
            first=number * 3 * DAYS_A_MONTH,
            last=min(months, (number + 1) * 3) * DAYS_A_MONTH,
        )
        for number in range(-(-months // 3))
    )
    return model, Asked(
        quarters=quarters,
        lines=_lines(model, quarters, money),
        must=tuple(range(must)),
        floors={CostKind.DATA: 0.1, CostKind.GOVERNANCE: 0.05},
        floor=floor,
    )


def _capability(rng: np.random.Generator, number: int, teams: int) -> Planned:
    after = {int(each) for each in rng.integers(0, number, rng.integers(0, 3))} if number else set()
    money, effort = float(rng.lognormal(5.3, 0.8)), float(rng.uniform(20, 120))
    kinds = [
        PlannedCost(kind=kind, a_month=float(rng.uniform(200, 2500)), once=float(rng.uniform(0, 5000)))
        for kind in CostKind
        if rng.random() < 0.6
    ]
    return Planned(
        slug=f"c{number}",
        after=tuple(sorted(after)),
        team=int(rng.integers(0, teams)),
        ready=float(rng.choice([0, 0, 0, 60, 120])),
        approval=Range(p10=3, p50=10, p90=30),
        effort=Range(p10=effort * 0.6, p50=effort, p90=effort * 1.8),
        succeeds=float(rng.uniform(0.7, 1)),
        money=Range(p10=money * 0.3, p50=money, p90=money * 1.8),
        ramp=60.0,
        half_life=365.0 if rng.random() < 0.5 else None,
        exit_after=90.0,
        costs=tuple(kinds),
    )


def _lines(model: PlanModel, quarters: tuple[FiscalDays, ...], money: float) -> tuple[AskedLine, ...]:
    options = options_of(model, quarters)
    firsts = [mine[0] for place in range(len(model.capabilities)) if len(mine := options.of(place))]
    whole = options.paper[firsts].sum(axis=0)
    people = KINDS.index(CostKind.PEOPLE)
    ceilings = [(place, None, whole[:, place].sum()) for place in range(len(quarters))]
    of_people = [(place, CostKind.PEOPLE, whole[people, place]) for place in range(len(quarters))]
    return tuple(
        AskedLine(quarter=place, kind=kind, amount=float(money * amount), index=index)
        for index, (place, kind, amount) in enumerate([*ceilings, *of_people])
    )
