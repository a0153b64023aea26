"""The three runs: calibrated on the reference program, alike where the models are, and the same luck throughout."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.finding import Refused
from milepost.plan.approaches.compare import Comparison, cautions, compare, interval
from milepost.plan.approaches.measured import measured
from milepost.plan.approaches.reference import reference_model
from milepost.plan.approaches.shaped import SCALE, Shaped, shaped
from milepost.plan.approaches.traits import Traits
from milepost.plan.model import DAYS_A_MONTH, PlanModel, Planned, PlannedCost, PlannedGoal, PlannedTeam, Range
from milepost.plan.simulate import simulate
from milepost.program.documents.capability import CostKind
from milepost.program.documents.choosing import Measure
from milepost.program.documents.outline import Approach
from plan.approaches.assume import but, ours, still

EFFORT = Range(p10=40, p50=56, p90=84)
MONEY = Range(p10=50, p50=100, p90=150)
USUAL = Traits(approval=1.0, scales=1.0, crew=1.0, hour=1.0)


def plan(*capabilities: Planned, teams: int = 1, **more: object) -> PlanModel:
    return PlanModel(
        start=date(2026, 1, 1),
        months=18,
        currency="EUR",
        capabilities=capabilities,
        teams=tuple(PlannedTeam(slug=f"t{each}", parallel=2) for each in range(teams)),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def reference() -> Comparison:
    return compare(reference_model(), ours(), 1, 60, 25)


@pytest.mark.parametrize(
    ("approach", "least", "most"), [(Approach.TOP_DOWN, 6, 12), (Approach.PILOT_LED, 2, 4), (Approach.HYBRID, 4, 8)]
)
def test_time_to_value_on_the_reference_program_is_in_its_range(
    reference: Comparison, approach: Approach, least: float, most: float
) -> None:
    """The middle inside, and the ends near those of the range: the program's own luck comes on top."""
    found = reference.shown(approach, Measure.FIRST_VALUE)
    assert least < found.middle < most
    assert found.low == pytest.approx(least, rel=0.15)
    assert found.high == pytest.approx(most, rel=0.25)


def test_control_without_the_priors_time_it_is_not(reference: Comparison) -> None:
    quick = but(ours(), Approach.TOP_DOWN, time_to_value=(1, 1, 1))
    found = compare(reference_model(), quick, 1, 20, 20).shown(Approach.TOP_DOWN, Measure.FIRST_VALUE)
    assert found.middle < 6


def test_models_alike_come_out_alike() -> None:
    """With pilots that are all of a capability, no gates and no platform, all three are the plan itself."""
    same = still(pilot_effort=0.0, pilot_reach=0.0, pilot_cost=0.0)
    one = Planned(slug="a", team=0, effort=EFFORT, succeeds=0.6, money=MONEY, approval=Range(p10=5, p50=10, p90=20))
    found = compare(plan(one), same, 1, 3, 40)
    for measure in (Measure.NET, Measure.GROSS, Measure.GOVERNANCE_HOURS, Measure.REWORK_COST):
        values = [found.of(each, measure) for each in Approach]
        assert values[0] == pytest.approx(values[1]), measure
        assert values[1] == pytest.approx(values[2]), measure


def test_the_same_seed_is_the_same_and_another_is_not() -> None:
    small = plan(Planned(slug="a", team=0, effort=EFFORT, succeeds=0.6, money=MONEY))
    one, two, other = (compare(small, ours(), seed, 4, 20) for seed in (1, 1, 2))
    for approach in Approach:
        assert (one.of(approach, Measure.NET) == two.of(approach, Measure.NET)).all()
        assert (one.of(approach, Measure.NET) != other.of(approach, Measure.NET)).any()


def shape(of: PlanModel, approach: Approach, traits: Traits) -> Shaped:
    return shaped(of, approach, traits, traits, 0.0, 7)


