"""`experiment design` on the command line: of a plain table, and of an experiment of a program."""

from pathlib import Path

import pytest

from actions.histories import HEADER, rows, written
from cli import Journey
from surfaces.cli.small_program import experiment, small_journey

ASKS = ("--unit", "customer", "--time", "day", "--metric", "spend")
DATED = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: visits
    properties:
      - {name: segment, logicalType: string}
      - {name: customer, logicalType: string, required: true}
      - {name: day, logicalType: date, required: true}
      - {name: spend, logicalType: number, required: true}
"""
START, LOADED, NOW = "2026-10-02T12:00:00Z", "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z"


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("history") / "history.csv", rows(people=600, weeks=6))


def test_the_answer_is_a_sentence_a_table_and_its_ground(tmp_path: Path, table: Path) -> None:
    priced = ("--value-metric", "spend", "--margin", "0.3", "--cost-per-unit", "0.05", "--currency", "EUR")
    said = Journey(tmp_path).say("experiment", "design", table, *ASKS, "--mde", "60%", *priced).ok().out
    assert said.startswith("1 week with ")
    assert "units find an effect of 60% on spend" in said
    for each in ("What spend could show", "Weekly cycle: Mon", "EUR", "not to earn", "No covariate"):
        assert each in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 80


def test_a_design_that_cannot_answer_ends_with_one_and_its_numbers(tmp_path: Path, table: Path) -> None:
    said = Journey(tmp_path).say("experiment", "design", table, *ASKS, "--mde", "2%", "--max-weeks", "4", "--json")
    assert (said.code, said.codes) == (1, ["MP570"])
    assert "an effect of" in said.findings[0]["hint"]
    assert said.data["answers"] is False
    assert said.data["weeks"] is None
    assert [each["weeks"] for each in said.data["by_weeks"]] == [1, 2, 3, 4]
    assert {each["what"] for each in said.data["ways_out"]} >= {"a larger effect"}


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (("--mde", "5"), "needs --unit"),
        ((*ASKS, "--mde", "five"), "not a number"),
        ((*ASKS, "--mde", "5%", "--guardrail", "returns"), "COL=MARGIN"),
        ((*ASKS, "--mde", "5%", "--holdout", "120%"), "not a share"),
        ((*ASKS, "--mde", "5%", "--margin", "0.3"), "--value-metric"),
    ],
)
def test_what_is_not_understood_is_a_usage_error(tmp_path: Path, table: Path, told, complaint: str) -> None:
    said = Journey(tmp_path).say("experiment", "design", table, *told)
    assert said.code == 2
    assert complaint in said.err


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Journey:
    journey = Journey(tmp_path_factory.mktemp("program"))
    small_journey(journey, DATED, experiment(more="unit: customer\nalpha: 0.1\n"))
    journey.accept(START)
    found = [(("None", "Mail", "")[int(row[0][1:]) % 3], *row[:3]) for row in rows(people=600, weeks=6)]
    crm = written(journey.place / "crm.csv", found, "segment,customer,day,spend")
    journey.run(LOADED, "--step", "load", crm=crm).ok()
    return journey


@pytest.mark.slow
def test_an_experiment_is_sized_by_what_the_program_says(program: Journey) -> None:
    said = program.ask("experiment design spring-test", "--mde", "60%", now=NOW).ok()
    assert said.data["metric"] == "contribution"
    assert said.data["alpha"] == 0.1
    assert said.data["split"] == {"None": "0.5", "Mail": "0.5"}
    assert said.data["cost"]["currency"] == "USD"
    treated = sum(1 for row in rows(people=600, weeks=6) if int(row[0][1:]) % 3 == 1)
    assert said.data["history"]["rows"] == len(rows(people=600, weeks=6)) - treated  # what was treated is no history
    assert not program.events("experiment.registered")


@pytest.mark.slow
def test_without_an_effect_the_plans_is_taken(program: Journey) -> None:
    said = program.ask("experiment design spring-test", "--max-weeks", "6", now=NOW)
    assert said.data["mde_is_relative"] is False
    assert said.data["mde"] == pytest.approx(0.5)  # 0.15 USD of a margin of 0.30


@pytest.mark.slow
def test_what_the_program_says_is_not_said_again(program: Journey) -> None:
    assert program.ask("experiment design spring-test", "--metric", "spend", now=NOW).code == 2
    assert program.ask("experiment design spring-test", "--alpha", "0.2", now=NOW).code == 2
    assert program.ask("experiment design autumn-test", "--mde", "5%", now=NOW).codes == ["MP645"]


@pytest.mark.slow
def test_a_source_without_unit_or_time_is_no_history(tmp_path: Path) -> None:
    journey = small_journey(Journey(tmp_path))
    journey.accept(START)
    assert journey.ask("experiment design spring-test", "--mde", "5%", now=NOW).codes == ["MP647"]
    journey.run(LOADED, "--step", "load", crm=journey.table("segment,spend\nNone,1\nMail,2\n")).ok()
    assert journey.ask("experiment design spring-test", "--mde", "5%", now=NOW).codes == ["MP577"]
    assert HEADER.startswith("customer,day")


@pytest.mark.slow
def test_an_arm_that_is_not_compared_takes_its_share(program: Journey) -> None:
    third = "split: {None: 1/3, Mail: 1/3, Letter: 1/3}"
    small_journey(program, DATED, experiment(more="unit: customer\n").replace("split: {None: 1/2, Mail: 1/2}", third))
    program.accept(NOW)
    said = program.ask("experiment design spring-test", "--mde", "60%", now=NOW)
    small_journey(program, DATED, experiment(more="unit: customer\n"))
    program.accept(NOW)
    whole = program.ask("experiment design spring-test", "--mde", "60%", now=NOW)
    first, all_ = said.data["by_weeks"][0]["units"], whole.data["by_weeks"][0]["units"]
    assert first == pytest.approx(all_ * 2 / 3, abs=1)
    assert said.data["split"] == {"None": "0.5", "Mail": "0.5"}
