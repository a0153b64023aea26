"""status = f(programs, facts, as_of): the branches that no file can reach yet, their order, and replay."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings

from milepost.kernel.words import CapabilityWord, GoalWord, MilestoneWord, Phase
from milepost.presentation.status_view import status_data
from milepost.roadmap.history import History, Thing
from milepost.roadmap.judge import Bench
from milepost.roadmap.status import RoadmapStatus, derive_status
from roadmap.told import Told, at, compiled
from roadmap.turns import PROGRAMS, TURNS, act
from surfaces.cli.small_program import WORTH_IT, capability, experiment, goal, milestone

START, ENDED, LATER = at("2026-10-02"), at("2026-10-20"), at("2026-10-25")
TOLERANT = """\
kind: Program
id: spring
title: Spring e-mail
sponsor: cmo
currency: USD
time_zone: {zone}
starts: 2026-10-01
horizon: 18 months
fiscal_year_starts: 02-01
tolerances: {{off_track_below: 0.3, at_risk_below: 0.4, expiring_within: 2d}}
"""


def begun(*documents: str) -> Told:
    told = Told()
    told.accept(START, compiled(*documents))
    return told


def loaded(*documents: str) -> Told:
    told = begun(*documents)
    told.load(ENDED)
    return told


def derive(told: Told, when: datetime, **chances: str) -> RoadmapStatus:
    status = derive_status(
        told.facts(until=when), when, {name: Decimal(each) for name, each in chances.items()} or None
    )
    assert status is not None
    return status


def milestone_word(status: RoadmapStatus, slug: str = "proven") -> MilestoneWord:
    return next(each for each in status.milestones if each.ref == f"milestone/{slug}").judged.word


# A plan's chance of making the date. No planner gives it yet, so that no file reaches these.


@pytest.mark.parametrize(
    ("chance", "word", "number", "threshold"),
    [
        ("0.49", MilestoneWord.OFF_TRACK, "49%", ">= 50%"),
        ("0.5", MilestoneWord.AT_RISK, "50%", ">= 80%"),
        ("0.79", MilestoneWord.AT_RISK, "79%", ">= 80%"),
        ("0.8", MilestoneWord.ON_TRACK, None, "net value lower95 >= 0 USD, grade A"),
        ("1", MilestoneWord.ON_TRACK, None, "net value lower95 >= 0 USD, grade A"),
    ],
)
def test_chance_of_the_date(chance: str, word: MilestoneWord, number: str | None, threshold: str) -> None:
    judged = derive(loaded(), LATER, proven=chance).milestones[0].judged
    assert (judged.word, judged.number, judged.threshold) == (word, number, threshold)
    assert judged.because


def test_without_a_planner_chance_says_nothing() -> None:
    assert milestone_word(derive(loaded(), LATER)) is MilestoneWord.ON_TRACK
    assert milestone_word(derive(loaded(), LATER, another="0.01")) is MilestoneWord.ON_TRACK


def test_chance_is_held_to_the_tolerances_of_the_program() -> None:
    program = TOLERANT.format(zone="America/New_York")
    words = {chance: milestone_word(derive(loaded(program), LATER, proven=chance)) for chance in ("0.29", "0.3", "0.4")}
    assert list(words.values()) == [MilestoneWord.OFF_TRACK, MilestoneWord.AT_RISK, MilestoneWord.ON_TRACK]


def test_chance_takes_nothing_from_what_was_achieved_or_missed() -> None:
    told = loaded()
    assert milestone_word(derive(told, at("2027-02-02"), proven="0.01")) is MilestoneWord.MISSED
    told.read(ENDED)
    assert milestone_word(derive(told, LATER, proven="0.01")) is MilestoneWord.ACHIEVED
    assert milestone_word(derive(told, at("2027-11-01"), proven="0.01")) is MilestoneWord.REOPENED


def test_a_failed_criterion_comes_before_chance() -> None:
    told = loaded()
    told.read(ENDED, net=(-100.0, -75.0, -50.0))
    judged = derive(told, LATER, proven="0.01").milestones[0].judged
    assert (judged.word, judged.number) == (MilestoneWord.OFF_TRACK, "−USD 100.00")


# The order of the table: the first predicate that holds wins.


def test_milestone_words_in_their_order() -> None:
    """Add what each later word needs, then what the one before it needs: it takes over."""
    signed = f"{WORTH_IT}\nevidence: attestation/trained, signed_by: analyst"
    told = begun(milestone(asks=signed))
    words = [milestone_word(derive(told, at("2026-10-10"))), milestone_word(derive(told, ENDED))]
    told.load(ENDED)
    told.sign(ENDED, date(2026, 10, 30))
    words.append(milestone_word(derive(told, LATER)))
    told.read(LATER, net=(-100.0, -75.0, -50.0))
    words += [milestone_word(derive(told, at("2026-10-26"))), milestone_word(derive(told, at("2027-02-02")))]
    told.sign(at("2027-02-02"), date(2028, 1, 1))
    told.read(at("2027-02-02"))
    words += [milestone_word(derive(told, at("2027-02-03"))), milestone_word(derive(told, at("2027-12-01")))]
    assert words == [
        MilestoneWord.ON_TRACK,
        MilestoneWord.NO_DATA,
        MilestoneWord.AT_RISK,
        MilestoneWord.OFF_TRACK,
        MilestoneWord.MISSED,
        MilestoneWord.ACHIEVED,
        MilestoneWord.REOPENED,
    ]
    assert set(words) == set(MilestoneWord)


def test_capability_words_in_their_order() -> None:
    trained = milestone("trained", asks="evidence: attestation/trained, signed_by: analyst")
    told = begun(trained)

    def word(day: str) -> CapabilityWord:
        return derive(told, at(day)).capabilities[0].judged.word

    words = [word("2026-10-03"), word("2026-10-10")]
    told.sign(ENDED, date(2027, 8, 1))
    words.append(word("2026-10-21"))
    told.load(LATER)
    told.read(LATER, net=(-10.0, 5.0, 20.0))
    told.post(LATER)
    words.append(word("2026-10-26"))
    told.read(at("2026-10-26"))
    told.post(at("2026-10-26"))
    words.append(word("2026-10-27"))
    told.check(at("2026-10-27"), ok=False)
    words.append(word("2026-10-28"))
    told.read(at("2026-10-28"), net=(-100.0, -75.0, -50.0))
    told.post(at("2026-10-28"))
    words.append(word("2026-10-29"))
    retired = compiled(trained, capability(more="retired: {on: 2026-10-29, because: it loses}\n"))
    told.accept(at("2026-10-29"), retired)
    words.append(word("2026-10-30"))
    assert words == list(reversed(CapabilityWord))


def test_goal_words_in_their_order() -> None:
    told = loaded(goal("0.80 USD"))

    def word(day: str) -> GoalWord:
        return derive(told, at(day)).goals[0].judged.word

    words = [word("2026-10-21")]
    told.measure(at("2026-10-21"), "0.75")
    words.append(word("2026-10-22"))
    told.read(at("2026-10-22"))
    words.append(word("2027-11-02"))
    told.read(at("2027-11-02"), net=(-100.0, -75.0, -50.0))
    told.accept(at("2027-11-02"), compiled(goal("0.80 USD"), milestone("other")))
    words.append(word("2027-11-03"))
    told.measure(at("2027-11-03"), "0.81")
    words.append(word("2027-11-04"))
    assert words == [GoalWord.NO_DATA, GoalWord.ON_TRACK, GoalWord.AT_RISK, GoalWord.OFF_TRACK, GoalWord.REACHED]
    assert set(words) == set(GoalWord)


def test_criterion_phases() -> None:
    told, phases = begun(), []

    def look(day: str) -> None:
        phases.append(derive(told, at(day)).milestones[0].criteria[0].phase)

    look("2026-10-03")
    look("2026-10-10")
    told.load(ENDED)
    for day, net in (("2026-10-21", (50, 75, 100)), ("2026-10-22", (-100, -75, -50)), ("2026-10-23", (-5, 0, 5))):
        told.read(at(day), net=net)
        look(day + "T13:00:00Z")
    told.read(at("2026-10-24"), phase=Phase.ERROR)
    look("2026-10-25")
    assert phases == [
        Phase.PENDING, Phase.RUNNING, Phase.SUCCESSFUL, Phase.FAILED, Phase.INCONCLUSIVE, Phase.ERROR,
    ]  # fmt: skip
    assert set(phases) == set(Phase)


@pytest.mark.parametrize(
    ("op", "net", "phase"),
    [
        (">=", (0, 5, 9), Phase.SUCCESSFUL),
        (">", (0, 5, 9), Phase.INCONCLUSIVE),
        (">=", (-9, -5, 0), Phase.INCONCLUSIVE),
        (">", (-9, -5, 0), Phase.FAILED),
        (">=", (-9, -5, -0.01), Phase.FAILED),
        ("<=", (-9, -5, 0), Phase.SUCCESSFUL),
        ("<", (-9, -5, 0), Phase.INCONCLUSIVE),
        ("<=", (0, 5, 9), Phase.INCONCLUSIVE),
        ("<", (0, 5, 9), Phase.FAILED),
        ("<=", (0.01, 5, 9), Phase.FAILED),
    ],
)
def test_threshold_itself(op: str, net: tuple[float, float, float], phase: Phase) -> None:
    bound = "lower95" if op.startswith(">") else "upper95"
    asks = f'evidence: experiment/spring-test, measure: net_value, bound: {bound}, op: "{op}", value: "0 USD"'
    told = loaded(milestone(asks=asks))
    told.read(ENDED, net=net)
    assert derive(told, LATER).milestones[0].criteria[0].phase is phase


# What must hold at edges.


def test_an_early_reading_decides_nothing_once_the_period_is_over() -> None:
    """Read on 10 October of data that is collected through the 18th: the rest of the data was never read."""
    told = begun()
    told.load(at("2026-10-10"))
    told.read(at("2026-10-10"))
    during, after = derive(told, at("2026-10-11")), derive(told, ENDED)
    assert during.milestones[0].criteria[0].phase is Phase.RUNNING
    assert after.milestones[0].criteria[0].phase in {Phase.PENDING, Phase.RUNNING}
    assert after.milestones[0].judged.word is not MilestoneWord.ACHIEVED
    assert after.capabilities[0].judged.word is not CapabilityWord.INCONCLUSIVE


def test_an_early_reading_is_not_called_unread() -> None:
    told = begun()
    told.load(at("2026-10-10"))
    told.read(at("2026-10-10"))
    judged = derive(told, at("2026-10-11")).capabilities[0].judged
    assert judged.word is CapabilityWord.RUNNING
    assert "was not read yet" not in judged.because


def test_reopened_names_the_day_it_was_achieved() -> None:
    told = loaded()
    told.read(ENDED)
    judged = derive(told, at("2027-11-01")).milestones[0].judged
    assert judged.word is MilestoneWord.REOPENED
    assert judged.because.startswith("achieved on 2026-10-20, and not now")


def test_a_measurement_inside_the_horizon_stays_one_after_a_later_one() -> None:
    told = loaded(goal("0.70 USD"))
    told.measure(LATER, "0.75")
    told.measure(at("2028-05-01"), "0.75")
    assert derive(told, at("2028-05-02")).goals[0].judged.word is not GoalWord.NO_DATA


def test_days_are_counted_on_the_calendar_of_the_program() -> None:
    """30 days from midnight on 19 October in New York end at midnight on 18 November, though clocks went back."""
    told = loaded(milestone(asks=WORTH_IT.replace("365d", "30d")))
    told.read(ENDED)
    until = derive(told, LATER).milestones[0].criteria[0].valid_until
    assert until is not None
    assert until.astimezone(UTC) == at("2026-11-18T05:00:00Z")


def test_evidence_of_an_experiment_taken_out_proves_nothing_for_ever() -> None:
    """The entry stands in the ledger, but how long it proves anything was the experiment's to say."""
    told = loaded(experiment(more="valid_for: 90d\n"))
    told.read(ENDED)
    told.post(ENDED)
    assert derive(told, LATER).capabilities[0].judged.word is CapabilityWord.PROVEN
    gone = compiled(milestone(asks="evidence: kpi/margin, value: 0.70 USD"))
    without = {name: each for name, each in gone.experiments.items() if name != "spring-test"}
    told.accept(LATER, type(gone)(**{**_parts(gone), "experiments": without}))
    assert derive(told, at("2027-10-01")).capabilities[0].judged.word is not CapabilityWord.PROVEN