def test_a_pilot_and_its_scaling_share_their_luck_and_make_up_the_whole() -> None:
    traits = replace(USUAL, pilot_effort=0.3, pilot_reach=0.2, pilot_cost=0.4, scales=0.8)
    cost = PlannedCost(kind=CostKind.PEOPLE, a_month=100.0)
    of = plan(Planned(slug="a", team=0, effort=EFFORT, succeeds=0.5, money=MONEY, costs=(cost,)))
    made = shape(of, Approach.PILOT_LED, traits)
    first, last = (made.model.capabilities[each[0]] for each in (made.first, made.last))
    assert (first.slug, last.slug) == ("a", f"a{SCALE}")
    assert first.money.p50 + last.money.p50 == pytest.approx(100)
    assert first.effort.p50 + last.effort.p50 == pytest.approx(56)
    assert first.costs[0].a_month + last.costs[0].a_month == pytest.approx(100)
    told = simulate(made.model, 3, 8_000)
    pilot, full = told.works[:, made.first[0]], told.works[:, made.last[0]]
    assert not (full & ~pilot).any()
    assert pilot.mean() == pytest.approx(0.5, abs=0.02)
    assert full.mean() / pilot.mean() == pytest.approx(0.8, abs=0.02)
    whole = simulate(shape(of, Approach.TOP_DOWN, replace(traits, scales=1.0)).model, 3, 8_000)
    assert (whole.works[:, 1] == pilot).all()


def test_what_waits_for_what() -> None:
    """A pilot needs the pilot before it, its scaling that one at full reach, and each stands after what it needs."""
    a, b = Planned(slug="a", team=0, effort=EFFORT), Planned(slug="b", team=0, effort=EFFORT, after=(0,))
    made = shape(plan(a, b), Approach.HYBRID, replace(USUAL, pilot_effort=0.3))
    slugs = [each.slug for each in made.model.capabilities]
    after = {each.slug: {slugs[place] for place in each.after} for each in made.model.capabilities}
    assert after["b"] == {"~foundation", "a"}
    assert after[f"b{SCALE}"] == {"b", f"a{SCALE}"}
    assert all(place < slugs.index(each.slug) for each in made.model.capabilities for place in each.after)


