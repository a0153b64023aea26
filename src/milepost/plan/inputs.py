"""From a compiled program to the numbers of its plan. What the program does not say is its `planning`'s to assume."""

import heapq
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from milepost.kernel.time import Duration
from milepost.plan.model import (
    DAYS_A_MONTH,
    NEVER,
    NOTHING,
    PlanModel,
    Planned,
    PlannedCost,
    PlannedGoal,
    PlannedMilestone,
    PlannedTeam,
    Range,
)
from milepost.plan.progress import NOTHING_KNOWN, Known, Progress
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability, CostKind, Per
from milepost.program.documents.condition import criteria
from milepost.program.documents.outline import Direction, Goal, Milestone
from milepost.program.fields import Spread


def model_of(program: CompiledProgram, progress: Progress = NOTHING_KNOWN) -> PlanModel:
    """Turn a program into its plan's numbers, with what is known of its progress in the place of what was assumed."""
    order = in_build_order(program)
    places = {slug: place for place, slug in enumerate(order)}
    teams = _teams(program)
    team_places = {team.slug: place for place, team in enumerate(teams)}
    head = program.program
    milestones = _milestone_order(program)
    milestone_places = {slug: place for place, slug in enumerate(milestones)}
    return PlanModel(
        start=head.starts,
        months=max(1, round((head.period.end - head.starts).days / DAYS_A_MONTH)),
        currency=head.currency,
        capabilities=tuple(_planned(program, slug, places, team_places, progress) for slug in order),
        teams=teams,
        milestones=tuple(_milestone(program, slug, places, milestone_places, progress) for slug in milestones),
        goals=tuple(_goal(program, goal, places) for goal in program.goals.values()),
        discount=float(program.ledger.discount_rate) if program.ledger else 0.0,
        correlation=float(head.planning.correlation),
        serves={slug: program.capabilities[slug].serves for slug in order},
        as_of=_number(program, progress.day) if progress.day else -NEVER,
    )


def in_build_order(program: CompiledProgram) -> tuple[str, ...]:
    """Return the capabilities, each after those it needs; of those that could be next, the earliest, best goal first.

    It is the order in which teams serve them. A predecessor that is not in the program is no predecessor.
    """
    there = program.capabilities
    waits = {slug: {need for need in each.needs.after if need in there} for slug, each in there.items()}
    followers: dict[str, list[str]] = {}
    for slug, needed in waits.items():
        for each in needed:
            followers.setdefault(each, []).append(slug)
    heap = [(_rank(program, slug), slug) for slug, needed in waits.items() if not needed]
    heapq.heapify(heap)
    found = []
    while heap:
        _, slug = heapq.heappop(heap)
        found.append(slug)
        for each in followers.get(slug, ()):
            waits[each].discard(slug)
            if not waits[each]:
                heapq.heappush(heap, (_rank(program, each), each))
    return tuple(found)


def days_of(length: Duration) -> float:
    """Return a duration in days, a month as the twelfth part of a year."""
    return length.days + length.months * DAYS_A_MONTH


def _rank(program: CompiledProgram, slug: str) -> tuple[date, int]:
    capability = program.capabilities[slug]
    goals = [program.goals[each].priority for each in capability.serves if each in program.goals]
    return capability.starts or program.program.starts, min(goals, default=1_000)


def _teams(program: CompiledProgram) -> tuple[PlannedTeam, ...]:
    told = {
        slug: PlannedTeam(slug=slug, parallel=team.parallel, starts=_number(program, team.starts))
        for slug, team in program.teams.items()
    }
    named = {each.effort.team for each in program.capabilities.values() if each.effort is not None}
    return (*told.values(), *(PlannedTeam(slug=each) for each in sorted(named - told.keys())))


def _planned(
    program: CompiledProgram, slug: str, places: Mapping[str, int], teams: Mapping[str, int], progress: Progress
) -> Planned:
    capability, assumed = program.capabilities[slug], program.program.planning
    known = progress.capabilities.get(slug, Known())
    spread = full_days(program, capability)
    half_life = capability.half_life or assumed.half_life
    return Planned(
        slug=slug,
        after=tuple(sorted(places[each] for each in capability.needs.after if each in places)),
        team=teams[capability.effort.team] if capability.effort else None,
        ready=_number(program, capability.starts),
        staffed=_staffed(program, capability),
        approval=_lengths(capability.approval or assumed.approval),
        effort=_lengths(capability.effort) if capability.effort else NOTHING,
        succeeds=float(assumed.succeeds if capability.succeeds is None else capability.succeeds),
        money=_money(program, capability, known).times(1 / spread),
        kpi=capability.moves.kpi if capability.moves else None,
        level=_level(program, capability, known),
        is_up=_is_up(program, capability),
        ramp=days_of(capability.ramp or assumed.ramp),
        half_life=days_of(half_life) if half_life else None,
        exit_after=days_of(assumed.exit_after),
        costs=tuple(_costs(program, capability, spread)),
        done=_number(program, known.live) if known.live else None,
        works=known.works,
        ends=_number(program, capability.retired.on) if capability.retired else NEVER,
    )


