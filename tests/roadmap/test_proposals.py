"""The table of proposals: every row, their order, and what the record makes of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from milepost.kernel.words import CapabilityWord
from milepost.roadmap.proposals import RULES, Case, Step, judged_by
from milepost.roadmap.prospects import Prospect, Range
from milepost.roadmap.status import derive_status
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import capability

RICH = Range(lower95=Decimal(500), estimate=Decimal(900), upper95=Decimal(1300))
POOR = Range(lower95=Decimal(-90), estimate=Decimal(10), upper95=Decimal(99))
PROSPECT = Prospect(
    spent=Decimal(300), is_booked=True, realised=None, gate="milestone/proven", gate_due=date(2027, 1, 31),
    gate_cost=Decimal(100), by_gate=RICH, untreated=700, rest=RICH, going_on=Decimal(400), at_risk=Decimal(0),
    salvage=Decimal(600), look_worth=Decimal(101),
)  # fmt: skip
CASE = Case(
    word=CapabilityWord.RUNNING, because="read", exit_holds=False, decayed=False, is_measured=True, prospect=PROSPECT,
    currency="USD",
)  # fmt: skip


def case(word: CapabilityWord = CapabilityWord.RUNNING, **changes: object) -> Case:
    """Make a case; what is no field of it is changed in its prospect."""
    own = {name: value for name, value in changes.items() if name in {"exit_holds", "decayed", "is_measured"}}
    rest = {name: value for name, value in changes.items() if name not in own}
    return replace(CASE, word=word, prospect=replace(PROSPECT, **rest), **own)


PROVEN, OPEN = CapabilityWord.PROVEN, CapabilityWord.INCONCLUSIVE
TABLE = [
    ("harm", Step.STOP, case(CapabilityWord.HARMFUL, exit_holds=True)),
    ("exit", Step.STOP, case(PROVEN, exit_holds=True, by_gate=POOR)),
    ("too little", Step.STOP, case(PROVEN, by_gate=POOR)),
    ("too little", Step.STOP, case(CapabilityWord.BLOCKED, by_gate=POOR)),
    ("proven", Step.SCALE, case(PROVEN)),
    ("worth a look", Step.EXTEND, case(OPEN)),
    ("worth a look", Step.EXTEND, case(PROVEN, decayed=True)),
    ("no hope", Step.STOP, case(OPEN, look_worth=Decimal(100), going_on=Decimal(0))),
    ("no hope", Step.STOP, case(PROVEN, decayed=True, look_worth=Decimal(0), going_on=Decimal(-1))),
    ("else", Step.KEEP, case(OPEN, look_worth=Decimal(100))),
    ("else", Step.KEEP, case(OPEN, by_gate=None, rest=None, going_on=None, look_worth=None)),
    ("else", Step.KEEP, case(PROVEN, untreated=0)),
    ("else", Step.KEEP, case(PROVEN, untreated=None)),
    ("else", Step.KEEP, case(CapabilityWord.NOT_STARTED, is_measured=False, by_gate=POOR, going_on=Decimal(-1))),
    ("else", Step.KEEP, case(CapabilityWord.RUNNING)),
    ("else", Step.KEEP, case(CapabilityWord.ATTESTED)),
    ("else", Step.KEEP, case(CapabilityWord.BLOCKED)),
]


@pytest.mark.parametrize(("name", "step", "of"), TABLE, ids=lambda each: str(each)[:12])
def test_each_row_of_the_table(name: str, step: Step, of: Case) -> None:
    rule = judged_by(of)
    assert (rule.name, rule.step) == (name, step)
    assert rule.why(of)


def test_every_row_is_reached() -> None:
    assert {name for name, _, _ in TABLE} == {each.name for each in RULES}


def test_what_pays_just_its_gate_goes_on() -> None:
    """The bound is held against the cost as it is: at the cent it is no stop."""
    of = replace(POOR, upper95=Decimal(100))
    assert judged_by(case(OPEN, by_gate=of)).name == "worth a look"
    assert judged_by(case(OPEN, by_gate=replace(of, upper95=Decimal("99.99")))).name == "too little"


MONTHLY = capability().replace("per: contact}]", 'per: contact}, {kind: people, amount: "{} USD", per: month}]')
REACH = "because: last year's sends", "because: last year's sends, reach: 60000"


def proposed(net: tuple[float, float, float], monthly: str = "1", *, day: str = "2026-10-25", more: str = ""):
    told = Told()
    document = MONTHLY.replace("{} USD", f"{monthly} USD").replace(*REACH) + more
    told.accept(at("2026-10-02"), compiled(document))
    told.load(at("2026-10-20"))
    told.read(at("2026-10-20"), net=net)
    told.post(at("2026-10-20"))
    status = derive_status(told.facts(), at(day))
    assert status is not None
    return status, status.proposals[0]


def test_a_proven_capability_is_proposed_to_scale_and_asked_for_once() -> None:
    status, found = proposed((50.0, 75.0, 100.0))
    assert (found.step, found.decides) == (Step.SCALE, "cmo")
    assert found.prospect.untreated == 60_000 - 300
    asked = [each for each in status.needs if each.what.startswith("decide")]
    assert [(each.what, each.command) for each in asked] == [
        ("decide whether to scale capability/mail", "milepost review")
    ]


def test_a_harmful_capability_is_proposed_to_stop() -> None:
    status, found = proposed((-100.0, -75.0, -50.0))
    assert (found.step, found.rule) == (Step.STOP, "harm")
    assert "retired:" in found.todo
    assert sum(each.what == "decide whether to stop capability/mail" for each in status.needs) == 1


def test_its_numbers_are_those_of_the_plan_and_the_record() -> None:
    _, found = proposed((-10.0, 75.0, 160.0), "1000")
    of = found.prospect
    # October is begun; three months begin by the milestone's day in January, seventeen by the horizon in March 2028.
    assert (of.spent, of.gate, of.gate_cost, of.salvage) == (1000, "milestone/proven", 3000, 17_000)
    assert of.realised is not None
    assert (of.realised.lower95, of.realised.estimate) == (-10, 75)


def test_what_is_still_earned_follows_the_plans_even_pace() -> None:
    _, found = proposed((-10.0, 75.0, 160.0), "1000")
    of, reach, days = found.prospect, 60_000, 547  # from 2 October 2026 to the horizon
    assert of.by_gate is not None
    assert of.rest is not None
    # 26 October to 31 January are 98 days.
    share = float(of.by_gate.estimate / of.rest.estimate)
    assert share == pytest.approx(reach * 98 / days / (of.untreated or 0), rel=1e-4)


def test_what_is_retired_is_not_proposed_again() -> None:
    told = Told()
    told.accept(at("2026-10-02"), compiled(capability(more="retired: {on: 2026-10-10, because: enough}\n")))
    status = derive_status(told.facts(), at("2026-10-25"))
    assert status is not None
    assert status.proposals == ()