@settings(max_examples=40)
@given(st.data())
def test_each_part_stands_after_what_it_needs_and_none_is_lost(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    parts = [
        Planned(
            slug=f"c{place}",
            team=data.draw(st.sampled_from([None, 0, 1])),
            effort=EFFORT,
            done=data.draw(st.sampled_from([None, None, -10.0])),
            after=tuple(data.draw(st.sets(st.integers(0, place - 1), max_size=2))) if place else (),
        )
        for place in range(count)
    ]
    for approach in Approach:
        made = shape(plan(*parts, teams=2), approach, replace(USUAL, pilot_effort=0.3, time_to_value=3.0, pilot=3.0))
        for place, each in enumerate(made.model.capabilities):
            assert all(before < place for before in each.after)
        assert [made.model.capabilities[place].slug for place in made.first] == [each.slug for each in parts]
        assert len(made.model.capabilities) == 1 + len({*made.first, *made.last})


def test_what_is_live_already_is_not_piloted_again() -> None:
    made = shape(plan(Planned(slug="a", done=-30.0, works=True, money=MONEY)), Approach.PILOT_LED, USUAL)
    assert made.first == made.last
    found = measured(made, simulate(made.model, 1, 10))
    assert found.values[Measure.FIRST_VALUE].tolist() == [0.0] * 10


def test_governance_rework_and_visibility_by_hand() -> None:
    traits = replace(
        USUAL, steering_hours=10, gate_hours=4, gates=3, lineage_hours=2, coordination_hours=1, rework=0.5, crew=2,
        hour=50, steered=0.9, steered_pilots=0.3, pilot_reach=0.25,
    )  # fmt: skip
    one = Planned(slug="a", money=Range(p10=1, p50=1, p90=1), effort=Range(p10=28, p50=28, p90=28))
    made = shape(plan(one, teams=0), Approach.TOP_DOWN, traits)
    found = measured(made, simulate(made.model, 1, 5)).values
    assert found[Measure.GOVERNANCE_HOURS] == pytest.approx(10 * 18 + 4 * 3 + 3 * 18)
    assert found[Measure.REWORK_HOURS] == pytest.approx(28 * 0.5 * 2 * 8 * 5 / 7)
    assert found[Measure.VISIBILITY] == pytest.approx(0.9)
    spent = found[Measure.GOVERNANCE_COST] + found[Measure.REWORK_COST]
    assert found[Measure.NET] == pytest.approx(found[Measure.GROSS] - spent)
    piloted = shape(plan(one, teams=0), Approach.PILOT_LED, traits)
    told = simulate(piloted.model, 1, 5)
    small, full = told.value[:, piloted.first[0]], told.value[:, piloted.last[0]]
    seen = (0.3 * small + 0.9 * full) / (small + full)
    assert measured(piloted, told).values[Measure.VISIBILITY] == pytest.approx(seen)


def test_goals_are_missed_by_their_day() -> None:
    goal = PlannedGoal(slug="g", kpi="k", baseline=1.0, target=2.0, by=400.0, is_up=True, capabilities=(0,))
    one = Planned(slug="a", kpi="k", level=Range(p10=1, p50=1, p90=1), effort=Range(p10=90, p50=90, p90=90))
    of = plan(one, teams=0, goals=(goal,))
    found = compare(of, still(), 1, 2, 5)
    assert [found.miss(each, 0) for each in Approach] == [0, 0, 0]
    slow = but(still(), Approach.TOP_DOWN, time_to_value=(20, 20, 20))
    assert compare(of, slow, 1, 2, 5).miss(Approach.TOP_DOWN, 0) == 1


def test_an_inconclusive_pilot_is_the_same_one_in_both_and_takes_longer() -> None:
    of = plan(*(Planned(slug=f"c{place}", team=0, effort=EFFORT) for place in range(40)))
    traits = replace(USUAL, time_to_value=3.0, pilot=3.0, inconclusive=0.5, adapt=2.0)
    late = []
    for approach in (Approach.PILOT_LED, Approach.HYBRID):
        made = shape(of, approach, traits)
        late.append([made.model.capabilities[each].approval.p50 > 3.5 * DAYS_A_MONTH for each in made.first])
    assert late[0] == late[1]
    assert 8 < sum(late[0]) < 32


def test_the_runs_own_error_is_told() -> None:
    rng = np.random.default_rng(1)
    middles = [interval(rng.normal(size=(40, 1)).repeat(25, axis=1).ravel(), 40) for _ in range(60)]
    spread = float(np.std([each.middle for each in middles]))
    assert np.mean([each.errors[1] for each in middles]) == pytest.approx(spread, rel=0.35)


def test_nothing_to_compare_and_what_weakens_a_comparison() -> None:
    with pytest.raises(Refused) as refused:
        compare(plan(), ours(), 1, 2, 2)
    assert refused.value.findings[0].code == "MP767"
    yen = replace(plan(Planned(slug="a")), currency="JPY")
    assert [each.code for each in cautions(yen, ours())] == ["MP768", "MP769"]
    assert list(cautions(plan(Planned(slug="a", money=MONEY)), ours())) == []


@pytest.mark.parametrize(
    "one",
    [
        Planned(slug="a", team=0, effort=EFFORT, staffed=float("inf"), money=MONEY),
        Planned(slug="a", money=MONEY, succeeds=0.0),
        Planned(slug="a"),
        Planned(slug="a", money=Range(p10=-3, p50=-2, p90=-1), ends=0.0),
    ],
    ids=["no seat", "never works", "nothing", "loses and ended"],
)
def test_odd_capabilities_give_finite_numbers(one: Planned) -> None:
    found = compare(plan(one), ours(), 1, 3, 10)
    assert all(np.isfinite(found.of(each, measure)).all() for each in Approach for measure in Measure)


def test_a_chain_forty_deep() -> None:
    chain = [Planned(slug=f"c{n}", effort=EFFORT, money=MONEY, after=(n - 1,) if n else ()) for n in range(40)]
    found = compare(plan(*chain), ours(), 1, 3, 10)
    assert all(np.isfinite(found.of(each, Measure.NET)).all() for each in Approach)


@pytest.mark.slow
def test_two_hundred_capabilities() -> None:
    """Of ten teams, some after others, with goals: told apart from nothing but their luck by the same seed."""
    parts = [
        Planned(
            slug=f"c{place}", team=place % 10, effort=EFFORT, money=MONEY, succeeds=0.5, ramp=60.0,
            after=(place - 20,) if place >= 20 and place % 3 == 0 else (),
        )
        for place in range(200)
    ]  # fmt: skip
    one, two = (compare(plan(*parts, teams=10), ours(), 1, 2, 20) for _ in range(2))
    assert all((one.of(each, Measure.NET) == two.of(each, Measure.NET)).all() for each in Approach)
    assert one.shown(Approach.PILOT_LED, Measure.FIRST_VALUE).high < 6
