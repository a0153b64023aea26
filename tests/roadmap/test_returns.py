"""Returns by what people ask for them, from a record; and the plan beside what came."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from milepost.kernel.finding import Refused
from milepost.kernel.time import Period, Quarter
from milepost.ledger.costs import COSTED, CostLine, CostLoad
from milepost.ledger.entry import Amount
from milepost.ledger.flows import Basis
from milepost.ledger.holdout_total import Total
from milepost.plan.inputs import full_days
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import to_json
from milepost.roadmap.accounts import accounts_of, planned_start
from milepost.roadmap.judge import Bench
from milepost.roadmap.plan_quarters import planned_days
from milepost.roadmap.reckoned import Reckoned, reckon
from milepost.roadmap.returns import NO_HOLDOUT, By, returns_by
from milepost.roadmap.status import derive_status
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import capability, experiment

PAID = capability().replace(
    "costs: [", 'costs: [{kind: people, amount: "20 USD", per: month}, {kind: data, amount: "10 USD"}, '
).replace("because: last year's sends", "because: last year's sends, reach: 5470")  # fmt: skip
MAIL = experiment(more="channel: email\n")
HOLDOUT = """\
kind: Holdout
id: all
source: crm
unit: spend
column: segment
held: none
share: "0.05"
metric: contribution
starts: 2026-09-01
period: 2026-10-01/2026-11-01
"""


def told(
    *,
    day: str = "2026-11-20",
    net: tuple[float, float, float] = (50.0, 75.0, 100.0),
    holdout: bool = False,
    **asked: object,
) -> Reckoned:
    record = Told()
    record.accept(at("2026-10-02"), compiled(PAID, MAIL, *([HOLDOUT] if holdout else [])))
    record.load(at("2026-10-20"))
    record.read(at("2026-10-20"), net=net)
    record.post(at("2026-10-20"))
    when = at(day)
    facts = record.facts(until=when)
    status = derive_status(facts, when)
    assert status is not None
    return reckon(facts, status, np.random.default_rng, **asked)


def test_a_capability_is_held_against_all_its_costs() -> None:
    (found,) = told().found
    assert found.realised is not None
    # Ten once, twenty for October and for November; the entry is of 75 with an error of 25 / 1.645.
    assert found.realised.costs == {"data": Decimal("10.00"), "people": Decimal("40.00")}
    assert (found.realised.net.estimate, found.realised.net.lower95) == (25, 0)
    assert found.realised.roi is not None
    assert found.realised.roi.estimate == pytest.approx(0.5)
    assert found.realised.payback.claimed == date(2026, 10, 1)
    assert found.realised.payback.days == 29  # from the second to the end of October


@pytest.mark.parametrize("by", [By.CAPABILITY, By.MILESTONE, By.GOAL])
def test_one_capability_comes_to_the_same_by_all_that_hold_it(by: By) -> None:
    (found,) = told(by=by).found
    assert found.realised == told().found[0].realised


def test_a_channel_is_held_against_costs_that_name_it() -> None:
    (found,) = told(by=By.CHANNEL).found
    assert (found.id, found.realised and found.realised.roi) == ("email", None)
    assert "only costs that name the channel are counted" in found.notes


def test_quarters_add_up_to_the_whole() -> None:
    found = told(by=By.QUARTER).found
    # Fiscal 2026Q3 ends with October.
    assert [each.id for each in found] == ["2026Q3", "2026Q4"]
    nets = [each.realised.net.estimate for each in found if each.realised]
    assert sum(nets) == 25
    assert nets == [75 - 30, -20]


def test_without_a_holdout_no_return_of_the_program_is_claimed_and_its_parts_are_listed() -> None:
    program, part = told(by=By.PROGRAM).found
    assert (program.realised, program.notes) == (None, (NO_HOLDOUT,))
    assert part.id == "mail"


def test_a_holdouts_total_is_held_against_every_cost_of_its_period() -> None:
    amount = Amount(
        estimate=Decimal(200), low=Decimal(0), high=Decimal(400), lower95=Decimal(40), upper95=Decimal(360),
        currency="USD",
    )  # fmt: skip
    total = Total(
        holdout="all", period=Period(date(2026, 10, 1), date(2026, 11, 1)), amount=amount, event="ev_h",
        at=at("2026-11-10"), opportunity=Decimal(7),
    )  # fmt: skip
    program = told(by=By.PROGRAM, totals=(total,), holdout=True).found[0].realised
    assert program is not None
    assert program.gross == amount
    # October's costs, and what the held out did not earn; November is not in the total.
    assert program.costs == {"data": Decimal("10.00"), "holdout": Decimal("7.00"), "people": Decimal("20.00")}
    # At the bound of 40 they did not earn 40 x 7/200 = 1.40, and the rest of the cost is 30.
    assert (program.net.estimate, program.net.lower95) == (163, Decimal("8.60"))
    assert program.roi is not None
    assert program.roi.lower95 == pytest.approx(8.6 / 31.4)
    # Who takes the holdout out of the program claims nothing by it any more.
    assert told(by=By.PROGRAM, totals=(total,)).found[0].realised is None


def test_an_id_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="there is no capability male to reckon returns of"):
        told(id_="capability/male")
    assert told(id_="goal/grow").by is By.GOAL


def test_an_expired_entry_has_earned_what_it_earned() -> None:
    (found,) = told(day="2027-12-20").found
    assert found.realised is not None
    assert found.realised.gross.estimate == 75
    assert found.left_out == ()


def test_the_plan_is_spread_over_its_days_and_held_against_what_came() -> None:
    october, november = told().plan
    # 547 days from 2 October 2026 to the horizon; ten of the reach a day, at 0.15.
    assert (october.quarter, october.value.planned, october.units.planned) == (Quarter(2026, 3), 45, 300)
    assert (november.is_open, november.value.planned) == (True, 30)
    assert (october.value.actual, october.units.actual) == (75, 300)
    assert (october.cost.planned, october.cost.actual) == (45, 30)  # no contact cost was posted
    assert not october.is_cost_known


def test_a_variance_is_more_units_and_more_a_unit() -> None:
    for each in told().plan:
        assert each.by_units + each.by_effect == each.value.variance
    october = told().plan[0]
    assert (october.by_units, october.by_effect) == (0, 30)
    assert october.value.share == pytest.approx(30 / 45)


def test_a_bill_takes_the_place_of_the_plan_of_its_kind_and_of_no_other() -> None:
    record = Told()
    record.accept(at("2026-10-02"), compiled(PAID, MAIL))
    line = CostLine(
        month=date(2026, 10, 1), capability="mail", kind="data", channel="email", currency="USD", evidence=None,
        effective=Decimal("12.50"), billed=Decimal("12.50"), charged=Decimal("12.50"), rows=1,
    )  # fmt: skip
    load = CostLoad(
        basis="", source="costs", rows_digest="", rates_digest=None, currency="USD", first=date(2026, 10, 1),
        last=date(2026, 10, 1), lines=(line,),
    )  # fmt: skip
    record._tell(at("2026-11-02"), COSTED, "ledger/books", {"costs": to_json(load)})
    facts, when = record.facts(), at("2026-11-20")
    accounts = accounts_of(Bench(facts=facts), record.program, when)
    assert {(each.kind, each.basis, each.amount) for each in accounts.costs} == {
        ("data", Basis.BOOKED, Decimal("12.50")),
        ("people", Basis.PLANNED, Decimal(20)),
    }
    assert [each.id for each in returns_by(accounts, By.CHANNEL, np.random.default_rng)] == ["email"]


RETIRED = PAID.replace("fails_when", "retired: {on: 2026-10-03, because: it was dear}\nfails_when")
OTHER = capability("sms").replace("costs: [", 'costs: [{kind: people, amount: "20 USD", per: month}, ')


@pytest.mark.parametrize(
    ("later", "slug", "people"),
    [
        (compiled(RETIRED, MAIL), "mail", 60),  # accepted in December: October to December were paid
        (compiled(PAID, MAIL), "sms", 60),
        (compiled(PAID, MAIL, OTHER), "sms", 80),
    ],
)
def test_no_edit_takes_back_what_was_spent_before_it(later: CompiledProgram, slug: str, people: int) -> None:
    """Neither a capability retired as of an earlier day, nor one taken out."""
    record = Told()
    record.accept(at("2026-10-02"), compiled(PAID, MAIL, OTHER))
    record.accept(at("2026-12-10"), later)
    facts, when = record.facts(), at("2027-01-20")
    accounts = accounts_of(Bench(facts=facts), later, when)
    spent = sum(each.amount for each in accounts.costs if (each.capability, each.kind) == (slug, "people"))
    assert spent == people
    (found,) = [each for each in returns_by(accounts, By.CAPABILITY, np.random.default_rng) if each.id == slug]
    assert found.realised is not None
    assert found.realised.costs["people"] == people


def test_the_plan_is_spread_over_the_days_over_which_its_futures_are() -> None:
    """From its `starts` and the effort's p50, not from an approval months before."""
    later = "starts: 2026-12-01\neffort: {team: crm, p10: 10d, p50: 20d, p90: 40d}\n"
    made = compiled(PAID.replace("fails_when", f"{later}fails_when"), MAIL)
    record = Told()
    record.accept(at("2026-10-02"), made)
    accounts = accounts_of(Bench(facts=record.facts()), made, at("2027-01-20"))
    capability = made.capabilities["mail"]
    days = planned_days(accounts, capability)
    assert days is not None
    assert (days.start, days.end) == (date(2026, 12, 21), made.program.period.end)
    assert (days.end - days.start).days == full_days(made, capability)
    assert {each.day for each in accounts.costs} == {date(2026, 12, 1), date(2027, 1, 1)}
    # Approved after its own start, it begins when it was approved.
    assert planned_start(capability, made, date(2027, 2, 3)) == date(2027, 2, 3)
