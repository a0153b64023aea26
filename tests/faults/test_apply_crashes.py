"""`milepost apply`, killed or refused at every call that changes a file: old or new, never between."""

import pytest

from faults.apply_scenario import lay_out_plan

pytestmark = [pytest.mark.faults, pytest.mark.slow]
APPLY = "faults.apply_scenario:SCENARIO"


@pytest.mark.parametrize(("mode", "step"), [("kill", 9), ("torn", 41), ("no-space", 37)])
def test_apply_leaves_the_old_version_in_force_or_the_new_one(drive, work, mode, step):
    report = drive(APPLY, "--mode", mode, template=lay_out_plan(work), step=step)
    assert report["failures"] == []
    assert report["points"] > 100 / step


def test_the_check_sees_half_an_acceptance(drive, work):
    report = drive(
        "faults.apply_scenario:HALF", "--mode", "kill", "--first-failure", template=lay_out_plan(work), step=13
    )
    assert any("half of an acceptance" in each for each in report["failures"])
