"""`experiment read --decides-for N` prices waiting, in words and in JSON; without it nothing is said of it."""

from pathlib import Path

from cli import Journey
from surfaces.cli.small_program import arms

PRICED = ("--value-metric", "spend", "--margin", "0.3", "--cost-per-unit", "0.05", "--currency", "EUR")
READ = ("--arm", "segment", "--control", "None", "--metric", "spend", "--randomised")


def test_it_is_said_and_told_where_the_population_is_known(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    table = journey.table(arms(mail=2.2, n=60))
    said = journey.say("experiment", "read", table, *READ, *PRICED, "--decides-for", 40).ok().out
    assert "Mail: deciding now risks EUR" in " ".join(said.split())
    assert "Waiting" in said
    told = journey.say("experiment", "read", table, *READ, *PRICED, "--decides-for", 40, "--json").ok().data
    waiting = told["money"][0]["waiting"]
    assert waiting["sentence"] in " ".join(said.split())
    assert (waiting["currency"], waiting["per_week"], waiting["horizon_weeks"]) == ("EUR", 40, 52)
    assert waiting["worth_it"] == (float(waiting["removes"]) > float(waiting["costs"]))
    assert float(waiting["expected_loss"]) >= float(waiting["removes"]) >= float(waiting["next_look_removes"]) > 0


def test_it_is_not_said_where_nobody_knows(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    table = journey.table(arms(mail=2.2, n=60))
    assert "Waiting" not in journey.say("experiment", "read", table, *READ, *PRICED).ok().out
    assert journey.say("experiment", "read", table, *READ, *PRICED, "--json").ok().data["money"][0]["waiting"] is None
    assert journey.say("experiment", "read", table, *READ, "--decides-for", 40).code == 2  # nothing to price
