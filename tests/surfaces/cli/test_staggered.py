"""Teams that start one after the other: hours as capacity, cash only where a budget fell, and bad input refused."""

import json
from datetime import date, timedelta

import pytest

from cli import Journey, item
from surfaces.cli.small_program import milestone, small_journey

TEAMS = ("brand", "content", "crm", "outdoor", "partners", "social")
FIRST, EVERY, WEEKS = date(2026, 11, 1), 14, 24
BASE = ("--staggered", "team", "--time", "begun_on", "--starts", "automated_from", "--metric", "hours")
CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: briefs
version: 1.0.0
status: active
schema:
  - name: briefs
    properties:
      - {name: team, logicalType: string, required: true}
      - {name: automated_from, logicalType: date}
      - {name: begun_on, logicalType: date, required: true}
      - {name: hours, logicalType: number, required: true}
      - {name: rated, logicalType: number, required: true}
"""
DOCUMENTS = """\
kind: Source
id: briefs
owner: analyst
contract: briefs
---
kind: Kpi
id: hours-per-brief
benefit: efficiency
owner: cmo
direction: down
metric: brief-hours
baseline: {{window: 2026-07-01/2026-10-01, value: 16 hours}}
---
kind: Metric
id: brief-hours
source: briefs
per: brief
column: hours
unit: hours
---
kind: Metric
id: brief-rating
source: briefs
per: brief
column: rated
---
kind: Experiment
id: briefs-test
of: mail
source: briefs
staggered: {{group: team, time: begun_on, starts: automated_from}}
primary: brief-hours
guardrails: [{{metric: brief-rating, margin: "0.5"}}]
{more}"""
STATED = "randomised: {stated_by: analyst, document: assignment.md}\n"
CASH = 'cash: {per: "60", share: "0.20", signed_by: finance}\n'
DONE = "2027-04-01T12:00:00Z"


def briefs(saved=4.0, rating_lost=0.0):
    """Give five briefs a team and week; a team's start takes hours off from that day on. Nothing is left to chance."""
    rows = []
    for k, team in enumerate(TEAMS):
        start = FIRST + timedelta(days=EVERY * (k + 2))
        for n in range(WEEKS * 5):
            day = FIRST + timedelta(days=n * 7 // 5)
            is_on = day >= start
            hours = 16 + k / 3 + (n * 7 + k * 3) % 5 - saved * is_on
            rows.append({"team": team, "automated_from": start, "begun_on": day, "hours": f"{hours:.2f}",
                         "rated": 4 + (n + k) % 3 / 10 - rating_lost * is_on})  # fmt: skip
    return rows


def csv(path, rows):
    names = list(rows[0])
    lines = [",".join("" if row[name] is None else str(row[name]) for name in names) for row in rows]
    path.write_text("\n".join([",".join(names), *lines]) + "\n")
    return path


@pytest.fixture
def read(milepost, tmp_path):
    def run(rows, *more, base=BASE):
        done = milepost("experiment", "read", csv(tmp_path / "briefs.csv", rows), *base, *more, "--json")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done.exit_code, json.loads(done.stdout)

    return run


def test_hours_are_capacity_and_no_money_without_a_budget_that_fell(read):
    code, said = read(briefs(), "--randomised")
    data = said["data"]
    assert (code, data["grade"], data["money"]) == (0, "A", [])
    (capacity,) = data["capacity"]
    low, high = capacity["ci95"]
    assert capacity["unit"] == "hours"
    assert low < capacity["saved"] < high
    assert capacity["saved"] == pytest.approx(4 * capacity["rows"], rel=0.05)
    assert low < 4 * capacity["rows"] < high
    assert {each["group"] for each in data["srm"]["groups"]} == set(TEAMS)
    assert [each["arm"] for each in data["arms"]] == ["not started", "started"]
    assert data["metrics"][0]["phase"] == "Successful"
    assert "capacity, no money" in data["sentence"]
    assert "USD" not in data["sentence"]


def test_cash_is_the_share_that_left_the_budget(read):
    _, said = read(briefs(), "--randomised", "--cost-per-hour", "60", "--cash-share", "20%", "--currency", "EUR")
    (cash,), (capacity,) = said["data"]["money"], said["data"]["capacity"]
    assert float(cash["net"]) == pytest.approx(capacity["saved"] * 60 * 0.2, abs=0.01)
    assert float(cash["net_lower95"]) == pytest.approx(capacity["lower95"] * 12, abs=0.01)
    assert cash["currency"] == "EUR"
    nothing_left = read(briefs(), "--randomised", "--cost-per-hour", "60", "--cash-share", "0")[1]
    assert nothing_left["data"]["money"] == []


def test_an_order_that_nobody_drew_is_grade_b_and_said_so(read):
    _, said = read(briefs())
    assert said["data"]["grade"] == "B"
    assert said["data"]["sentence"].startswith("Grade B, nobody stated that the order was drawn")


def test_more_hours_are_a_loss_in_words(read):
    _, said = read(briefs(saved=-4.0), "--randomised")
    assert said["data"]["sentence"].startswith("Starting cost at least ")
    assert said["data"]["metrics"][0]["phase"] == "Failed"


def test_rows_from_the_last_start_on_are_left_out_and_told(read):
    code, said = read(briefs(), "--randomised")
    last = FIRST + timedelta(days=EVERY * (len(TEAMS) + 1))
    (finding,) = said["findings"]
    assert (code, finding["code"], finding["severity"]) == (0, "MP656", "warning")
    assert str(last) in finding["message"]
    assert said["data"]["until"] == str(last)


def edited(change):
    rows = briefs()
    change(rows)
    return rows


def _twice(rows):
    rows[3]["automated_from"] = "2026-12-30"


def _sometimes(rows):
    rows[3]["automated_from"] = None


def _negative(rows):
    rows[7]["hours"] = -2


def _zones(rows):
    for n, row in enumerate(rows):
        row["begun_on"] = f"{row['begun_on']}T08:00:00{'+02:00' if n % 2 else 'Z'}"


def _no_day(rows):
    rows[9]["begun_on"] = "soon"


def _nobody(rows):
    rows[11]["team"] = None


def _one_group(rows):
    rows[:] = [row for row in rows if row["team"] == "crm"]


def _all_at_once(rows):
    for row in rows:
        row["automated_from"] = "2026-12-20"


def _never(rows):
    for row in rows:
        row["automated_from"] = None


def _late_team(rows):
    rows[:] = [row for row in rows if row["team"] != "social" or row["begun_on"] > date(2026, 12, 1)]


def _few(rows):
    rows[:] = [row for row in rows if row["team"] in TEAMS[:4]]


def _empty(rows):
    rows[4]["hours"] = None


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (_twice, "MP653", "starts on 2026-11-29 and on 2026-12-30"),
        (_sometimes, "MP653", "and on none, in 1 rows"),
        (_negative, "MP654", "row 8, column 'hours': the cell is '-2'"),
        (_zones, "MP652", "+02:00 and UTC"),
        (_no_day, "MP651", "row 10, column 'begun_on': the cell is 'soon'"),
        (_nobody, "MP650", "row 12, column 'team': the cell is empty"),
        (_one_group, "MP655", "there is one group only, 'crm'"),
        (_all_at_once, "MP655", "all groups start on 2026-12-20: they can be read until then"),
        (_never, "MP655", "no group ever starts"),
        (_late_team, "MP657", "group 'social' has no row from before 2026-11-29"),
        (_few, "MP658", "4 groups could have started in 24 orders"),
        (_empty, "MP522", "row 5, column 'hours': the cell is empty"),
    ],
)
def test_bad_input_is_a_finding_and_never_a_number(read, change, code, said):
    exit_code, found = read(edited(change))
    assert (exit_code, found["ok"], found["data"]) == (1, False, {})
    assert [each["code"] for each in found["findings"]] == [code]
    assert said in found["findings"][0]["message"]