def _parts(program: object) -> dict[str, object]:
    return {name: getattr(program, name) for name in program.__dataclass_fields__}


def test_at_the_instant_of_expiry_evidence_still_counts() -> None:
    told = loaded(milestone(asks=WORTH_IT.replace("365d", "10d")))
    told.read(ENDED)
    until = at("2026-10-29T04:00:00Z")
    assert milestone_word(derive(told, until)) is MilestoneWord.ACHIEVED
    assert milestone_word(derive(told, until + timedelta(microseconds=1))) is MilestoneWord.REOPENED


# Replay.


@pytest.mark.slow
@settings(max_examples=60)
@given(turns=TURNS)
def test_what_was_derived_then_is_derived_ever_after(turns: list[tuple[str, int, int]]) -> None:
    """At each turn the status is derived from what is known; at the end each is derived again from the whole record."""
    told, now = Told(), START
    told.accept(now, PROGRAMS[0])
    then = {}
    for what, how, gap in turns:
        act(told, what, how, now)
        now = max(now, told.clock.at) + timedelta(seconds=gap)
        then[now] = derive_status(told.facts(), now)
    whole = Bench(facts=told.facts())
    history = History(bench=whole, until=now + timedelta(days=400))
    for when, status in then.items():
        assert status is not None
        again = derive_status(told.facts(until=when), when)
        assert again is not None
        assert status_data(again) == status_data(status)
        # A later look at the same instant, with all that came after in the facts, finds no other word.
        for items, thing, judge in (
            (status.milestones, Thing.MILESTONE, history.milestone),
            (status.capabilities, Thing.CAPABILITY, history.capability),
            (status.goals, Thing.GOAL, history.goal),
        ):
            for each in items:
                slug = each.ref.partition("/")[2]
                judged = judge(slug, when)
                assert judged is not None
                assert judged.word is each.judged.word
                assert history.since(thing, slug, when) == each.since
