"""Turns of a record's life: what is told, how, and how long after; six programs that ask differently."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from milepost.kernel.words import Grade
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import WORTH_IT, capability, goal, milestone

START = at("2026-10-02")
HORIZON = """\
kind: Program
id: spring
title: Spring e-mail
sponsor: cmo
currency: USD
time_zone: Asia/Tokyo
starts: 2026-10-05
horizon: 18 months
fiscal_year_starts: 02-01
tolerances: {expiring_within: 20d}
"""
LEANS = capability(
    needs="data: [crm], integrations: [relay, planning], "
    "governance: [{step: review, by: 2026-10-20, evidence: attestation/trained}]",
)
SYSTEMS = """\
kind: Integration
id: relay
system: the relay
owner: analyst
direction: out
test: {kind: smtp}
---
kind: Integration
id: planning
system: planning
owner: analyst
direction: in
test: {kind: source, source: crm}
"""
PROGRAMS = (
    compiled(milestone(asks=WORTH_IT.replace("365d", "20d") + "\nevidence: attestation/trained"), goal()),
    compiled(milestone(asks=WORTH_IT), milestone("wider", asks="evidence: kpi/margin, value: 0.7 USD", after="proven")),
    compiled(milestone(quarter="2026Q3"), capability(more="retired: {on: 2026-11-20, because: it is over}\n")),
    compiled(milestone(asks="evidence: kpi/margin, value: 0.7 USD, max_age: 30d"), goal("0.5 USD")),
    compiled(milestone(asks="evidence: kpi/margin, op: '<', value: 0.1 USD, max_age: 60d"), HORIZON, goal("0.7 USD")),
    compiled(milestone(asks=WORTH_IT), LEANS, SYSTEMS),
)
ACTS = st.sampled_from(["accept", "load", "check", "read", "post", "measure", "measure", "sign", "probe"])
GAPS = st.sampled_from([0, 1, 60, 86_399, 400_000, 1_200_000])
TURNS = st.lists(st.tuples(ACTS, st.integers(0, 5), GAPS), min_size=3, max_size=9)
MANY = st.lists(st.tuples(st.one_of(ACTS, st.just("measure")), st.integers(0, 5), GAPS), min_size=3, max_size=25)
ROWS = ("", "monday", "tuesday")


def act(told: Told, what: str, how: int, when: datetime) -> None:
    """Tell one fact; a posting needs a verdict before it."""
    if what == "accept":
        told.accept(when, PROGRAMS[how])
    elif what == "load":
        told.load(when, ROWS[how % 3])
    elif what == "check":
        told.check(when, ok=how > 0)
    elif what == "read":
        nets, grades = ((50, 75, 100), (-100, -75, -50), (-5, 0, 5)), (Grade.A, Grade.A, Grade.C)
        told.read(when, net=nets[how % 3], grade=grades[how % 3], rows=ROWS[how % 2])
    elif what == "post" and told.facts().verdicts.get("spring-test"):
        told.post(when)
    elif what == "measure":
        told.measure(when, ("0.75", "0.1", "10", "0.75", "0.7", "0.2")[how], ROWS[how % 3])
    elif what == "sign":
        told.sign(when, (when + timedelta(days=(3, 20, 90)[how % 3])).date())
    elif what == "probe":
        told.probe(when, ok=how % 2 == 0)


def lived(turns: list[tuple[str, int, int]]) -> tuple[Told, datetime]:
    """Tell everything in turn; returns with the instant after the last."""
    told, now = Told(), START
    told.accept(now, PROGRAMS[0])
    for what, how, gap in turns:
        act(told, what, how, now)
        now = max(now, told.clock.at) + timedelta(seconds=gap)
    return told, max(now, told.clock.at)