def test_columns_that_are_not_there_and_ratios_are_refused_at_once(read):
    base = ("--staggered", "team", "--time", "begun", "--starts", "automated_from", "--metric", "hours:ratio=rated")
    code, said = read(briefs(), base=base)
    assert code == 1
    assert {each["code"] for each in said["findings"]} == {"MP520", "MP659"}


@pytest.mark.parametrize(
    "more", [("--arm", "team"), ("--cost-per-hour", "60"), ("--split", "a=1"), ("--sequential",), ("--unit", "team")]
)
def test_options_of_another_way_are_a_usage_error(milepost, tmp_path, more):
    table = csv(tmp_path / "briefs.csv", briefs())
    assert milepost("experiment", "read", table, *BASE, *more).exit_code == 2


def test_options_of_a_staggered_start_alone_are_a_usage_error(milepost, tmp_path):
    table = csv(tmp_path / "briefs.csv", briefs())
    arms = ("--arm", "team", "--control", "crm", "--metric", "hours")
    for more in (("--time", "begun_on"), ("--cash-share", "20%"), ("--ramp", "14")):
        assert milepost("experiment", "read", table, *arms, *more).exit_code == 2
    assert milepost("experiment", "read", table, *BASE[:2], *BASE[6:]).exit_code == 2
    assert milepost("experiment", "read", table, "--metric", "hours").exit_code == 2


def test_one_page_shows_it(milepost, tmp_path):
    table, page = csv(tmp_path / "briefs.csv", briefs()), tmp_path / "read.html"
    cash = ("--cost-per-hour", "60", "--cash-share", "20%")
    assert milepost("experiment", "read", table, *BASE, "--randomised", *cash, "--html", page).exit_code == 0
    text = page.read_text()
    assert "Capacity freed, no money" in text
    assert "Cash saved in USD, not to be added to the above" in text
    assert "split fits" not in text


@pytest.fixture
def journey(tmp_path):
    return Journey(tmp_path)


