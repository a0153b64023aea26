"""The demo: one screen that fits, whose figures come from the record, and a truth that nothing read before."""

import json
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import Said
from milepost.surfaces.cli import main

SNAPSHOT = Path(__file__).with_name("demo_screen.txt")


def say(*arguments: object) -> Said:
    done = CliRunner().invoke(main, [str(each) for each in arguments], prog_name="milepost")
    error = None if isinstance(done.exception, SystemExit) else done.exception
    return Said(done.exit_code, done.stdout, done.stderr, error)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    """Run the demo as it is; the tests of this file stay in its folder."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("demo"))
    yield say("demo").ok()
    os.chdir(before)


@pytest.mark.slow
def test_the_screen_fits_and_reads_like_this(told: Said) -> None:
    # A terminal without the command on its path names it otherwise.
    screen = re.sub(r"(Next:|     ) \S+ (trace|status|check)", r"\1 milepost \2", told.out)
    assert len(screen.splitlines()) <= 24
    assert max(map(len, screen.splitlines())) <= 80
    assert screen == SNAPSHOT.read_text()


@pytest.mark.slow
def test_progress_names_steps_rows_and_seconds(told: Said) -> None:
    assert told.err.startswith("Lumen: simulating a company and living its 18 months\n")
    assert re.search(r"2025-12-28  run: mens-mail-trial +8,\d{3} rows +\d+\.\d s", told.err)
    assert re.search(r"simulate the company, its truth apart +[5]\d\d,\d{3} rows", told.err)


@pytest.mark.slow
def test_the_commands_to_copy_work(told: Said) -> None:
    commands = [shlex.split(line.removeprefix("Next:")) for line in told.out.splitlines()[-3:]]
    said = [say(*each[1:]) for each in commands]
    assert [each.code for each in said] == [0, 0, 1]
    assert "fit" in said[0].out.splitlines()[1]
    assert "as of 30 Sep 2026" in said[1].out
    assert said[2].codes == ["MP201"]
    assert "did you mean margin-per-customer?" in said[2].err


@pytest.mark.slow
def test_the_record_spans_the_months_and_says_that_it_is_simulated(told: Said) -> None:
    entries = say("record", "export", "-C", "milepost-demo", "--json").ok().data["entries"]
    events = [each["event"] for each in entries]
    assert (events[0]["type"], events[0]["data"]["simulated"]) == ("clock.pinned", True)
    assert (events[0]["recorded_at"][:10], events[-1]["recorded_at"][:10]) == ("2025-06-01", "2026-11-30")
    assert say("record", "verify", "-C", "milepost-demo").ok()


@pytest.mark.slow
def test_figures_are_those_of_the_status(told: Said) -> None:
    status = say("status", "-C", "milepost-demo", "--as-of", "2026-11-30", "--json").ok().data
    claimed = sum(float(each["p50"]) for each in status["value"]["projected"] if each["from"] == "plan")
    words = {each["word"] for each in status["capabilities"]}
    assert f"Teams claim EUR {claimed:,.0f} in all." in told.out
    assert words == {"proven", "harmful", "inconclusive", "blocked", "attested", "not started"}
    assert all(word in told.out for word in words)
    lower = {each["experiment"]: float(each["lower95"]) for each in status["value"]["realised"]}
    assert f"at least EUR {lower['experiment/recommendations-test']:,.0f}" in told.out


@pytest.mark.slow
def test_status_books_and_returns_tell_one_program(told: Said) -> None:
    total = say("status", "-C", "milepost-demo", "--json").ok().data["value"]["total"]
    books = say("value", "show", "-C", "milepost-demo", "--json").ok().data
    returns = say("value", "roi", "-C", "milepost-demo", "--json").ok().data["program"]["realised"]
    assert total["estimate"] == books["totals"][0]["amount"]["estimate"] == returns["gross"]["estimate"]
    assert total["remainder"] == books["remainder"]["estimate"]
    assert len(total["parts"]) == 6
    cost = total["opportunity_cost"]["estimate"]
    assert Decimal(cost) == Decimal(books["totals"][0]["opportunity"]) == Decimal(returns["costs"]["holdout"])
    assert Decimal(books["spent"]) == Decimal(returns["cost"]["estimate"])
    assert books["net"]["lower95"] == returns["net"]["lower95"]
    by = {each: say("value", "roi", "-C", "milepost-demo", "--json", "--by", each).data["returns"]
          for each in ("capability", "quarter")}  # fmt: skip
    spent = {each: sum(Decimal(one["realised"]["cost"]["estimate"]) for one in found) for each, found in by.items()}
    assert spent["capability"] == pytest.approx(spent["quarter"], abs=Decimal("0.05"))
    assert f"EUR {Decimal(returns['net']['lower95']):,.0f} after all costs" in " ".join(told.out.split())


@pytest.mark.slow
def test_what_is_proven_is_not_proposed_to_stop_and_what_does_harm_is(told: Said) -> None:
    proposals = say("review", "-C", "milepost-demo", "--json").ok().data["proposals"]
    steps = {each["capability"].removeprefix("capability/"): each["step"] for each in proposals}
    assert steps["marketing-automation"] == "stop"
    assert {steps["personalised-content"], steps["brief-automation"]} <= {"keep", "scale"}
    # Every kind that the plan names is billed, so that no cost is only the plan's.
    found = say("value", "roi", "-C", "milepost-demo", "--json").ok().data
    assert not any("of the plan" in note for each in found["returns"] for note in each["notes"])


@pytest.mark.slow
def test_nothing_of_the_truth_is_in_the_record(told: Said) -> None:
    truth = json.loads(Path("milepost-demo/.lumen/truth/truth.json").read_text())
    planted = {str(each["net"]) for each in truth["trials"].values()}
    with sqlite3.connect("milepost-demo/.milepost/record.sqlite") as record:
        stored = "\n".join(row[0].decode() for row in record.execute("select bytes from event"))
    assert not any(each[:8] in stored for each in planted)


def test_the_demo_is_told_of_a_company_of_another_size(tmp_path: Path) -> None:
    said = say("demo", "--dir", tmp_path / "d", "--customers", 2_000, "--seed", 3).ok()
    assert len(said.out.splitlines()) <= 24
    assert "Teams claim EUR 33,700 in all." in said.out


@pytest.mark.slow
def test_a_simulated_record_is_asked_at_its_own_last_day_whatever_the_real_clock_says(told: Said) -> None:
    asked = say("status", "-C", "milepost-demo", "--json").ok().data
    assert asked["as_of"] == "2026-11-30T22:59:59.999999Z"
    assert asked["sentence"] == say("status", "-C", "milepost-demo", "--as-of", "2026-11-30", "--json").data["sentence"]
    # A clock that a person sets is taken at its word.
    pinned = CliRunner(env={"MILEPOST_NOW": "2027-01-31T12:00:00Z"}).invoke(
        main, ["status", "-C", "milepost-demo", "--json"]
    )
    assert json.loads(pinned.stdout)["data"]["as_of"] == "2027-01-31T12:00:00.000000Z"
