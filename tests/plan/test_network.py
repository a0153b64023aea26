"""The schedule on paper, on networks that can be reckoned by hand and on many that Hypothesis makes."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.plan.criticality import criticality
from milepost.plan.model import NEVER, PlanModel, Planned, PlannedMilestone, PlannedTeam, Range
from milepost.plan.network import if_slipped, schedule_of
from milepost.plan.simulate import simulate


def _known(value: float) -> Range:
    return Range(p10=value, p50=value, p90=value)


def _model(
    *capabilities: Planned, teams: tuple[PlannedTeam, ...] = (), milestones: tuple[PlannedMilestone, ...] = ()
) -> PlanModel:
    return PlanModel(
        start=date(2026, 1, 1),
        months=18,
        currency="EUR",
        capabilities=capabilities,
        teams=teams,
        milestones=milestones,
    )


def _milestone(slug: str, due: float, *capabilities: int, after: tuple[int, ...] = ()) -> PlannedMilestone:
    return PlannedMilestone(slug=slug, goal="g", due=due, capabilities=capabilities, after=after)


DIAMOND = (
    Planned(slug="a", effort=_known(10)),
    Planned(slug="long", after=(0,), approval=_known(2), effort=_known(30)),
    Planned(slug="short", after=(0,), effort=_known(12)),
    Planned(slug="end", after=(1, 2), effort=_known(5)),
)


def test_a_diamond_by_hand() -> None:
    found = schedule_of(_model(*DIAMOND))
    assert found.finish == 47
    assert [each.slack for each in found.slots] == pytest.approx([0, 0, 20, 0], abs=0.01)
    assert [each.free for each in found.slots] == pytest.approx([0, 0, 20, 0], abs=0.01)
    assert [found.slots[place].slug for place in found.path] == ["a", "long", "end"]
    assert found.slots[3].waits_for == (1,)


def test_a_team_is_a_predecessor() -> None:
    two = [Planned(slug=slug, team=0, effort=_known(30)) for slug in ("a", "b")]
    found = schedule_of(_model(*two, teams=(PlannedTeam(slug="t"),)))
    assert [each.is_critical for each in found.slots] == [True, True]
    assert found.slots[1].waits_for == (0,)
    assert found.path == (0, 1)
    assert if_slipped(_model(*two, teams=(PlannedTeam(slug="t"),)), {"a": 7}).capabilities == pytest.approx(
        {"a": 7, "b": 7}
    )


def test_room_before_a_date_counts_from_it_and_may_be_used_up() -> None:
    milestones = (_milestone("first", 60, 0), _milestone("last", 40, 3, after=(0,)))
    found = schedule_of(_model(*DIAMOND, milestones=milestones))
    # The last milestone asks the first to be in by day 40, though its own date is later.
    assert [each.to_due for each in found.slots] == pytest.approx([-7, -7, 13, -7], abs=0.01)
    assert schedule_of(_model(*DIAMOND)).slots[0].to_due == NEVER


def test_a_slip_is_told_to_the_day() -> None:
    milestones = (_milestone("in", 60, 2), _milestone("out", 60, 3))
    moved = if_slipped(_model(*DIAMOND, milestones=milestones), {"short": 25})
    assert moved.capabilities == pytest.approx({"short": 25, "end": 5}, abs=0.01)
    assert moved.milestones == pytest.approx({"in": 25, "out": 5}, abs=0.01)


def test_what_is_live_slips_no_more_and_is_not_critical() -> None:
    model = _model(Planned(slug="a", effort=_known(10), done=3.0), Planned(slug="b", after=(0,), effort=_known(5)))
    found = schedule_of(model)
    assert (found.slots[0].is_critical, found.slots[1].is_critical) == (False, True)
    assert not if_slipped(model, {"a": 30}).capabilities
    assert found.path == (1,)


def test_what_never_begins_names_what_it_waits_for() -> None:
    model = _model(Planned(slug="a", staffed=NEVER, effort=_known(1)), Planned(slug="b", after=(0,), effort=_known(1)))
    found = schedule_of(model)
    assert math.isinf(found.slots[1].live)
    assert found.slots[1].waits_for == (0,)
    assert found.slots[1].slack == NEVER
    assert found.path == ()


def test_an_empty_plan_and_a_deep_one() -> None:
    assert schedule_of(_model()).finish == 0
    deep = [Planned(slug=f"c{n}", after=(n - 1,) if n else (), effort=_known(7)) for n in range(40)]
    found = schedule_of(_model(*deep))
    assert found.finish == pytest.approx(280)
    assert found.path == tuple(range(40))


LENGTHS = st.integers(1, 60).map(float)


@st.composite
def _networks(draw: st.DrawFn, *, with_teams: bool = False) -> PlanModel:
    count = draw(st.integers(1, 9))
    teams = tuple(PlannedTeam(slug=f"t{n}", parallel=draw(st.integers(1, 2))) for n in range(2)) if with_teams else ()
    made = [
        Planned(
            slug=f"c{place}",
            after=tuple(sorted(draw(st.sets(st.integers(0, place - 1), max_size=3)))) if place else (),
            ready=draw(st.integers(0, 50).map(float)),
            approval=_known(draw(st.integers(0, 9).map(float))),
            effort=_known(draw(LENGTHS)),
            team=draw(st.sampled_from((None, 0, 1))) if with_teams else None,
        )
        for place in range(count)
    ]
    return _model(*made, teams=teams, milestones=(_milestone("m", 100, draw(st.integers(0, count - 1))),))


@given(_networks(with_teams=True))
@settings(max_examples=60, deadline=None)
def test_nobody_has_less_than_no_slack_and_the_path_has_none(model: PlanModel) -> None:
    found = schedule_of(model)
    assert all(each.slack >= 0 and each.free >= 0 for each in found.slots)
    assert all(each.free <= each.slack + 0.05 for each in found.slots)
    assert found.path
    assert all(found.slots[place].is_critical for place in found.path)
    assert found.slots[found.path[-1]].live == pytest.approx(found.finish, abs=0.05)


@given(_networks())
@settings(max_examples=60, deadline=None)
def test_the_length_of_the_path_is_the_finish(model: PlanModel) -> None:
    found = schedule_of(model)
    path = [model.capabilities[place] for place in found.path]
    whole = path[0].ready + sum(each.approval.p50 + each.effort.p50 for each in path)
    assert whole == pytest.approx(found.finish, abs=0.05)


@given(_networks(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_slip_within_the_room_moves_nothing_and_beyond_it_the_excess(model: PlanModel, data: st.DataObject) -> None:
    found = schedule_of(model)
    place = data.draw(st.integers(0, len(model.capabilities) - 1))
    slot = found.slots[place]
    within = if_slipped(model, {slot.slug: slot.free})
    assert set(within.capabilities) <= {slot.slug}
    assert not within.milestones
    beyond = if_slipped(model, {slot.slug: slot.slack + 10})
    later = schedule_of(_slower(model, place, slot.slack + 10))
    assert later.finish - found.finish == pytest.approx(10, abs=0.05)
    assert beyond.capabilities[slot.slug] == pytest.approx(slot.slack + 10, abs=0.05)


def _slower(model: PlanModel, place: int, days: float) -> PlanModel:
    each = model.capabilities[place]
    slower = Planned(
        slug=each.slug,
        after=each.after,
        ready=each.ready,
        approval=each.approval,
        effort=_known(each.effort.p50 + days),
    )
    changed = (*model.capabilities[:place], slower, *model.capabilities[place + 1 :])
    return _model(*changed, milestones=model.milestones)


def test_the_index_of_a_certain_plan_is_its_path() -> None:
    found = criticality(simulate(_model(*DIAMOND), 1, 200))
    assert found.tolist() == [1, 1, 0, 1]
    two = [Planned(slug=slug, team=0, effort=_known(30)) for slug in ("a", "b")]
    assert criticality(simulate(_model(*two, teams=(PlannedTeam(slug="t"),)), 1, 50)).tolist() == [1, 1]
    assert criticality(simulate(_model(), 1, 50)).tolist() == []


def test_of_two_alike_each_is_last_half_of_the_time() -> None:
    wide = Range(p10=20, p50=30, p90=45)
    found = criticality(simulate(_model(Planned(slug="a", effort=wide), Planned(slug="b", effort=wide)), 3, 4000))
    assert found.sum() == pytest.approx(1)
    assert found[0] == pytest.approx(0.5, abs=0.04)