def lived(journey, rows, more):
    """Accept a program with the experiment, and run it once its period is over."""
    small_journey(journey, DOCUMENTS.format(more=f"period: 2026-11-01/2027-02-07\n{more}"))
    journey.write("briefs.odcs.yaml", CONTRACT)
    journey.accept("2026-10-02T12:00:00Z")
    table = csv(journey.place / "briefs.csv", rows)
    journey.ask("run", "--source", f"briefs={table}", now=DONE).ok()
    return journey


def asking(measure, unit):
    return milestone("faster", asks=f'evidence: experiment/briefs-test, measure: {measure}, op: ">", value: 0 {unit}')


def test_a_milestone_is_reached_by_hours(journey):
    small_journey(
        journey, DOCUMENTS.format(more=f"period: 2026-11-01/2027-02-07\n{STATED}"), asking("capacity", "hours")
    )
    journey.write("briefs.odcs.yaml", CONTRACT)
    journey.accept("2026-10-02T12:00:00Z")
    journey.ask("run", "--source", f"briefs={csv(journey.place / 'briefs.csv', briefs())}", now=DONE).ok()
    found = item(journey.status(DONE), "milestone/faster")
    assert found["word"] == "achieved"
    assert "hours" in found["because"]


@pytest.mark.parametrize(
    ("measure", "unit", "code"), [("cash", "USD", "MP305"), ("capacity", "USD", "MP310"), ("net_value", "USD", "MP305")]
)
def test_a_milestone_that_asks_for_what_is_not_saved_is_found(journey, measure, unit, code):
    small_journey(journey, DOCUMENTS.format(more=f"period: 2026-11-01/2027-02-07\n{STATED}"), asking(measure, unit))
    journey.write("briefs.odcs.yaml", CONTRACT)
    assert code in journey.say("check", journey.folder).codes


def posted(journey):
    return [each["data"]["entry"] for each in journey.events("value.posted")]


def test_capacity_and_cash_are_two_entries_that_nothing_adds(journey):
    lived(journey, briefs(), STATED + CASH)
    capacity, cash = posted(journey)
    assert (capacity["kind"], capacity["amount"]["currency"], capacity["signed_by"]) == ("capacity", "hours", None)
    assert (cash["kind"], cash["amount"]["currency"], cash["signed_by"]) == ("cash", "USD", "finance")
    assert float(cash["amount"]["estimate"]) == pytest.approx(float(capacity["amount"]["estimate"]) * 12, rel=1e-3)
    status = journey.status(DONE)
    found = item(status, "capability/mail")
    assert found["word"] == "proven"
    assert found["because"].startswith("saved at least ")
    assert " hours (estimate " in found["because"]
    assert "USD" not in found["because"]
    assert {each["kind"] for each in status["value"]["realised"]} == {"capacity", "cash"}


def test_without_cash_nothing_is_in_money(journey):
    lived(journey, briefs(), STATED)
    assert [each["kind"] for each in posted(journey)] == ["capacity"]
    text = journey.say("status", "-C", journey.folder, now=DONE).out
    assert "saved at least" in text
    assert "no money" not in text.partition("VALUE")[0]


def test_a_new_reading_reverses_each_entry_once(journey):
    lived(journey, briefs(), STATED + CASH)
    table = csv(journey.place / "briefs.csv", briefs(saved=3.0))
    later = "2027-04-02T12:00:00Z"
    journey.ask("run", "--source", f"briefs={table}", now=later).ok()
    journey.ask("run", now="2027-04-03T12:00:00Z").ok()
    events = journey.events("value.posted", "value.reversed")
    reversed_ = [each["data"]["reverses"] for each in events if each["type"] == "value.reversed"]
    assert len(events) == 6
    assert sorted(reversed_) == sorted(each["id"] for each in events[:2])


def test_a_quality_that_falls_is_harm_however_many_hours_it_saves(journey):
    lived(journey, briefs(rating_lost=1.5), STATED)
    found = item(journey.status(DONE), "capability/mail")
    assert found["word"] == "harmful"
    assert found["because"].startswith("guardrail brief-rating failed")


def test_without_a_statement_it_is_grade_b_with_the_strength_of_a_hidden_cause(journey):
    lived(journey, briefs(), "")
    (entry,) = posted(journey)
    (verdict,) = (each["data"]["verdict"] for each in journey.events("experiment.read"))
    assert (entry["grade"], verdict["grade"]) == ("B", "B")
    assert 0.5 < verdict["stats"]["robustness"]["estimate"] <= 1
    assert "A hidden cause that explains" in verdict["because"]
    assert "Against the frozen baseline of 16 hours" in verdict["because"]


def test_before_its_period_is_over_nothing_is_posted(journey):
    small_journey(journey, DOCUMENTS.format(more=f"period: 2026-11-01/2027-02-07\n{STATED}"))
    journey.write("briefs.odcs.yaml", CONTRACT)
    journey.accept("2026-10-02T12:00:00Z")
    table = csv(journey.place / "briefs.csv", briefs())
    journey.ask("run", "--source", f"briefs={table}", now="2027-01-15T12:00:00Z").ok()
    assert posted(journey) == []
