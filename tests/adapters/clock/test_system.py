from datetime import UTC, datetime, timedelta

import pytest

from milepost.adapters.clock.system import FixedClock, SystemClock, clock_from_environment
from milepost.kernel.finding import Refused


def test_the_system_clock_is_in_utc_and_not_pinned():
    # The one test that reads the machine's clock: reading it is what this adapter is for.
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert not SystemClock().pinned


def test_without_the_variable_the_machine_tells_the_time():
    assert isinstance(clock_from_environment({}), SystemClock)
    assert isinstance(clock_from_environment({"MILEPOST_NOW": " "}), SystemClock)


@pytest.mark.parametrize("text", ["2026-11-22T09:10:00Z", "2026-11-22T10:10:00+01:00", " 20261122T091000Z "])
def test_the_variable_pins_the_clock(text):
    clock = clock_from_environment({"MILEPOST_NOW": text})
    assert isinstance(clock, FixedClock)
    assert clock.pinned
    assert clock.now() == datetime(2026, 11, 22, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-11-22", "has no time zone"),
        ("2026-11-22T09:10:00", "has no time zone"),
        ("tomorrow", "'tomorrow'"),
        ("0999-01-01T00:00:00Z", "before 1970"),
        ("0001-01-01T00:00:00+14:00", "can't be read"),
    ],
)
def test_a_bad_instant_is_refused(text, says):
    with pytest.raises(Refused) as refused:
        clock_from_environment({"MILEPOST_NOW": text})
    (finding,) = refused.value.findings
    assert finding.code == "MP611"
    assert says in finding.message
    assert finding.hint
