"""A verdict with money becomes an entry at the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.experiments.verdict import Evidence, Verdict
from milepost.kernel.words import Grade, Phase
from milepost.ledger.entry import Column, LedgerEntry
from milepost.ledger.posting import entry_of
from milepost.program.compiler import compile_program
from program.overlay import overlay

PROGRAM = compile_program(overlay("")).program
assert PROGRAM is not None
NET = Evidence(estimate=2.675, low=0.005, high=0.015, lower95=0.025, upper95=-1234.565, unit="USD")
VERDICT = Verdict(
    basis="b",
    experiment="spring-test",
    design="d",
    rows_digest="sha256:00",
    phase=Phase.SUCCESSFUL,
    grade=Grade.A,
    because="so",
    control="None",
    treatment="Mail",
    metric="contribution",
    arms={"None": 10, "Mail": 11},
    population=11,
    stats={"net_value": NET},
    cost=Decimal("0.125"),
)


def entry(**changes: object) -> LedgerEntry:
    found = entry_of(PROGRAM, replace(VERDICT, **changes), "ev_1")
    assert found is not None
    return found


def test_money_is_posted_at_the_cent_half_to_even() -> None:
    posted = entry()
    amount = posted.amount
    assert [str(each) for each in (amount.estimate, amount.low, amount.high, amount.lower95, amount.upper95)] == [
        "2.68", "0.00", "0.02", "0.02", "-1234.56",
    ]  # fmt: skip
    assert (str(posted.cost), amount.currency) == ("0.12", "USD")


def test_an_entry_says_what_it_rests_on() -> None:
    posted = entry()
    assert (posted.capability, posted.experiment, posted.verdict) == ("mail", "spring-test", "ev_1")
    assert (posted.unit_value, posted.signed_by) == (Decimal("0.30"), "finance")
    assert (posted.population, posted.period, posted.rows_digest) == (11, "2026-10-05/2026-10-19", "sha256:00")
    assert "intention to treat" in posted.estimand


@pytest.mark.parametrize(
    ("grade", "column"),
    [
        (Grade.A, Column.REALISED),
        (Grade.B, Column.REALISED),
        (Grade.C, Column.PROJECTED),
        (Grade.D, Column.PROJECTED),
    ],
)
def test_the_grade_chooses_the_column(grade: Grade, column: Column) -> None:
    assert (entry(grade=grade).column, entry(grade=grade).grade) == (column, grade)


def test_no_money_and_no_reading_post_nothing() -> None:
    assert entry_of(PROGRAM, replace(VERDICT, stats={}), "ev_1") is None
    assert entry_of(PROGRAM, replace(VERDICT, stats={"effect": NET}), "ev_1") is None
    assert entry_of(PROGRAM, replace(VERDICT, phase=Phase.ERROR), "ev_1") is None


@pytest.mark.parametrize("phase", [Phase.SUCCESSFUL, Phase.FAILED, Phase.INCONCLUSIVE])
def test_a_loss_and_an_undecided_value_are_posted_too(phase: Phase) -> None:
    assert entry(phase=phase).amount.estimate == Decimal("2.68")


def test_a_metric_that_is_money_itself_has_the_unit_value_one() -> None:
    metric = PROGRAM.metrics["contribution"].model_copy(update={"times": None, "unit": "USD"})
    posted = entry_of(replace(PROGRAM, metrics={"contribution": metric}), VERDICT, "ev_1")
    assert posted is not None
    assert (posted.unit_value, posted.signed_by) == (Decimal(1), None)


def test_without_a_period_nobody_said_when() -> None:
    experiment = PROGRAM.experiments["spring-test"].model_copy(update={"period": None})
    posted = entry_of(replace(PROGRAM, experiments={"spring-test": experiment}), VERDICT, "ev_1")
    assert posted is not None
    assert posted.period is None