def full_days(program: CompiledProgram, capability: Capability) -> float:
    """Return the days over which the plan spreads `reach`: from its start and the effort's p50 to the horizon's end."""
    effort = days_of(capability.effort.p50) if capability.effort else 0.0
    whole = float((program.program.period.end - program.program.starts).days)
    return max(DAYS_A_MONTH, whole - _number(program, capability.starts) - effort)


def _money(program: CompiledProgram, capability: Capability, known: Known) -> Range:
    moves = capability.moves
    if moves is None or moves.reach is None or moves.p50.unit != program.program.currency:
        return NOTHING
    found = (known.effect or _range(moves.p10.value, moves.p50.value, moves.p90.value)).times(moves.reach)
    if _is_up(program, capability):
        return found
    # A KPI in money that shall fall is a cost: what it falls by is earned.
    return Range(p10=-found.p90, p50=-found.p50, p90=-found.p10)


def _is_up(program: CompiledProgram, capability: Capability) -> bool:
    kpi = program.kpis.get(capability.moves.kpi) if capability.moves else None
    return kpi is None or kpi.direction is Direction.UP


def _level(program: CompiledProgram, capability: Capability, known: Known) -> Range:
    moves = capability.moves
    kpi = program.kpis.get(moves.kpi) if moves else None
    if moves is None or kpi is None:
        return NOTHING
    share = min(1.0, moves.reach / kpi.population) if moves.reach and kpi.population else 1.0
    return (known.effect or _range(moves.p10.value, moves.p50.value, moves.p90.value)).times(share)


def _costs(program: CompiledProgram, capability: Capability, spread: float) -> Iterator[PlannedCost]:
    reach = capability.moves.reach if capability.moves and capability.moves.reach else 0
    mine = [each for each in capability.costs if each.amount.unit == program.program.currency]
    for kind in CostKind:
        of_kind = {per: sum(float(c.amount.value) for c in mine if c.kind is kind and c.per is per) for per in Per}
        if any(of_kind.values()):
            yield PlannedCost(
                kind=kind,
                once=of_kind[Per.ONCE],
                a_month=of_kind[Per.MONTH],
                a_day=of_kind[Per.CONTACT] * reach / spread,
            )


def _staffed(program: CompiledProgram, capability: Capability) -> float:
    asked = {*capability.needs.roles, capability.owner, capability.approver}
    unfilled = [program.roles[each] for each in asked if each in program.roles and not program.roles[each].held_by]
    return max((NEVER if each.expected is None else _number(program, each.expected) for each in unfilled), default=0.0)


def _milestone_order(program: CompiledProgram) -> tuple[str, ...]:
    found: dict[str, None] = {}

    def add(slug: str) -> None:
        if slug in program.milestones and slug not in found:
            for each in program.milestones[slug].after:
                add(each)
            found[slug] = None

    for slug in program.milestones:
        add(slug)
    return tuple(found)


def _milestone(
    program: CompiledProgram,
    slug: str,
    places: Mapping[str, int],
    milestones: Mapping[str, int],
    progress: Progress,
) -> PlannedMilestone:
    milestone = program.milestones[slug]
    due = milestone.due_date(program.program.fiscal_year_starts)
    return PlannedMilestone(
        slug=slug,
        goal=milestone.goal,
        due=_number(program, due) if due else NEVER,
        capabilities=tuple(places[each] for each in milestone.capabilities if each in places),
        after=tuple(milestones[each] for each in milestone.after if each in milestones),
        measured=max(_measured(program, milestone), default=0.0),
        achieved=_number(program, progress.achieved[slug]) if slug in progress.achieved else None,
    )


def _measured(program: CompiledProgram, milestone: Milestone) -> Iterator[float]:
    for criterion in criteria(milestone.exit):
        experiment = program.experiments.get(criterion.ref.slug) if criterion.ref.kind == "experiment" else None
        if experiment is not None and experiment.period is not None:
            yield _number(program, experiment.period.end)


def _goal(program: CompiledProgram, goal: Goal, places: Mapping[str, int]) -> PlannedGoal:
    kpi = program.kpis[goal.kpi]
    return PlannedGoal(
        slug=goal.id,
        kpi=goal.kpi,
        baseline=float(kpi.baseline.value.value) if kpi.baseline else 0.0,
        target=float(goal.target.value.value),
        by=_number(program, goal.target.by),
        is_up=kpi.direction is Direction.UP,
        capabilities=tuple(
            places[slug]
            for slug, each in program.capabilities.items()
            if each.moves is not None and each.moves.kpi == goal.kpi
        ),
    )


def _lengths(spread: Spread | object) -> Range:
    p10, p50, p90 = (days_of(getattr(spread, each)) for each in ("p10", "p50", "p90"))
    return Range(p10=p10, p50=p50, p90=p90)


def _range(p10: Decimal, p50: Decimal, p90: Decimal) -> Range:
    return Range(p10=float(p10), p50=float(p50), p90=float(p90))


def _number(program: CompiledProgram, day: date | None) -> float:
    return float((day - program.program.starts).days) if day else 0.0
