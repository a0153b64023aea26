"""The record and the state folder, killed or refused at every call that changes a file.

A kill leaves what the system was told to write; it does not show what a loss of power would leave.
"""

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.slow]
RECORD = "faults.record_scenario:SCENARIO"
TORN = "faults.record_scenario:TORN"


@pytest.mark.parametrize("mode", ["kill", "torn"])
def test_a_kill_at_any_call_loses_nothing(drive, mode):
    report = drive(RECORD, "--mode", mode)
    assert report["failures"] == []
    assert report["killed"] == report["points"] > 100


@pytest.mark.parametrize(("mode", "step"), [("no-space", 1), ("io-error", 1), ("full", 4)])
def test_a_disk_that_refuses_any_call_is_said_and_loses_nothing(drive, mode, step):
    report = drive(RECORD, "--mode", mode, step=step)
    assert report["failures"] == []
    assert report["refused"] > report["points"] / 2
    # What is swallowed is cleaning up: folding the write-ahead log in and removing it, which the next opening does.
    assert report["refused"] + report["swallowed"] == report["points"] > 150 / step


def test_a_kill_at_a_random_moment_loses_nothing(drive):
    report = drive(RECORD, "--random", "20", parts=1)
    assert report["failures"] == []
    assert report["points"] == 20
    assert report["killed"] >= 10


def test_control_events_and_state_committed_apart_are_caught(drive):
    report = drive(TORN, "--mode", "kill", "--first-failure")
    assert any("the state table differs from a replay" in failure for failure in report["failures"])
