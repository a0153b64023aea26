"""A plan as an operating model runs it: what waits for what, what is built small first, what it costs beside.

Top-down: a central platform, then each capability whole. Hybrid: a foundation, then pilots, then scale. Pilot-led:
pilots, then scale. A pilot and its scaling are two capabilities of the plan that share their luck.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from milepost.plan.approaches.reference import APPROVAL_DAYS, EFFORT_DAYS
from milepost.plan.approaches.traits import Traits, number_of
from milepost.plan.model import DAYS_A_MONTH, NOTHING, PlanModel, Planned, PlannedCost, PlannedGoal, Range
from milepost.program.documents.capability import CostKind
from milepost.program.documents.outline import Approach

MONTHS = 18
"""What all measures are as of."""
FOUNDATION, SCALE = "~foundation", "~scale"
"""No slug begins or ends so."""
SPREAD = (0.8, 1.0, 1.25)
"""How the length of one pilot or platform lies around its prior: Milepost's assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A plan under an operating model, and where its parts stand.

    `first` is the place at which each of the program's capabilities begins, `last` that at which it is at full reach,
    in the program's order; the same where there is no pilot.
    """

    approach: Approach
    plan: PlanModel
    model: PlanModel
    traits: Traits
    first: tuple[int, ...]
    last: tuple[int, ...]


def shaped(plan: PlanModel, approach: Approach, traits: Traits, usual: Traits, cost: float, luck: int) -> Shaped:
    """Shape a plan. `usual` are the priors' medians, by which the time to value is split into platform and first build.

    `cost` is what the plan costs on paper, of which the platform takes a share; `luck` decides which pilots are
    inconclusive, the same in every operating model.
    """
    piloted = approach is not Approach.TOP_DOWN
    parts = list(_parts(plan, traits, pilot_months(approach, traits), luck, piloted=piloted))
    base = _foundation(approach, traits, usual, cost)
    offset = len(base)
    order = _order(plan, parts)
    places = {slug: offset + place for place, (_, slug, _) in enumerate(order)}
    model = replace(
        plan,
        months=MONTHS,
        capabilities=(*base, *(_placed(plan, part, slug, places, offset) for _, slug, part in order)),
        milestones=(),
        goals=tuple(_goal(plan, goal, places) for goal in plan.goals),
    )
    first = tuple(places[each.slug] for each in plan.capabilities)
    last = tuple(places.get(each.slug + SCALE, places[each.slug]) for each in plan.capabilities)
    return Shaped(approach=approach, plan=plan, model=model, traits=traits, first=first, last=last)


def pilot_months(approach: Approach, traits: Traits) -> float:
    """Return how long a pilot takes, in months; 0 where there is none."""
    return {Approach.TOP_DOWN: 0.0, Approach.PILOT_LED: traits.time_to_value, Approach.HYBRID: traits.pilot}[approach]


def foundation_days(approach: Approach, traits: Traits, usual: Traits) -> float:
    """Return how long platform or foundation take: the time to value less what the first capability then takes."""
    match approach:
        case Approach.PILOT_LED:
            return 0.0
        case Approach.HYBRID:
            return max(0.0, (traits.time_to_value - usual.pilot) * DAYS_A_MONTH)
        case Approach.TOP_DOWN:
            signed = APPROVAL_DAYS * usual.approval + usual.gates * usual.steering_every / 2
            built = EFFORT_DAYS * (1 + usual.rework) * work_factor(usual)
            return max(0.0, traits.time_to_value * DAYS_A_MONTH - signed - built)


def work_factor(traits: Traits) -> float:
    """Return by what factor all work grows by coordination and shrinks by what is shared."""
    return (1 + traits.coordination) * (1 - traits.reuse)


def _foundation(approach: Approach, traits: Traits, usual: Traits, cost: float) -> tuple[Planned, ...]:
    once = PlannedCost(kind=CostKind.DATA, once=traits.platform * cost)
    days = foundation_days(approach, traits, usual)
    return (Planned(slug=FOUNDATION, effort=_around(days), costs=(once,)),)


def _parts(
    plan: PlanModel, traits: Traits, months: float, luck: int, *, piloted: bool
) -> Iterator[tuple[int, str, Planned]]:
    """Give each capability's stages: 0 for what comes first, 1 for the scaling of a pilot."""
    for each in plan.capabilities:
        if each.done is not None:
            yield 0, each.slug, each
        elif piloted:
            late = traits.adapt if number_of(luck, "inconclusive", each.slug) / 2**63 < traits.inconclusive else 0.0
            yield 0, each.slug, _pilot(each, traits, (months + late) * DAYS_A_MONTH)
            yield 1, each.slug + SCALE, _scaled(each, traits)
        else:
            yield 0, each.slug, _whole(each, traits)


