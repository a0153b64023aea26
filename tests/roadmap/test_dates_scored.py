"""Frozen dates against what came: the first promise counts, and losses are those reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest

from milepost.plan.forecast import WON, DateForecast, FrozenForecast
from milepost.program.compiler import compile_program
from milepost.record.canonical import to_json
from milepost.record.event import Fact
from milepost.roadmap.dates_scored import DateScored, dates_by_owner, dates_scored
from program.overlay import overlay
from roadmap.told import Told, at, compiled

START, ENDED, LATER = at("2026-10-02"), at("2026-10-20"), at("2026-10-21")


def promised(p10: date | None, p50: date | None, p90: date | None) -> DateForecast:
    return DateForecast(p10=p10, p50=p50, p90=p90, chance=Decimal("0.6"), due=date(2027, 1, 31))


SOON = promised(date(2026, 10, 10), date(2026, 10, 15), date(2026, 10, 25))


def freeze(found: Told, when, dates: DateForecast) -> None:
    found.clock.at = when
    told = FrozenForecast(
        basis=str(when), seed=1, scenarios=100, currency="USD", owners={"milestone/proven": "crm-lead"},
        capabilities={}, milestones={"proven": dates}, goals={}, stats={},
    )  # fmt: skip
    fact = Fact(
        type=WON, subject="program/spring", key=str(when), actor="person/tester", program=found.program.digest,
        data={"forecast": to_json(told)},
    )  # fmt: skip
    found.store.append([fact])


def lived(*dates: DateForecast, comes: bool = True) -> Told:
    found = Told()
    found.accept(START, compiled())
    for day, each in enumerate(dates, 3):
        freeze(found, at(f"2026-10-0{day}"), each)
    if comes:
        found.load(ENDED)
        found.read(ENDED)
        found.post(ENDED)
    return found


def scored(found: Told, when=LATER) -> DateScored:
    (each,) = dates_scored(found.program, found.facts(until=when), when)
    return each


def test_a_date_that_came_is_scored_by_its_days() -> None:
    each = scored(lived(SOON))
    assert (each.came, each.late, each.is_inside) == (date(2026, 10, 20), 5, True)
    # 10 days after p10, 5 after p50, 5 before p90.
    assert each.pinball == pytest.approx((0.1 * 10 + 0.5 * 5 + 0.1 * 5) / 3)
    assert each.brier == pytest.approx(0.4**2)
    found = dates_by_owner((each,))["crm-lead"]
    assert (found.decided, found.inside, found.brier) == (1, 1, pytest.approx(0.16))


def test_the_first_promise_counts_whatever_was_promised_later() -> None:
    later = promised(date(2026, 10, 20), date(2026, 10, 20), date(2026, 10, 20))
    assert scored(lived(SOON, later)).late == 5


def test_what_has_not_come_is_open_until_its_range_is_over() -> None:
    found = lived(SOON, comes=False)
    assert scored(found, at("2026-10-20")).is_inside is None
    assert scored(found, at("2026-10-27")).is_inside is False
    assert scored(found, at("2027-02-02")).brier == pytest.approx(0.6**2)
    assert scored(found, at("2026-10-27")).brier is None


def test_a_range_that_ends_in_never_has_no_loss_and_holds_what_comes() -> None:
    each = scored(lived(promised(date(2026, 10, 10), None, None)))
    assert (each.is_inside, each.late, each.pinball) == (True, None, None)


def test_what_is_taken_out_of_the_program_stays_promised() -> None:
    """Taking out what is late, or naming it anew, would be the cheapest way to a good score."""
    found = lived(SOON, comes=False)
    texts = {name: text.replace(b"id: proven\n", b"id: anew\n") for name, text in overlay("").items()}
    anew = compile_program(texts).program
    assert anew is not None
    found.accept(at("2026-10-24"), anew)
    each = scored(found, at("2026-10-27"))
    assert (each.ref, each.is_inside, each.is_named) == ("milestone/proven", False, False)
    assert scored(found, at("2027-02-02")).brier == pytest.approx(0.6**2)


def test_what_came_before_its_range_is_outside() -> None:
    early = promised(date(2026, 11, 1), date(2026, 11, 15), date(2026, 11, 25))
    assert scored(lived(early)).is_inside is False
