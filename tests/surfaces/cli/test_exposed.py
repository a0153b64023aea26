"""A program's experiment that says when its units were first exposed."""

from pathlib import Path

import pytest

from cli import Journey
from program.test_exposed import CONTRACT
from surfaces.cli.small_program import WINS, experiment, small_journey

START, READ = "2026-10-02T12:00:00Z", "2026-10-20T12:00:00Z"


def exposed(journey: Journey, day: str, control: str = "2026-10-06", share: int = 1) -> Path:
    """Write the table of a mail that wins, with the day of first exposure of every `share`th mail and each control."""
    first, *rows = WINS.splitlines()
    days = [control if row.startswith("None") else day if k // 2 % share == 0 else "" for k, row in enumerate(rows)]
    lines = [f"{row},{each}\n" for row, each in zip(rows, days, strict=True)]
    return journey.table(f"{first},seen\n{''.join(lines)}")


def read(tmp_path: Path, *table: object):
    journey = small_journey(Journey(tmp_path), CONTRACT, experiment(more="exposed: {on: seen}\n"))
    journey.accept(START)
    run = journey.run(READ, crm=exposed(journey, *table))
    [event] = journey.events("experiment.read")
    return run, event["data"]["verdict"]


@pytest.mark.slow
def test_exposure_in_the_period_changes_nothing_of_the_verdict(tmp_path: Path) -> None:
    run, verdict = read(tmp_path, "2026-10-07")
    assert (run.code, run.codes, verdict["phase"], verdict["grade"]) == (0, [], "Successful", "A")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "code"), [(("2026-10-04",), "MP567"), (("2026-10-06", ""), "MP566")], ids=["early", "no traffic"]
)
def test_exposure_that_can_not_be_makes_it_unreadable(tmp_path: Path, table: tuple[str, ...], code: str) -> None:
    run, verdict = read(tmp_path, *table)
    assert (run.code, run.codes) == (1, [code])
    assert (verdict["phase"], verdict["stats"]) == ("Error", {})


@pytest.mark.slow
def test_uneven_exposure_is_told_and_the_verdict_stays(tmp_path: Path) -> None:
    run, verdict = read(tmp_path, "2026-10-07", "2026-10-06", 2)
    assert (run.code, run.codes, verdict["phase"]) == (0, ["MP568"], "Successful")
