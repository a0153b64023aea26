"""What is live since when, and what was achieved when: one answer of one record, whichever verb is asked."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cli import Journey
from milepost.actions.choose_budget import Effort, Starts, choose_budget
from milepost.actions.compare_approaches import Size, compare_approaches
from milepost.actions.progress_now import progress_now
from milepost.actions.report_status import report_status
from milepost.actions.simulate_program import simulate_program
from milepost.kernel.time import parse_instant
from milepost.plan.forecasting import foretold
from milepost.plan.futures import Asked
from milepost.plan.model import PlanModel
from milepost.plan.progress import NOTHING_KNOWN, Progress
from milepost.roadmap.outlook_reckoned import outlook_of
from milepost.wiring.local import Place, shipped_priors
from surfaces.cli.small_program import WINS, capability, milestone, small_journey

START, READ, SIGNED, LATER = (
    "2026-10-02T12:00:00Z",
    "2026-10-20T12:00:00Z",
    "2026-10-23T12:00:00Z",
    "2026-10-26T12:00:00Z",
)
EFFORT = "effort: {team: crew, p10: 2 weeks, p50: 4 weeks, p90: 6 weeks}\n"
BUDGET = """\
kind: Budget
id: money
title: Money for the spring
owner: crm-lead
lines: [{quarter: 2026Q3, amount: 900000 USD}, {quarter: 2026Q4, amount: 900000 USD}]
"""

Told = tuple[dict[str, date], dict[str, date]]


@pytest.fixture
def lived(tmp_path: Path) -> Journey:
    """Give a program in which mail was tried and earns, desk was signed for, and records is still to come."""
    signed = 'evidence: attestation/{}-ready, signed_by: analyst, max_age: "365d"'
    journey = small_journey(
        Journey(tmp_path),
        capability("desk", more=EFFORT),
        capability("records", needs="data: [crm], after: mail", more=EFFORT),
        milestone(),
        milestone("desk-open", asks=signed.format("desk"), capabilities="desk"),
        milestone("records-ready", asks=signed.format("records"), capabilities="records", quarter="2027Q2"),
        BUDGET,
    )
    journey.accept(START)
    journey.run(READ, crm=journey.table(WINS)).ok()
    journey.write("desk.md", "The desk is open.\n")
    journey.attest(SIGNED, "desk-ready", "analyst", "desk.md", expires="2027-10-01").ok()
    return journey


def by_verb(journey: Journey, now: datetime) -> dict[str, Told]:
    """Ask all five verbs, each with few futures."""
    place = Place(folder=journey.folder)
    program, record = place.program, place.open_state().record
    simulated = simulate_program(program, record, Asked(scenarios=100))
    compared = compare_approaches(program, record, shipped_priors(), now, Size(sets=2, each=10), print)
    chosen, _ = choose_budget(program, record, Effort(seed=1, scenarios=100, seconds=9.0, left=Starts(lambda: 0.0)))
    reported = report_status(program, record, now, with_spans=True)
    drawn = outlook_of(reported.status, reported.facts, scenarios=50)
    done = [each for each in (*drawn.capabilities, *drawn.milestones) if each.is_done]
    things = {each.ref.partition("/")[2]: each.done for each in done}
    ours = simulated.program.capabilities
    planned = foretold(simulated.program, progress_now(simulated.program, record)).model
    return {
        "simulate": _known(simulated.simulated.model),
        "approaches": _known(compared.comparison.plan),
        "budget": _known(chosen.model),
        "plan": _known(planned),
        "roadmap": (
            {slug: day for slug, day in things.items() if slug in ours and day},
            {slug: day for slug, day in things.items() if slug not in ours and day},
        ),
    }


def _known(model: PlanModel) -> Told:
    def day(number: float) -> date:
        return model.start + timedelta(days=number)

    live = {each.slug: day(each.done) for each in model.capabilities if each.done is not None}
    return live, {each.slug: day(each.achieved) for each in model.milestones if each.achieved is not None}


def test_five_verbs_tell_the_same_of_one_record(lived: Journey) -> None:
    live = {"mail": date(2026, 10, 5), "desk": date(2026, 10, 23)}
    achieved = {"proven": date(2026, 10, 20), "desk-open": date(2026, 10, 23)}
    for verb, told in by_verb(lived, parse_instant(LATER)).items():
        assert told == (live, achieved), verb


def test_what_is_live_stays_in_every_choice(lived: Journey) -> None:
    data = lived.ask("budget choose", "--scenarios", "100", "--seconds", "9", now=LATER).ok().data
    live = {each["capability"]: each["live_on_paper"] for each in data["built"]}
    assert (live["mail"], live["desk"]) == ("2026-10-05", "2026-10-23")


def test_as_of_a_day_is_as_was_known_by_its_end(lived: Journey) -> None:
    def known(*arguments: str) -> dict[str, object]:
        data = lived.ask("simulate", "--scenarios", "100", *arguments, now=LATER).ok().data
        live = {each["capability"]: each["if_live"] for each in data["capabilities"]}
        return {slug: each["p50"] for slug, each in live.items() if each["p10"] == each["p90"]}

    assert known() == {"mail": "2026-10-05", "desk": "2026-10-23"}
    assert known("--as-of", "2026-10-21") == {"mail": "2026-10-05"}
    assert known("--as-of", "2026-10-03") == {}


def test_without_a_record_only_the_day_is_known(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    place, day = Place(folder=journey.folder), date(2026, 12, 1)
    program = simulate_program(place.program, None, Asked(scenarios=100)).program
    for record in (None, place.open_state().record):
        assert progress_now(program, record) == NOTHING_KNOWN
        assert progress_now(program, record, day) == Progress(day=day)
    journey.ask("simulate", "--scenarios", "100", now=START).ok()
    assert not (journey.folder / ".milepost").exists()
