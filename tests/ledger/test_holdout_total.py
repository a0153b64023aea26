"""Totals are read from the record as it tells them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from ledger.happenings import amount, entry
from milepost.kernel.time import Period
from milepost.kernel.words import Grade
from milepost.ledger.entry import ValueKind
from milepost.ledger.holdout_total import is_part, totals_from, whole_of
from milepost.ledger.total import TOTAL_POSTED as POSTED
from milepost.ledger.total import TOTAL_REVERSED as REVERSED
from milepost.record.canonical import to_json
from milepost.record.event import Event, Fact, recorded

AT = datetime(2026, 11, 22, tzinfo=UTC)
YEAR = Period(date(2025, 9, 28), date(2026, 9, 27))
NEXT = Period(date(2026, 9, 27), date(2027, 9, 26))


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


def test_a_total_whose_draw_nobody_stated_is_claimed_nowhere() -> None:
    first = told(POSTED, "1", AT)
    data = {**first.data, "total": {**dict(first.data["total"]), "column": "projected"}}
    fact = Fact(type=POSTED, subject="holdout/untouched", key="2", actor="milepost", data=data)
    assert totals_from([recorded(fact, AT)]) == ()


def test_value_that_meets_two_totals_is_part_of_the_earlier() -> None:
    data, totals = Period(date(2026, 8, 9), date(2026, 10, 4)), [(NEXT, amount("100")), (YEAR, amount("100"))]
    assert whole_of(entry("7"), data, totals) == YEAR
    assert whole_of(entry("7"), data, totals[:1]) == NEXT
    assert whole_of(entry("7", grade=Grade.C), data, totals) is None
    assert whole_of(entry("7", kind=ValueKind.CASH), data, totals) is None
    assert whole_of(entry("7", currency="EUR"), data, totals) is None


def test_value_that_reaches_beyond_a_total_is_part_of_it() -> None:
    assert is_part(Period(date(2026, 8, 9), date(2026, 10, 4)), YEAR)
    assert not is_part(Period(date(2026, 9, 27), date(2026, 10, 4)), YEAR)
    assert not is_part(Period(date(2025, 9, 1), date(2025, 9, 28)), YEAR)
