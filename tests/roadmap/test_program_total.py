"""The program's total in the status: what it goes with, what makes it lapse, and that its facts are not left out."""

from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

from milepost.experiments.holdout_verdict import HELD, HoldoutVerdict, holdout_digest
from milepost.experiments.verdict import Evidence
from milepost.kernel.time import start_of_day
from milepost.kernel.words import Grade, Phase
from milepost.ledger.balance import balance, shifted
from milepost.ledger.books import books
from milepost.ledger.holdout_total import totals_from
from milepost.ledger.total import TOTAL_POSTED, TOTAL_REVERSED, TOTALS, total_of
from milepost.record.canonical import to_json
from milepost.record.quick import seen_in
from milepost.roadmap.essential import essential, sieve_for
from milepost.roadmap.facts import gather
from milepost.roadmap.ledger_facts import ledger_events
from milepost.roadmap.program_total import TAKEN_OUT
from milepost.roadmap.reckoned import reckon
from milepost.roadmap.returns import By
from milepost.roadmap.status import RoadmapStatus, derive_status
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import capability, experiment

HOLDOUT = """\
kind: Holdout
id: untouched
source: crm
unit: spend
column: segment
held: none
share: "0.05"
metric: contribution
starts: 2026-09-01
period: {period}
valid_for: 60d
"""
PERIOD = "2026-10-05/2026-10-26"
PROGRAM = compiled(HOLDOUT.format(period=PERIOD))
START, READ, LATER = at("2026-10-02"), at("2026-10-27"), at("2026-10-28")


class ToldWithTotal(Told):
    """Tells a holdout's reading and its total too."""

    def hold(self, when: datetime, per_person: float, grade: Grade = Grade.A, rows: str = "") -> None:
        """Read so much more a person, give or take 1, over 1,000 not held out and 50 held out."""
        holdout = self.program.holdouts["untouched"]
        assert holdout.period is not None
        stats = {"per_person": _about(per_person, 1), "total": _about(per_person, 1_000)}
        stats |= {"opportunity_cost": _about(per_person, 50), "probability_positive": _about(0.9, 0)}
        verdict = HoldoutVerdict(
            basis="", holdout="untouched", design=holdout_digest(self.program, "untouched"), rows_digest=rows,
            phase=Phase.SUCCESSFUL, grade=grade, because="read", metric="contribution", share=holdout.share, held=50,
            others=1_000, stats=stats, treated={}, period=str(holdout.period),
        )  # fmt: skip
        ended = start_of_day(holdout.period.end, self.program.program.time_zone)
        (read,) = self._tell(when, HELD, "holdout/untouched", {"verdict": to_json(verdict)}, ended)
        for each in self.store.events(TOTAL_POSTED):
            if each.id not in {old.data["reverses"] for old in self.store.events(TOTAL_REVERSED)}:
                data = {"total": each.data["total"], "reverses": each.id}
                self._tell(when, TOTAL_REVERSED, each.subject, data)
        total = total_of(self.program, verdict, read.id)
        assert total is not None
        self._tell(when, TOTAL_POSTED, "holdout/untouched", {"total": to_json(total)})


def _about(value: float, times: float) -> Evidence:
    low, high = (value - 1) * times, (value + 1) * times
    return Evidence(estimate=value * (times or 1), low=low, high=high, lower95=low, upper95=high, unit="USD")


def told(per_person: float = 3.0, grade: Grade = Grade.A) -> ToldWithTotal:
    found = ToldWithTotal()
    found.accept(START, PROGRAM)
    found.load(READ, "october")
    found.read(READ, net=(1_500, 2_000, 2_500))
    found.post(READ)
    found.hold(READ, per_person, grade, rows="october")
    return found


def status(of: Told, when: datetime = LATER) -> RoadmapStatus:
    found = derive_status(of.facts(when), when)
    assert found is not None
    return found


@pytest.mark.parametrize(("per_person", "remainder"), [(3.0, 1_000), (1.5, -500)])
def test_the_remainder_is_the_total_less_its_parts_and_may_be_negative(per_person: float, remainder: int) -> None:
    (line,) = status(told(per_person)).totals
    assert (line.parts.sum, line.parts.remainder) == (Decimal(2_000), Decimal(remainder))
    assert line.is_claimed


@pytest.mark.parametrize(("period", "is_part"), [("2026-10-12/2026-10-26", True), ("2026-10-20/2026-10-26", False)])
def test_a_part_counts_before_its_contact_costs_and_whole_where_its_data_meets_the_period(
    period: str, is_part: bool
) -> None:
    found = ToldWithTotal()
    # The experiment's own data is of 5 to 19 October.
    found.accept(START, compiled(HOLDOUT.format(period=period), capability(), experiment()))
    found.read(READ, net=(1_500, 2_000, 2_500))
    found.post(READ)
    found.hold(READ, 3.0)
    (line,) = status(found).totals
    assert line.parts.sum == (2_000 if is_part else 0)
    assert line.parts.remainder == line.total.amount.estimate - line.parts.sum


