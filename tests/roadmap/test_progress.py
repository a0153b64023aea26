"""How far a program has come, by the words of its capability; and what a status makes of a recorded chance."""

from datetime import date
from decimal import Decimal

import pytest

from milepost.kernel.words import CapabilityWord, Grade, MilestoneWord, Phase
from milepost.plan.forecast import FORETOLD, DateForecast, PlanForecast
from milepost.plan.progress import Known
from milepost.record.canonical import to_json
from milepost.record.event import Fact
from milepost.roadmap.progress import progress_of
from milepost.roadmap.status import derive_status
from roadmap.told import Told, at, compiled
from surfaces.cli.small_program import capability, milestone

START, ENDED, LATER = at("2026-10-02"), at("2026-10-20"), at("2026-10-25")
FIRST = date(2026, 10, 5)
SIGNED = milestone(asks="evidence: attestation/ready, signed_by: analyst")


def told(*documents: str) -> Told:
    found = Told()
    found.accept(START, compiled(*documents))
    return found


def known(found: Told, when=LATER) -> Known:
    return progress_of(found.program, found.facts(until=when), when).capabilities.get("mail", Known())


def word(found: Told, when=LATER) -> CapabilityWord:
    status = derive_status(found.facts(until=when), when)
    assert status is not None
    return status.capabilities[0].judged.word


def read(net: tuple[float, float, float], grade: Grade = Grade.A) -> Told:
    found = told()
    found.load(ENDED)
    found.read(ENDED, net=net, grade=grade, phase=Phase.SUCCESSFUL)
    found.post(ENDED)
    return found


def test_a_program_without_facts_has_come_nowhere() -> None:
    found = told()
    assert word(found, START) is CapabilityWord.NOT_STARTED
    assert known(found, START) == Known()
    assert progress_of(found.program, found.facts(), START).day is None


@pytest.mark.parametrize(
    ("net", "expected", "works"),
    [
        ((50.0, 75.0, 100.0), CapabilityWord.PROVEN, True),
        ((-100.0, -75.0, -50.0), CapabilityWord.HARMFUL, False),
        ((-10.0, 5.0, 20.0), CapabilityWord.INCONCLUSIVE, None),
    ],
)
def test_a_reading_tells_whether_it_works_and_since_when(net, expected, works) -> None:
    found = read(net)
    assert word(found) is expected
    assert (known(found).live, known(found).works) == (FIRST, works)


def test_data_without_a_reading_is_live_and_no_more() -> None:
    found = told()
    found.load(ENDED)
    assert word(found) is CapabilityWord.RUNNING
    assert known(found) == Known(live=FIRST)


def test_a_stopped_capability_works_only_if_it_was_proven() -> None:
    gone = capability(more="retired: {on: 2026-10-24, because: enough}\n")
    for net, works in (((50.0, 75.0, 100.0), True), ((-10.0, 5.0, 20.0), False)):
        found = read(net)
        found.accept(at("2026-10-23"), compiled(gone))
        assert word(found) is CapabilityWord.STOPPED
        assert known(found).works is works


def test_the_day_is_the_datas_and_not_the_clocks() -> None:
    found = read((50.0, 75.0, 100.0))
    days = {progress_of(found.program, found.facts(until=when), when).day for when in (LATER, at("2026-11-25"))}
    assert days == {date(2026, 10, 19)}


def foretell(found: Told, when, chance: str, program: str | None = None) -> None:
    found.clock.at = when
    dated = DateForecast(p10=None, p50=None, p90=None, chance=Decimal(chance), due=date(2027, 1, 31))
    forecast = PlanForecast(basis=chance, seed=1, scenarios=100, milestones={"proven": dated})
    fact = Fact(
        type=FORETOLD, subject="program/spring", key=f"{when} {chance}", actor="person/tester",
        program=program or found.program.digest, data={"forecast": to_json(forecast)},
    )  # fmt: skip
    found.store.append([fact])


def item(found: Told, when):
    status = derive_status(found.facts(until=when), when)
    assert status is not None
    return status.milestones[0]


def test_a_recorded_chance_moves_the_word_from_its_recording_on() -> None:
    found = told()
    foretell(found, at("2026-10-06"), "0.79")
    foretell(found, at("2026-10-10"), "0.6")
    foretell(found, at("2026-10-12"), "0.49")
    foretell(found, at("2026-10-14"), "0.8")
    days = ("2026-10-05", "2026-10-07", "2026-10-11", "2026-10-13", "2026-10-15")
    words = [item(found, at(day)).judged.word for day in days]
    on, risk, off = MilestoneWord.ON_TRACK, MilestoneWord.AT_RISK, MilestoneWord.OFF_TRACK
    assert words == [on, risk, risk, off, on]
    late = item(found, at("2026-10-11"))
    assert (late.judged.number, late.judged.threshold) == ("60%", ">= 80%")
    assert late.judged.because == "the plan's chance of making the date is too low"
    assert len(late.judged.events) == 1
    # The word is as old as its first forecast, not as the last.
    assert late.since == at("2026-10-06")


def test_the_forecast_of_another_version_says_nothing() -> None:
    found = told()
    foretell(found, at("2026-10-06"), "0.1", program="sha256:other")
    assert item(found, at("2026-10-07")).judged.word is MilestoneWord.ON_TRACK


def test_an_asked_chance_takes_the_place_of_the_recorded_one() -> None:
    found = told()
    foretell(found, at("2026-10-06"), "0.1")
    status = derive_status(found.facts(), at("2026-10-07"), {"proven": Decimal("0.9")})
    assert status is not None
    assert status.milestones[0].judged.word is MilestoneWord.ON_TRACK
