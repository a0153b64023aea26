"""What forces a new choice: each gauge at its limit, what a choice answers, and what an earlier day said."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from milepost.kernel.words import Grade, Phase
from milepost.ledger.costs import COSTED, CostLine, CostLoad
from milepost.plan.approaches.choice import CHOSEN, ApproachChoice
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import to_json
from milepost.roadmap import gauges
from milepost.roadmap.forecasts import forecasts_now
from milepost.roadmap.gauges import Gauge
from milepost.roadmap.history import History
from milepost.roadmap.judge import Bench
from milepost.roadmap.status import derive_status
from milepost.roadmap.triggers import Trigger, standing_of
from milepost.statistics.forecast_score import Scored
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import WORTH_IT, experiment, milestone

START, CHOICE, LATER = at("2026-10-02"), at("2026-10-04"), at("2026-12-01")
DAY = timedelta(days=1)


def program(limits: str, *documents: str) -> CompiledProgram:
    head = f"""\
kind: Program
id: spring
title: Spring e-mail
sponsor: cmo
currency: USD
time_zone: America/New_York
starts: 2026-10-01
horizon: 18 months
fiscal_year_starts: 02-01
choosing: {{limits: {{{limits}}}}}
"""
    return compiled(head, *documents)


class Life(Told):
    """Facts, and the choice of an operating model among them."""

    def choose(self, when: datetime, approach: str = "hybrid") -> None:
        told = ApproachChoice(
            approach=approach, because="one data base", signer="cmo", program="", priors="", seed=1, scenarios=1,
            first="net", named=None,
        )  # fmt: skip
        self._tell(when, CHOSEN, "program/spring", {"choice": to_json(told)})

    def charge(self, when: datetime, governance: int, people: int) -> None:
        lines = [
            CostLine(
                month=date(2026, 10, 1), capability=None, kind=kind, channel=None, currency="USD", evidence=None,
                effective=Decimal(amount), billed=Decimal(amount), charged=Decimal(amount), rows=1,
            )
            for kind, amount in (("governance", governance), ("people", people))
        ]  # fmt: skip
        told = CostLoad(
            basis="", source="costs", rows_digest="", rates_digest=None, currency="USD", first=date(2026, 10, 1),
            last=date(2026, 10, 1), lines=tuple(lines),
        )  # fmt: skip
        self._tell(when, COSTED, "ledger/books", {"costs": to_json(told)})

    def triggers(self, when: datetime) -> dict[Gauge, Trigger]:
        facts = self.facts(when)
        found = facts.program_at(when)
        assert found is not None
        standing = standing_of(History(bench=Bench(facts=facts), until=when), found[1], when)
        return {each.gauge: each for each in standing.triggers}


def only(limits: str) -> str:
    """Set these limits, and all others beyond reach."""
    told = {"first_value": "60 months", "missed": "99", "inconclusive": "99"}
    told |= dict(each.split(": ") for each in limits.split(", "))
    return ", ".join(f"{name}: {value}" for name, value in told.items())


def about(when: datetime) -> object:
    """Stand for an instant: facts told after others are told a microsecond later."""
    return pytest.approx(when.timestamp(), abs=1e-3)


def begun(limits: str, *documents: str, choice: datetime | None = CHOICE) -> Life:
    life = Life()
    life.accept(START, program(only(limits), *documents))
    if choice is not None:
        life.choose(choice)
    return life


SIGNED = "evidence: attestation/{name}, signed_by: analyst"
TWO = (
    milestone("proven", asks=SIGNED.format(name="trained")),
    milestone("wider", asks=SIGNED.format(name="agreed")),
)
CASES = {
    "an inconclusive pilot": (
        Gauge.INCONCLUSIVE,
        "inconclusive: 1",
        (),
        lambda life: life.read(at("2026-11-01"), net=(-5, 0, 5), phase=Phase.INCONCLUSIVE),
        at("2026-11-01"),
        "1",
    ),
    "fewer inconclusive pilots than the limit": (
        Gauge.INCONCLUSIVE,
        "inconclusive: 2",
        (),
        lambda life: life.read(at("2026-11-01"), net=(-5, 0, 5), phase=Phase.INCONCLUSIVE),
        None,
        "",
    ),
    "a pilot with an answer": (
        Gauge.INCONCLUSIVE,
        "inconclusive: 1",
        (),
        lambda life: life.read(at("2026-11-01")),
        None,
        "",
    ),
    "a missed milestone": (
        Gauge.MISSED,
        "missed: 1",
        (milestone(quarter="2026Q3"),),
        lambda life: life.load(at("2026-11-01")),
        at("2026-11-01T04:00:00Z"),
        "1",
    ),
    "a milestone in time": (Gauge.MISSED, "missed: 1", (milestone(),), lambda _: None, None, ""),
    "no value in time": (
        Gauge.FIRST_VALUE,
        "first_value: 1 months",
        (),
        lambda _: None,
        at("2026-11-01T04:00:00Z"),
        "2.0 months",
    ),
    "value in time": (
        Gauge.FIRST_VALUE,
        "first_value: 1 months",
        (),
        lambda life: (life.read(at("2026-10-20")), life.post(at("2026-10-20"))),
        None,
        "",
    ),
    "too much governance": (
        Gauge.GOVERNANCE,
        "governance_share: 20%",
        (),
        lambda life: (life.charge(at("2026-10-20"), 20, 80), life.charge(at("2026-11-02"), 30, 70)),
        at("2026-11-02"),
        "30.0%",
    ),
    "governance at its limit": (
        Gauge.GOVERNANCE,
        "governance_share: 20%",
        (),
        lambda life: life.charge(at("2026-10-20"), 20, 80),
        None,
        "",
    ),
    "two slow signatures": (
        Gauge.APPROVAL,
        "approval: 20d",
        TWO,
        lambda life: life.sign(at("2026-11-25"), date(2027, 6, 1)),
        at("2026-11-21T05:00:00Z"),
        "24 days",
    ),
    "one slow signature is no median": (
        Gauge.APPROVAL,
        "approval: 20d",
        TWO[:1],
        lambda life: life.sign(at("2026-11-25"), date(2027, 6, 1)),
        None,
        "",
    ),
    "quick signatures": (
        Gauge.APPROVAL,
        "approval: 20d",
        TWO,
        lambda life: (
            life.sign(at("2026-11-03"), date(2027, 6, 1)),
            life.sign(at("2026-11-04"), date(2027, 6, 1), "agreed"),
        ),
        None,
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_limit(name: str) -> None:
    """Tripped since when, by which number; and a day before, nothing was."""
    gauge, limits, documents, lives, since, number = CASES[name]
    life = begun(limits, *documents)
    lives(life)
    found = life.triggers(LATER).get(gauge)
    assert (found is None) == (since is None)
    if found is not None and since is not None:
        assert found.since.timestamp() == about(since)
        assert (found.reading.number, found.holds, found.decides) == (number, True, "cmo")
        assert gauge in life.triggers(found.since)
        assert gauge not in life.triggers(found.since - timedelta(microseconds=1))


def test_forecasts_that_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One measured effect, far above what was promised: no share of several, and a miss where one is enough."""
    life = begun("forecast_error: 50%", milestone(asks=WORTH_IT), experiment())
    life.read(at("2026-11-01"), net=(50.0, 75.0, 100.0))
    assert Gauge.FORECAST not in life.triggers(LATER)
    scored = [each.scored for each in forecasts_now(life.program, life.facts(), LATER)]
    far = Scored(ratio=9.0, below=0.999, error=3.0, is_inside=False, pinball=1.0)
    near = replace(far, is_inside=True)
    assert len(scored) == 1
    for found, share in (((far, near), None), ((far, far, near), "67%")):
        told = [SimpleNamespace(scored=each) for each in found]
        monkeypatch.setattr(
            gauges, "forecasts_now", lambda _, __, when, told=told: told if when > at("2026-10-31") else ()
        )
        trigger = life.triggers(LATER).get(Gauge.FORECAST)
        assert (trigger.reading.number if trigger else None) == share