@pytest.mark.parametrize("period", ["2026-10-05/2026-10-26", "2026-10-12/2026-10-26", "2026-10-20/2026-10-26"])
def test_status_books_and_returns_tell_the_same_total_parts_remainder_and_cost(period: str) -> None:
    found = ToldWithTotal()
    found.accept(START, compiled(HOLDOUT.format(period=period), capability(), experiment()))
    found.read(READ, net=(1_500, 2_000, 2_500))
    found.post(READ)
    found.hold(READ, 3.0)
    seen, facts, totals = status(found), found.facts(LATER), totals_from(found.store.events())
    kept = books(ledger_events(facts), found.program, LATER, totals)
    shown, (line,) = balance(kept), seen.totals
    realised = reckon(facts, seen, np.random.default_rng, by=By.PROGRAM, totals=totals).found[0].realised
    assert shown.remainder is not None
    assert shown.net is not None
    assert realised is not None
    assert line.total.amount == shown.totals[0].amount == realised.gross
    assert frozenset(line.parts.events) == kept.inside
    assert line.parts.remainder == shown.remainder.estimate
    assert line.total.opportunity_cost.estimate == shown.totals[0].opportunity == realised.costs["holdout"]
    planned = sum((cost for kind, cost in realised.costs.items() if kind not in {"holdout", "contact"}), Decimal(0))
    assert shown.spent == realised.cost.estimate - planned
    assert realised.net == shifted(shown.net, -planned)


def test_what_the_held_out_did_not_earn_is_as_uncertain_as_the_total_and_moves_with_it() -> None:
    found = told(3.0)
    (total,) = totals_from(found.store.events())
    (line,) = status(found).totals
    held, others = line.total.held, line.total.others
    assert total.held_share == pytest.approx(Decimal(held) / others)
    after, per_person = total.after_holdout, line.total.per_person
    for bound in ("estimate", "low", "high", "lower95", "upper95"):
        apiece = getattr(per_person, bound)
        assert float(getattr(after, bound)) == pytest.approx(float(apiece) * (others - held), abs=0.01 * others)
    # Taken as known, the cost would leave the net as wide as the total.
    assert after.high - after.low < total.amount.high - total.amount.low


def test_a_total_that_nobody_states_is_in_no_book() -> None:
    assert totals_from(told(grade=Grade.C).store.events()) == ()
    assert len(totals_from(told().store.events())) == 1


def test_a_total_that_nobody_states_is_not_claimed() -> None:
    (line,) = status(told(grade=Grade.C)).totals
    assert not line.is_claimed


def test_it_lapses_with_its_evidence() -> None:
    found = told()
    before, after = at("2026-12-24"), at("2026-12-26")
    assert status(found, before).totals[0].lapsed is None
    assert status(found, after).totals[0].lapsed == "its evidence expired on 2026-12-25"


CHANGES = {
    "taken out": (compiled(), TAKEN_OUT),
    "another share": (compiled(HOLDOUT.format(period=PERIOD).replace("0.05", "0.04")), "described earlier; run again"),
    "another period": (compiled(HOLDOUT.format(period="2026-10-05/2026-11-26")), "period was changed; run again"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_holdout_claims_nothing_until_it_is_read_again(change: str) -> None:
    program, why = CHANGES[change]
    found = told()
    found.accept(LATER, program)
    (line,) = status(found, at("2026-10-29")).totals
    assert line.lapsed is not None
    assert line.lapsed.endswith(why)
    assert status(found, READ + timedelta(minutes=1)).totals[0].lapsed is None  # the day before is judged as it was


def test_a_newer_total_takes_the_place_of_the_older_and_the_table_sums_to_it() -> None:
    found = told()
    found.hold(LATER, 2.0, rows="november")
    shown = status(found, at("2026-10-29"))
    assert [line.total.amount.estimate for line in shown.totals] == [Decimal(2_000)]
    assert [old.total.amount.estimate for old in shown.total_reversals] == [Decimal(3_000)]
    rows = [row for event in found.store.events() for row in TOTALS.rows_of(event)]
    assert sum(Decimal(str(row["estimate"])) for row in rows) == 2_000
    assert sum(Decimal(str(row["opportunity_cost"])) for row in rows) == 100


def test_facts_grown_are_facts_gathered_and_the_load_of_the_rows_read_stays() -> None:
    found = told()
    for day in range(1, 9):
        found.load(READ + timedelta(days=day), f"rows {day}")
    events = list(found.store.events())
    half = gather(events[: len(events) // 2], found.compiled)
    assert half.extended(events, found.compiled) == found.facts()
    least = essential(found.facts())
    when = READ + timedelta(days=20)
    assert derive_status(least, when) == derive_status(found.facts(), when)
    assert "october" in {each.fact.logical_digest for each in least.loads["crm"]}
    sieve = sieve_for([PROGRAM])
    for number, event in found.store.entries((), after=0):
        sieve.look(number, seen_in(event))
    kept = [event for _, event in found.store.entries(sieve.names())]
    assert derive_status(gather(kept, found.compiled), when) == derive_status(found.facts(), when)


def test_one_experiment_is_not_shrunk() -> None:
    assert all(line.shrunk is None for line in status(told()).value)
