"""`milepost run`, killed or refused at every call that changes a file, and at random moments; then run again."""

import pytest

from faults.run_scenario import lay_out, lay_out_money

pytestmark = [pytest.mark.faults, pytest.mark.slow]
RUN = "faults.run_scenario:SCENARIO"


@pytest.fixture
def template(work):
    return lay_out(work / "template")


@pytest.mark.parametrize(("mode", "step"), [("kill", 1), ("torn", 7)])
def test_a_run_killed_at_any_call_and_run_again_gives_the_same_record(drive, template, mode, step):
    report = drive(RUN, "--mode", mode, template=template, step=step)
    assert report["failures"] == []
    assert report["killed"] == report["points"] > 100 / step


@pytest.mark.parametrize("mode", ["no-space", "io-error"])
def test_a_run_that_the_disk_refuses_says_so_and_can_be_run_again(drive, template, mode):
    report = drive(RUN, "--mode", mode, template=template, step=13)
    assert report["failures"] == []
    assert report["refused"] > 0


def test_a_run_killed_at_twenty_random_moments_and_run_again_gives_the_same_record(drive, template):
    report = drive(RUN, "--random", "10", template=template)
    assert report["failures"] == []
    assert report["points"] == 20


@pytest.mark.parametrize(("of", "mode", "step"), [("MONEY", "kill", 71), ("REFUSED", "no-space", 83)])
def test_money_is_posted_frozen_and_exported_whole_or_not_at_all(drive, work, of, mode, step):
    report = drive(f"faults.run_scenario:{of}", "--mode", mode, template=lay_out_money(work), step=step)
    assert report["failures"] == []
    assert report["killed" if mode == "kill" else "refused"] > 0
