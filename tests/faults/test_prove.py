"""The full counts: a thousand kills of the record, two hundred of `milepost run`, every call under every fault."""

import pytest

from faults.run_scenario import lay_out

pytestmark = [pytest.mark.faults, pytest.mark.prove]
RECORD, RUN = "faults.record_scenario:SCENARIO", "faults.run_scenario:SCENARIO"


def test_a_thousand_kills_of_the_record_lose_nothing(drive, prove_figure):
    report = drive(RECORD, "--random", "500")
    found = f"{len(report['failures'])} of {report['points']}, {report['killed']} hit"
    prove_figure("record: kills at a random moment that lost or doubled an entry", found, 0, report["failures"] == [])
    assert report["failures"] == []
    assert report["points"] == 1_000


def test_two_hundred_kills_of_a_run_give_the_same_record(drive, work, prove_figure):
    report = drive(RUN, "--random", "100", template=lay_out(work / "template"))
    found = f"{len(report['failures'])} of {report['points']}, {report['killed']} hit"
    prove_figure("run: kills at a random moment that changed the record", found, 0, report["failures"] == [])
    assert report["failures"] == []


@pytest.mark.parametrize("mode", ["kill", "torn", "no-space", "io-error", "full"])
def test_a_run_struck_at_every_call_can_be_run_again(drive, work, prove_figure, mode):
    report = drive(RUN, "--mode", mode, template=lay_out(work / "template"))
    found = f"{len(report['failures'])} of {report['points']}"
    prove_figure(f"run: {mode} at every write, fsync and rename that broke it", found, 0, report["failures"] == [])
    assert report["failures"] == []