def _whole(each: Planned, traits: Traits) -> Planned:
    return replace(
        each,
        approval=_plus(each.approval.times(traits.approval), traits.gates * traits.steering_every / 2),
        effort=each.effort.times((1 + traits.rework) * work_factor(traits)),
        succeeds=each.succeeds * traits.scales,
        exit_after=traits.adapt * DAYS_A_MONTH,
        costs=_costs(each, 1 + traits.duplicates, 1.0),
    )


def _pilot(each: Planned, traits: Traits, days: float) -> Planned:
    build = each.effort.times(traits.pilot_effort * work_factor(traits))
    return replace(
        each,
        # Set-up, signature and measuring take the rest of the pilot's time, and none of the team's.
        approval=_around(max(0.0, days - build.p50)),
        effort=build,
        money=each.money.times(traits.pilot_reach),
        level=each.level.times(traits.pilot_reach),
        exit_after=traits.adapt * DAYS_A_MONTH,
        costs=_costs(each, traits.pilot_cost, traits.pilot_reach),
    )


def _scaled(each: Planned, traits: Traits) -> Planned:
    waits = max(0.0, traits.gates - 1) * traits.steering_every / 2
    return replace(
        each,
        slug=each.slug + SCALE,
        stream=each.stream or each.slug,
        approval=_plus(each.approval.times(traits.approval), waits),
        effort=each.effort.times((1 - traits.pilot_effort + traits.rework) * work_factor(traits)),
        # The pilot's luck goes on: of those that worked in a pilot, this share works at full reach.
        succeeds=each.succeeds * traits.scales,
        money=each.money.times(1 - traits.pilot_reach),
        level=each.level.times(1 - traits.pilot_reach),
        exit_after=traits.adapt * DAYS_A_MONTH,
        costs=_costs(each, 1 + traits.duplicates - traits.pilot_cost, 1 - traits.pilot_reach),
    )


def _order(
    plan: PlanModel, parts: Sequence[tuple[int, str, Planned]]
) -> list[tuple[tuple[int, int, int], str, Planned]]:
    """Order the stages so that each comes after what it needs, and a team pilots some, scales them, and goes on.

    Teams serve what stands first; with all pilots before the first scaling nothing would scale for a year.
    """
    waves, served = dict[str, int](), dict[int, int]()
    for each in plan.capabilities:
        own = 0
        if each.team is not None and each.done is None:
            # Of a team's work: as many as it builds at once, and as many that are being measured.
            own = served.get(each.team, 0) // (2 * max(1, plan.teams[each.team].parallel))
            served[each.team] = served.get(each.team, 0) + 1
        waves[each.slug] = max([own, *(waves[plan.capabilities[place].slug] for place in each.after)])
    turn = count()
    return sorted(((waves[slug.removesuffix(SCALE)], stage, next(turn)), slug, part) for stage, slug, part in parts)


def _placed(plan: PlanModel, part: Planned, slug: str, places: dict[str, int], offset: int) -> Planned:
    own = slug.removesuffix(SCALE)
    needed = [plan.capabilities[place].slug for place in part.after]
    if own != slug:
        # What scales waits for its own pilot, and for what it needs to be at full reach.
        after = [places[own], *(places.get(each + SCALE, places[each]) for each in needed)]
    else:
        after = [*range(offset), *(places[each] for each in needed)]
    return replace(part, after=tuple(sorted(after)))


def _goal(plan: PlanModel, goal: PlannedGoal, places: dict[str, int]) -> PlannedGoal:
    slugs = [plan.capabilities[place].slug for place in goal.capabilities]
    both = [each for slug in slugs for each in (slug, slug + SCALE) if each in places]
    return replace(goal, capabilities=tuple(places[each] for each in both))


def _costs(each: Planned, running: float, reach: float) -> tuple[PlannedCost, ...]:
    return tuple(
        replace(cost, once=cost.once * running, a_month=cost.a_month * running, a_day=cost.a_day * reach)
        for cost in each.costs
    )


def _around(days: float) -> Range:
    return Range(p10=days * SPREAD[0], p50=days * SPREAD[1], p90=days * SPREAD[2]) if days > 0 else NOTHING


def _plus(range_: Range, days: float) -> Range:
    return Range(p10=range_.p10 + days, p50=range_.p50 + days, p90=range_.p90 + days)
