"""A choice keeps all limits, is never worse than the rule of thumb, and is the best there is where one can count."""

from dataclasses import replace

import numpy as np
import pytest
from bench.budget_instance import instance

from milepost.plan.budget.asked import AskedLine
from milepost.plan.budget.choice import Choice, choose, rebuilt, stated
from milepost.plan.budget.conflict import conflict_of
from milepost.plan.budget.greedy import greedy
from milepost.plan.budget.limits import Sort
from milepost.plan.budget.outlook import outlook_of
from milepost.plan.budget.solve import Problem, tail_of
from milepost.plan.model import Planned, PlannedCost, PlannedGoal, PlannedMilestone, Range
from milepost.program.documents.capability import CostKind
from plan.budget.exact import best_by_hand, faults

ALWAYS = 1e9
SEEDS = pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 300), marks=pytest.mark.prove)])


def left() -> float:
    return ALWAYS


def problem(seed: int, **changes: object) -> Problem:
    """Make a problem whose size, money, teams and risk depend on its seed."""
    rng = np.random.default_rng([seed, 1])
    model, asked = instance(
        int(rng.integers(3, 25)), seed, money=float(rng.uniform(0.1, 0.9)), teams=int(rng.integers(1, 6)), must=0
    )
    return stated(model, replace(asked, **changes), 1, 200)


def chosen_or_fail(of: Problem) -> Choice:
    found = choose(of, left)
    assert found is not None
    return found


@SEEDS
def test_every_choice_keeps_the_limits_and_is_no_worse_than_the_rule(seeds: range) -> None:
    better = 0
    for seed in seeds:
        of = problem(seed)
        found = chosen_or_fail(of)
        assert faults(of, found.chosen) == []
        assert found.rule is not None
        assert faults(of, found.rule) == []
        assert found.net >= (found.rule_net or 0.0) - 1e-6
        assert found.net <= found.bound + 1e-6
        assert found.gap <= 0.01
        better += found.net > (found.rule_net or 0.0) * 1.001 + 1.0
    # Negative control: the rule of thumb alone would not do.
    assert better >= len(seeds) // 4


@SEEDS
def test_the_appetite_is_kept_and_costs_something(seeds: range) -> None:
    bound = 0
    for seed in seeds[1:3]:
        free = chosen_or_fail(problem(seed))
        floor = free.tail / 2 if free.tail < 0 else free.tail * 1.1
        of = problem(seed, floor=floor)
        held = choose(of, left, 0.01)
        if held is None:
            continue
        assert faults(of, held.chosen) == []
        assert held.net <= free.net * 1.001 + 1
        assert held.rule_net is None or held.net >= held.rule_net - 1e-6
        bound += free.tail < floor
    assert bound > 0


def test_small_problems_are_solved_exactly() -> None:
    earned = 0
    for seed in range(24):
        model, asked = instance(4, seed, months=6, money=0.7, teams=1, must=seed % 2)
        quick = tuple(
            replace(each, effort=each.effort.times(0.5), money=each.money.times(4)) for each in model.capabilities
        )
        of = stated(replace(model, capabilities=quick), replace(asked, floor=-40_000.0 if seed % 3 else None), 1, 200)
        best = best_by_hand(of)
        found = choose(of, left)
        if best is None:
            assert found is None
            continue
        assert found is not None
        assert found.net == pytest.approx(best, rel=2e-4, abs=1.0)
        earned += best > 1.0
    assert earned >= 5


def test_two_that_fit_beat_the_one_that_earns_most_for_its_money() -> None:
    """Negative control: the rule of thumb takes the one, and then has no money for another."""
    model, asked = instance(3, 1, teams=3, must=0)
    worth = ((13_000.0, 6_000.0), (10_000.0, 5_000.0), (10_000.0, 5_000.0))
    capabilities = tuple(
        Planned(
            slug=f"c{place}",
            money=Range(p10=earns / 548, p50=earns / 548, p90=earns / 548),
            costs=(PlannedCost(kind=CostKind.DATA, once=cost),),
        )
        for place, (earns, cost) in enumerate(worth)
    )
    lines = tuple(AskedLine(quarter=place, kind=None, amount=10_000.0) for place in range(len(asked.quarters)))
    ceiling = replace(asked, lines=(lines[0], *(replace(each, amount=0.0) for each in lines[1:])), floors={})
    of = stated(replace(model, capabilities=capabilities), ceiling, 1, 200)
    rule = greedy(of)
    assert rule is not None
    found = chosen_or_fail(of)
    assert set(found.chosen) == {1, 2}
    assert found.net > (found.rule_net or 0.0) + 1_000


