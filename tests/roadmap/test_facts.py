"""Facts extended by what was appended are the facts gathered anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.roadmap.facts import Facts, first_seen, gather
from roadmap.turns import MANY, lived


@settings(max_examples=60, deadline=None)
@given(turns=MANY, cut=st.integers(0, 30), again=st.integers(0, 3))
def test_extended_is_gathered_anew(turns: list[tuple[str, int, int]], cut: int, again: int) -> None:
    """Cut anywhere; a fact told again is given as it was, and adds nothing."""
    told, _ = lived(turns)
    events = list(told.store.events())
    before = gather(events[:cut], told.compiled)
    first_seen(before, "crm", "monday")
    grown = before.extended(events[max(cut - again, 0) :], told.compiled)
    assert grown == gather(events, told.compiled)
    assert [first_seen(grown, "crm", each) for each in ("", "monday")] == [
        first_seen(told.facts(), "crm", each) for each in ("", "monday")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_one_at_a_time_is_all_at_once(count: int) -> None:
    told, _ = lived([("load", 1, 60), ("check", 0, 60), ("measure", 0, 60), ("read", 0, 60), ("post", 0, 0)] * count)
    grown: Facts = gather((), told.compiled)
    for event in told.store.events():
        grown = grown.extended([event], told.compiled)
    assert grown == told.facts()
