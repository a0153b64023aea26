"""The record and the state folder, killed or refused at every call that changes a file.

A kill leaves what the system was told to write; it does not show what a loss of power would leave.
"""

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.slow]
RECORD = "faults.record_scenario:SCENARIO"


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
    # What SQLite swallows does no harm to a whole entry: turning the write-ahead log on (it keeps a rollback journal
    # instead), folding it in and removing it (the next opening does), and syncing its folder.
    assert report["refused"] + report["swallowed"] == report["points"] > 150 / step


def test_a_kill_at_a_random_moment_loses_nothing(drive):
    report = drive(RECORD, "--random", "20", parts=1)
    assert report["failures"] == []
    assert report["points"] == 20
    assert report["killed"] >= 10


@pytest.mark.parametrize(
    ("control", "mode", "start", "caught"),
    [
        ("COMMITTED_APART", "kill", 20, "the state table differs from a replay"),
        ("TOLD_TOO_EARLY", "kill", 1, "acknowledged entries are lost"),
        ("WRITTEN_IN_PLACE", "torn", 40, "0.html is not whole"),
    ],
)
def test_control_the_naive_way_is_caught(drive, control, mode, start, caught):
    report = drive(f"faults.controls:{control}", "--mode", mode, "--first-failure", start=start, parts=1)
    assert caught in report["failures"][0]
