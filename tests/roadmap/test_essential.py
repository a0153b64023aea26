"""What may be left out of the facts: the status stays the same; and what may not."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.presentation.report.levels import MOST_LEVELS, levels
from milepost.record.quick import seen_in
from milepost.roadmap import essential as module
from milepost.roadmap.essential import essential, sieve_for
from milepost.roadmap.facts import Facts, gather
from milepost.roadmap.facts import Told as Fact
from milepost.roadmap.level_line import DAYS_DRAWN
from milepost.roadmap.sieve import Sieve
from milepost.roadmap.status import RoadmapStatus, derive_status
from roadmap.told import Told, compiled
from roadmap.turns import MANY, PROGRAMS, START, lived
from surfaces.cli.small_program import milestone

DAY = timedelta(days=1)
AFTER = st.sampled_from([timedelta(), timedelta(microseconds=1), 10 * DAY, 45 * DAY, 400 * DAY])


def same(one: Facts, other: Facts, when: datetime) -> bool:
    return derived(one, when) == derived(other, when)


def derived(facts: Facts, when: datetime) -> tuple[RoadmapStatus, object]:
    status = derive_status(facts, when, with_spans=True)
    assert status is not None
    return status, levels(facts, status)


def count(facts: Facts) -> int:
    return sum(len(each) for of in (facts.loads, facts.checks, facts.measurements) for each in of.values())


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(turns=MANY, after=AFTER, dice=st.randoms())
def test_nothing_moves_by_what_is_left_out(turns: list[tuple[str, int, int]], after: timedelta, dice) -> None:
    """Neither by all of it nor by some of it."""
    told, now = lived(turns)
    facts = told.facts()
    least = essential(facts)
    assert same(facts, least, now + after)
    kept = {
        each.event.id for of in (least.loads, least.checks, least.measurements) for some in of.values() for each in some
    }
    some = kept | {each.id for each in told.store.events() if dice.random() < 0.5}
    assert same(facts, only(facts, lambda each: each.event.id in some), now + after)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(turns=MANY, after=AFTER, cut=st.integers(0, 30))
def test_a_sieve_lets_through_what_is_needed(turns: list[tuple[str, int, int]], after: timedelta, cut: int) -> None:
    """In one go, or of two ranges looked at apart and joined."""
    told, now = lived(turns)
    programs = [program for _, program in told.facts().programs]
    entries = [(number, seen_in(event)) for number, event in told.store.entries((), after=0)]
    whole, first, second = (sieve_for(programs) for _ in range(3))
    second = pickle.loads(pickle.dumps(second))  # noqa: S301  our own
    look(whole, entries)
    look(first, entries[:cut])
    look(second, entries[cut:])
    looked = pickle.loads(pickle.dumps(second.looked()))  # noqa: S301  our own
    if not first.join(looked):
        look(first, entries[cut:])
    for sieve in (whole, first):
        events = [event for _, event in told.store.entries(sieve.names())]
        assert same(told.facts(), gather(events, told.compiled), now + after)


def look(sieve: Sieve, entries) -> None:
    for number, entry in entries:
        sieve.look(number, entry)


def only(facts: Facts, stays: Callable[[Fact], bool]) -> Facts:
    def left(told):
        return {slug: tuple(each for each in some if stays(each)) for slug, some in told.items()}

    return replace(facts, loads=left(facts.loads), checks=left(facts.checks), measurements=left(facts.measurements))


def long_life() -> tuple[Told, datetime]:
    """Every day rows are loaded, checked and measured: levels cross a threshold twice, a check fails once."""
    told = Told()
    told.accept(START, PROGRAMS[1])
    told.accept(START + timedelta(hours=1), PROGRAMS[3])
    for day in range(200):
        now = START + (day + 1) * DAY
        told.load(now, f"rows {day}")
        told.check(now, ok=not 60 <= day < 63)
        told.measure(now, "0.60" if 90 <= day < 95 else f"0.75{day:03}", f"rows {day}")
    told.load(now + DAY, "rows 30")
    told.read(now + DAY, rows="rows 30")
    return told, now + 2 * DAY


def test_most_of_a_long_life_is_left_out() -> None:
    told, now = long_life()
    facts = told.facts()
    assert count(facts) == 601
    assert count(essential(facts)) < 120
    assert same(facts, essential(facts), now)


CONTROLS = {
    "the first load of used rows": lambda facts: replace(
        facts, loads={slug: of[-1:] for slug, of in facts.loads.items()}
    ),
    "checks that turn": lambda facts: replace(facts, checks={slug: of[-1:] for slug, of in facts.checks.items()}),
    "levels that cross": lambda facts: only(facts, lambda each: str(getattr(each.fact, "value", "")) != "0.6"),
    "the last of the last days": lambda facts: only(
        facts, lambda each: getattr(each.fact, "value", 0) != last(facts, -3)
    ),
    "the last level": lambda facts: only(facts, lambda each: getattr(each.fact, "value", 0) != last(facts, -1)),
}


def last(facts: Facts, place: int) -> object:
    return facts.measurements["margin"][place].fact.value


@pytest.mark.parametrize("left_out", CONTROLS)
def test_control_what_is_needed_is_missed(left_out: str) -> None:
    told, now = long_life()
    facts = told.facts()
    assert not same(facts, CONTROLS[left_out](essential(facts)), now)


def test_control_levels_that_keep_the_evidence_fresh_are_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    told, now = long_life()
    facts = told.facts()
    monkeypatch.setattr(module, "_fresh_for", lambda *_: 10_000 * DAY)
    monkeypatch.setattr("milepost.roadmap.level_line._month_after", lambda at: at + 10_000 * DAY)
    careless = essential(facts)
    assert count(careless) < count(facts)
    assert not same(facts, careless, now)


def test_the_last_level_of_each_month_stays() -> None:
    told, _ = long_life()
    facts = told.facts()
    months = {each.at.strftime("%Y-%m"): each for each in facts.measurements["margin"]}
    assert set(months.values()) <= set(essential(facts).measurements["margin"])


def test_the_page_draws_no_more_days_than_stay() -> None:
    assert MOST_LEVELS <= DAYS_DRAWN


def test_a_level_on_a_threshold_does_not_hide_the_next() -> None:
    told, start = Told(), START + DAY
    told.accept(START, compiled(milestone(asks="evidence: kpi/margin, op: '<=', value: 0.7 USD")))
    told.load(start)
    for hour, value in ((8, "0.9"), (9, "0.7"), (10, "0.9"), (11, "0.9")):
        told.measure(start + timedelta(hours=hour), value)
    for day in range(1, 27):
        told.measure(start + timedelta(days=day), "0.9")
    facts = told.facts()
    when = start + timedelta(days=27)
    assert same(facts, essential(facts), when)
