"""Totals are read from the record as it tells them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from ledger.happenings import amount
from milepost.kernel.time import Period
from milepost.ledger.holdout_total import POSTED, REVERSED, is_part, totals_from
from milepost.record.canonical import to_json
from milepost.record.event import Event, Fact, recorded

AT = datetime(2026, 11, 22, tzinfo=UTC)
YEAR = Period(date(2025, 9, 28), date(2026, 9, 27))


def told(type_: str, key: str, at: datetime, cost: str = "9.00", **more: object) -> Event:
    total = {
        "holdout": "untouched", "period": str(YEAR), "amount": to_json(amount("100", "7")), "grade": "A",
        "opportunity_cost": to_json(amount(cost)),
    }  # fmt: skip
    fact = Fact(type=type_, subject="holdout/untouched", key=key, actor="milepost", data={"total": total, **more})
    return recorded(fact, at)


def test_a_total_has_its_event_and_what_the_held_out_did_not_earn() -> None:
    [only] = totals_from([told(POSTED, "1", AT)])
    assert (only.holdout, only.period, only.amount, only.at) == ("untouched", YEAR, amount("100", "7"), AT)
    assert (only.opportunity, only.taken_back) == (Decimal(9), None)


def test_who_was_spared_harm_is_no_cost_and_no_income() -> None:
    [only] = totals_from([told(POSTED, "1", AT, cost="-9.00")])
    assert only.opportunity == 0


def test_a_reversal_takes_its_own_total_back() -> None:
    first, second = told(POSTED, "1", AT), told(POSTED, "2", AT + timedelta(days=2))
    back = told(REVERSED, "3", AT + timedelta(days=1), reverses=first.id)
    foreign = told(REVERSED, "4", AT + timedelta(days=3), reverses="ev_nobody")
    old, new = totals_from([first, back, second, foreign])
    assert old.taken_back == (back.recorded_at, back.id)
    assert new.taken_back is None


def test_value_that_reaches_beyond_a_total_is_part_of_it() -> None:
    assert is_part(Period(date(2026, 8, 9), date(2026, 10, 4)), YEAR)
    assert not is_part(Period(date(2026, 9, 27), date(2026, 10, 4)), YEAR)
    assert not is_part(Period(date(2025, 9, 1), date(2025, 9, 28)), YEAR)
