"""Why not, and what more is worth."""

from dataclasses import replace

import pytest
from bench.budget_instance import instance

from milepost.plan.budget.choice import choose, stated
from milepost.plan.budget.limits import Sort
from milepost.plan.budget.why import STEP, why_not
from milepost.plan.budget.worlds import stability_of
from milepost.plan.model import NEVER


def left() -> float:
    return 1e9


def test_a_price_is_what_more_of_the_line_earns() -> None:
    model, asked = instance(12, 6, teams=3, money=0.3)
    of = stated(model, asked, 1, 200)
    chosen = choose(of, left)
    assert chosen is not None
    told = why_not(chosen, left)
    lines = [each for each in told.prices if not each.is_of_all and each.limits[0].sort is Sort.LINE]
    assert lines
    assert all(each.is_exact for each in lines)
    first = lines[0]
    raised = tuple(
        replace(each, amount=each.amount + STEP) if place == first.limits[0].place else each
        for place, each in enumerate(asked.lines)
    )
    again = choose(stated(model, replace(asked, lines=raised), 1, 200), left)
    assert again is not None
    assert first.gain == pytest.approx(again.net - chosen.net, rel=0.01, abs=50)


def test_each_that_is_left_out_has_a_reason_and_its_price() -> None:
    model, asked = instance(12, 6, teams=3, money=0.3)
    first, *rest = model.capabilities
    model = replace(model, capabilities=(first, *rest[:-1], replace(rest[-1], staffed=NEVER)))
    chosen = choose(stated(model, asked, 1, 200), left)
    assert chosen is not None
    reasons = {each.slug: each for each in why_not(chosen, left).reasons}
    out = {each.slug for place, each in enumerate(model.capabilities) if place not in chosen.chosen}
    assert out <= reasons.keys()
    for slug in out:
        told = reasons[slug]
        assert told.month is None
        assert told.never or told.binds or told.alone <= 0
        assert told.never or (told.cost is not None and told.cost >= 0)
    assert reasons["c11"].never is not None


def test_without_time_prices_are_the_relaxation_s() -> None:
    model, asked = instance(12, 6, teams=3, money=0.3)
    chosen = choose(stated(model, asked, 1, 200), left)
    assert chosen is not None
    told = why_not(chosen, lambda: 0.0)
    assert told.prices
    assert not any(each.is_exact for each in told.prices)


def test_what_is_worth_it_in_all_worlds_is_told_from_what_flips() -> None:
    model, asked = instance(6, 2, teams=3, money=0.8, must=0)
    first, second, *_ = model.capabilities
    sure = replace(first, slug="sure", after=(), money=first.money.times(50), succeeds=1.0)
    hopeless = replace(second, slug="hopeless", after=(), money=second.money.times(0), succeeds=0.5)
    model = replace(model, capabilities=(sure, hopeless))
    asked = replace(asked, lines=(), floors={})
    chosen = choose(stated(model, asked, 1, 200), left)
    assert chosen is not None
    told = stability_of(chosen, model, asked, 1, left)
    assert len(told.worlds) == told.asked
    assert (told.share(0), told.share(1)) == (1.0, 0.0)
    assert told.against(0, is_built=True) == ()