def inconclusive(life: Life, when: datetime) -> None:
    life.read(when, net=(-5, 0, 5), phase=Phase.INCONCLUSIVE)


def test_what_was_known_when_it_was_chosen_is_answered() -> None:
    life = begun("inconclusive: 1", choice=None)
    inconclusive(life, at("2026-10-20"))
    life.choose(at("2026-10-25"))
    assert life.triggers(LATER) == {}


def test_it_stays_until_a_new_choice_though_it_holds_no_longer() -> None:
    life = begun("inconclusive: 1")
    inconclusive(life, at("2026-11-01"))
    life.read(at("2026-11-05"))
    found = life.triggers(LATER)[Gauge.INCONCLUSIVE]
    assert (found.since.date(), found.holds, found.reading.number) == (date(2026, 11, 1), False, "1")
    life.choose(at("2026-11-20"), "hybrid")
    assert life.triggers(LATER) == {}
    assert Gauge.INCONCLUSIVE in life.triggers(at("2026-11-19"))


def test_a_limit_loosened_later_takes_nothing_back() -> None:
    life = begun("inconclusive: 1")
    inconclusive(life, at("2026-11-01"))
    life.accept(at("2026-11-03"), program(only("inconclusive: 5")))
    found = life.triggers(LATER)[Gauge.INCONCLUSIVE]
    assert (found.since.date(), found.holds, found.reading.threshold) == (date(2026, 11, 1), False, "< 1")