def test_more_money_earns_no_less() -> None:
    for seed in range(5):
        of = problem(seed)
        more = replace(of.asked, lines=tuple(replace(each, amount=each.amount * 1.2) for each in of.asked.lines))
        richer = stated(of.options.model, more, 1, 200)
        assert chosen_or_fail(richer).net >= chosen_or_fail(of).net * (1 - 1e-3) - 1


def test_no_time_gives_the_rule_of_thumb_and_says_so() -> None:
    of = problem(3)
    found = choose(of, lambda: 0.0)
    assert found is not None
    assert faults(of, found.chosen) == []
    assert found.net >= (found.rule_net or 0.0)


def test_nothing_to_spend_builds_nothing() -> None:
    of = problem(1)
    poor = stated(
        of.options.model, replace(of.asked, lines=tuple(replace(each, amount=0.0) for each in of.asked.lines)), 1, 200
    )
    found = chosen_or_fail(poor)
    free = {place for place, each in enumerate(of.options.model.capabilities) if not each.costs}
    assert set(found.chosen) <= free


def test_what_is_live_already_stays_and_is_paid_for_first() -> None:
    of = problem(2)
    first, *rest = of.options.model.capabilities
    last = len(rest)
    runs = replace(first, done=-10.0, works=True, costs=(PlannedCost(kind=CostKind.DATA, a_month=1_000.0),))
    # Live without what it was declared to need: that is built only where it earns something itself.
    early = replace(rest[-1], after=(1,), done=-5.0, works=False, exit_after=30.0)
    model = replace(of.options.model, capabilities=(runs, *rest[:-1], early))
    asked = replace(of.asked, floors={}, lines=(AskedLine(quarter=3, kind=None, amount=3_100.0),))
    found = chosen_or_fail(stated(model, asked, 1, 200))
    assert {0, last} <= set(found.chosen)
    assert found.problem.options.paper[found.chosen[0], :, 3].sum() == pytest.approx(3_000.0)
    assert found.problem.options.paper[found.chosen[last], :, 3].sum() == 0.0
    assert {each.slug for each in rebuilt(model, found.ready).capabilities if each.done is not None} == {
        runs.slug,
        early.slug,
    }
    poorer = replace(asked, lines=(AskedLine(quarter=3, kind=None, amount=2_900.0),))
    short = stated(model, poorer, 1, 200)
    assert choose(short, left) is None
    conflict = conflict_of(short, left)
    assert conflict is not None
    assert [(each.limit.sort, each.to) for each in conflict.repairs] == [(Sort.LINE, pytest.approx(3_000.0))]


def test_a_chosen_plan_is_a_plan() -> None:
    of = problem(7)
    model = replace(
        of.options.model,
        milestones=(
            PlannedMilestone(slug="m", goal="g", due=300.0, capabilities=(0, 1)),
            PlannedMilestone(slug="n", goal="g", due=400.0, capabilities=(2,), after=(0,)),
        ),
        goals=(PlannedGoal(slug="g", kpi="k", baseline=0, target=1, by=500, is_up=True, capabilities=(0, 2)),),
    )
    kept = rebuilt(model, {1: 0.0, 2: 30.0})
    assert [each.slug for each in kept.capabilities] == ["c1", "c2"]
    assert [each.capabilities for each in kept.milestones] == [(0,), (1,)]
    assert kept.goals[0].capabilities == (1,)
    assert kept.capabilities[1].ready >= 30.0
    # Teams serve in the order of the days chosen, not of the files.
    assert [each.slug for each in rebuilt(model, {1: 200.0, 2: 30.0}).capabilities] == ["c2", "c1"]
    seen = outlook_of(kept, of.asked, 1, 300)
    assert seen.tail <= seen.p10 <= seen.p90
    assert len(seen.within) == len(of.asked.quarters)


def test_the_sum_is_near_the_whole_simulation() -> None:
    """The sum knows no team's queue, and takes predecessors for tighter than they may be."""
    shares = []
    for seed in (0, 2, 3, 6, 11, 12):
        of = problem(seed)
        found = chosen_or_fail(of)
        whole = outlook_of(rebuilt(of.options.model, found.ready), of.asked, 1, 1_000)
        shares.append(whole.net / found.net)
        assert tail_of(of, found.vector) == pytest.approx(found.tail)
    assert min(shares) > 0.8
    assert max(shares) < 1.15
    assert np.mean(shares) == pytest.approx(0.96, abs=0.06)


def test_what_began_before_what_it_needs_still_comes_after_it() -> None:
    model, _ = instance(2, 1)
    first, second = model.capabilities
    model = replace(model, capabilities=(first, replace(second, after=(0,))))
    again = rebuilt(model, {0: 90.0, 1: 0.0})
    assert [each.slug for each in again.capabilities] == [first.slug, second.slug]
    assert again.capabilities[1].after == (0,)
