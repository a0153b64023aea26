"""The roadmap against its baseline, on a record made of facts."""

from datetime import date

import pytest

from milepost.roadmap.outlook import Dated, Outlook
from milepost.roadmap.outlook_reckoned import outlook_of
from presentation.roadmap_program import ACCEPTED, capability, effort, outlook, program, status_of, told
from roadmap.told import Told, at, compiled


@pytest.fixture(scope="module")
def found() -> Outlook:
    return outlook()


def _of(of: Outlook, slug: str) -> Dated:
    return next(each for each in (*of.capabilities, *of.milestones) if each.ref.endswith(f"/{slug}"))


def test_what_met_customers_is_live_since_then(found: Outlook) -> None:
    mail = _of(found, "mail")
    assert (mail.is_done, mail.done) == (True, date(2026, 10, 5))
    assert mail.slack is None


def test_what_is_long_past_its_range_begins_today_and_slips_by_as_much(found: Outlook) -> None:
    records = _of(found, "records")
    assert records.baseline is not None
    # Ten days for the signature and six weeks of work from 1 October; six weeks of work from 15 February.
    assert (records.baseline.done, records.done) == (date(2026, 11, 22), date(2027, 3, 29))
    assert records.slip == (date(2027, 3, 29) - date(2026, 11, 22)).days
    assert records.is_late


def test_a_late_one_names_what_it_delays_and_by_how_much(found: Outlook) -> None:
    delays = {each.ref: each.days for each in _of(found, "records").delays}
    offers = _of(found, "offers")
    assert offers.slip == _of(found, "records").slip
    # The follower would have been as early as it is late, the milestone misses its date by less.
    assert delays["capability/offers"] == pytest.approx(offers.slip, abs=1)
    assert offers.done is not None
    assert delays["milestone/offers-live"] == pytest.approx((offers.done - date(2027, 4, 30)).days, abs=1)
    assert offers.waits_for == ("capability/records",)


def test_a_seat_that_nobody_fills_never_comes(found: Outlook) -> None:
    desk = _of(found, "desk")
    assert (desk.done, desk.slip, desk.is_done) == (None, None, False)


def test_a_milestone_whose_evidence_was_enough_is_achieved_and_the_next_has_a_chance(found: Outlook) -> None:
    proven = _of(found, "proven")
    assert (proven.is_done, proven.done, proven.chance) == (True, date(2026, 10, 21), None)
    chance = _of(found, "offers-live").chance
    assert chance is not None
    assert chance < 0.2


def test_a_milestone_that_waits_for_no_work_any_more_has_no_date() -> None:
    record = Told()
    record.accept(at(ACCEPTED), program())
    record.load(at("2026-10-21"))
    record.read(at("2026-10-21"), net=(-50.0, 10.0, 80.0))
    proven = _of(outlook(record), "proven")
    assert (proven.is_done, proven.done, proven.is_at_least) == (False, None, True)
    assert proven.slip == (date(2027, 2, 15) - date(2027, 1, 31)).days


def test_the_baseline_stays_when_the_program_changes() -> None:
    record = told()
    record.accept(at("2026-10-25"), program(records_weeks=10))
    later = _of(outlook(record, when="2026-10-26"), "records")
    assert later.baseline is not None
    assert later.baseline.done == date(2026, 11, 22)
    assert later.slip == 28


def test_a_capability_that_joins_later_has_the_baseline_of_its_own_acceptance() -> None:
    record = Told()
    whole = program()
    record.accept(at(ACCEPTED), whole)
    status, facts = status_of(record, "2026-09-20", program(8))
    found = outlook_of(status, facts, scenarios=100)
    assert _of(found, "records").slip == 14


def test_on_paper_there_is_nothing_to_slip_from() -> None:
    status, facts = status_of(Told(), "2027-02-15", program())
    found = outlook_of(status, facts, scenarios=100)
    assert not found.is_accepted
    assert {each.slip for each in (*found.capabilities, *found.milestones)} == {None}
    assert _of(found, "records").done == date(2026, 11, 22)


def test_before_work_begins_nothing_slips() -> None:
    early = outlook(when="2026-10-01")
    assert _of(early, "records").slip == 0
    assert not _of(early, "records").delays


def test_a_day_after_its_day_the_slip_is_what_its_range_says() -> None:
    slip = _of(outlook(when="2026-11-30"), "records").slip
    assert slip is not None
    assert 8 < slip < 60


def test_a_what_if_names_all_that_moves(found: Outlook) -> None:
    asked = outlook(slips={"records": 21.0}).what_if
    assert asked is not None
    moved = {each.ref: round(each.days) for each in asked.moved}
    assert moved == {
        "capability/records": 21,
        "capability/offers": 21,
        "milestone/records-ready": 21,
        "milestone/offers-live": 21,
    }
    assert found.what_if is None


def test_the_same_status_gives_the_same_outlook(found: Outlook) -> None:
    assert outlook() == found


def test_what_was_retired_before_it_was_live_holds_no_team_and_is_not_late() -> None:
    record = Told()
    retired = capability(
        "records", "One customer record", more=effort(6) + "retired: {on: 2026-10-20, because: bought}\n"
    )
    later = capability("desk", "Answer desk", more=effort(4))
    record.accept(at(ACCEPTED), compiled(retired, later))
    found = outlook(record, when="2026-11-01")
    records, desk = _of(found, "records"), _of(found, "desk")
    assert (records.is_done, records.done, records.slip) == (True, None, None)
    assert desk.begun == date(2026, 10, 11)
    assert desk.done is not None
    # Three of its four weeks have passed without it being live, so that its median lies a little later.
    assert date(2026, 11, 8) <= desk.done <= date(2026, 11, 22)


@pytest.mark.parametrize(("deep", "weeks"), [(40, 6), (120, 5_000)])
def test_a_deep_chain_has_an_answer_even_past_the_last_year(deep: int, weeks: int) -> None:
    chain = [
        capability(
            f"c{n}", f"Link {n}", needs=f"data: [crm], after: c{n - 1}" if n else "data: [crm]", more=effort(weeks)
        )
        for n in range(deep)
    ]
    record = Told()
    record.accept(at(ACCEPTED), compiled(*chain))
    found = outlook(record, when="2026-10-02")
    last = _of(found, f"c{deep - 1}")
    assert (last.done is None) is (weeks > 52)
    assert found.path
    assert _of(found, "c0").would_delay