def test_without_a_choice_what_is_over_its_limit_shows_but_asks_nobody() -> None:
    life = begun("inconclusive: 1", choice=None)
    inconclusive(life, at("2026-11-01"))
    assert life.triggers(LATER)[Gauge.INCONCLUSIVE].since.date() == date(2026, 11, 1)
    status = derive_status(life.facts(LATER), LATER)
    assert status is not None
    assert status.approach is None
    assert not [each for each in status.needs if "operating model" in each.what]


def test_a_status_asks_the_sponsor_and_an_earlier_day_does_not() -> None:
    life = begun("inconclusive: 1")
    inconclusive(life, at("2026-11-01"))
    status = derive_status(life.facts(LATER), LATER)
    assert status is not None
    (need,) = [each for each in status.needs if "operating model" in each.what]
    assert (need.owner, need.command) == ("cmo", "milepost approaches")
    for said in ("inconclusive pilots", "found 1, asked < 1", "since 2026-11-01", "hybrid was chosen on 2026-10-04"):
        assert said in f"{need.what} {need.why}"
    before = at("2026-10-31")
    earlier = derive_status(life.facts(before), before)
    assert earlier is not None
    assert earlier.approach is not None
    assert earlier.approach.triggers == ()
    assert not [each for each in earlier.needs if "operating model" in each.what]


def test_facts_with_a_choice_extended_are_gathered_anew() -> None:
    life = begun("inconclusive: 1")
    inconclusive(life, at("2026-11-01"))
    life.choose(at("2026-11-20"))
    events = list(life.store.events())
    first = life.facts(at("2026-10-03"))
    assert first.extended(events, life.compiled) == life.facts()
    assert [each.fact.approach for each in life.facts().choices["spring"]] == ["hybrid", "hybrid"]


def test_a_verdict_of_grade_c_waits_for_the_statement_of_its_draw() -> None:
    life = begun("approval: 20d", *TWO[:1])
    life.read(at("2026-10-20"), grade=Grade.C)
    assert life.triggers(LATER)[Gauge.APPROVAL].reading.because == (
        "the median of 2 signatures, 2 of them over the limit"
    )


def test_a_program_that_says_another_model_than_was_chosen_asks_for_a_choice() -> None:
    life = begun("inconclusive: 99")
    head = program(only("missed: 98"))
    life.accept(at("2026-11-03"), head)
    status = derive_status(life.facts(LATER), LATER)
    assert status is not None
    assert not [each for each in status.needs if "operating model" in each.what]
    life.choose(at("2026-11-04"), "pilot-led")
    status = derive_status(life.facts(LATER), LATER)
    assert status is not None
    (need,) = [each for each in status.needs if "operating model" in each.what]
    assert need.why == "the accepted program says `approach: hybrid`, and pilot-led was chosen on 2026-11-04"
