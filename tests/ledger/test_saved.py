"""Capacity and cash: entries apart, which no type lets anybody mix."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ledger.test_posting import NET, PROGRAM, VERDICT, entry
from milepost.experiments.verdict import Evidence
from milepost.ledger.entry import Amount, ValueKind
from milepost.ledger.saved import entries_of
from milepost.program.documents.ways import Cash

HOURS = Evidence(estimate=400.004, low=290.0, high=510.0, lower95=310.0, upper95=490.0, unit="hours")
DOLLARS = Evidence(estimate=4800.05, low=3480.0, high=6120.0, lower95=3720.0, upper95=5880.0, unit="USD")
SIGNED = Cash(per=Decimal(60), share=Decimal("0.2"), signed_by="finance")


def signed(cash: Cash | None = SIGNED):
    experiment = PROGRAM.experiments["spring-test"].model_copy(update={"cash": cash})
    return replace(PROGRAM, experiments={"spring-test": experiment})


def test_capacity_and_cash_are_posted_apart() -> None:
    verdict = replace(VERDICT, stats={"capacity": HOURS, "cash": DOLLARS})
    capacity, cash = entries_of(signed(), verdict, "ev_1")
    assert (capacity.kind, str(capacity.amount.estimate), capacity.amount.currency) == (
        ValueKind.CAPACITY, "400.00", "hours",
    )  # fmt: skip
    assert (capacity.unit_value, capacity.signed_by) == (1, None)
    assert (cash.kind, str(cash.amount.lower95), cash.amount.currency) == (ValueKind.CASH, "3720.00", "USD")
    assert (cash.unit_value, cash.signed_by) == (12, "finance")
    assert "no money" in capacity.estimand
    assert "left a budget" in cash.estimand


def test_cash_that_nobody_signed_is_not_posted() -> None:
    verdict = replace(VERDICT, stats={"capacity": HOURS, "cash": DOLLARS})
    assert [each.kind for each in entries_of(signed(None), verdict, "ev_1")] == [ValueKind.CAPACITY]


def test_margin_is_posted_as_ever() -> None:
    (margin,) = entries_of(PROGRAM, replace(VERDICT, stats={"net_value": NET}), "ev_1")
    assert margin == entry()
    assert entries_of(PROGRAM, replace(VERDICT, stats={}), "ev_1") == ()


@pytest.mark.parametrize(
    ("kind", "unit"),
    [(ValueKind.CAPACITY, "USD"), (ValueKind.CASH, "hours"), (ValueKind.MARGIN, "days"), (ValueKind.MARGIN, "")],
)
def test_an_hour_of_money_and_money_of_hours_can_not_be_made(kind: ValueKind, unit: str) -> None:
    amount = Amount(**dict.fromkeys(("estimate", "low", "high", "lower95", "upper95"), Decimal(1)), currency=unit)
    with pytest.raises(ValueError, match="capacity is never money"):
        replace(entry(), kind=kind, amount=amount)
