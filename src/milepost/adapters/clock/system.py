"""The machine's clock, and the one that MILEPOST_NOW sets by hand."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime

from milepost.actions.ports import Clock
from milepost.adapters.clock.rules import BAD_INSTANT
from milepost.kernel.finding import Refused
from milepost.kernel.time import parse_instant

VARIABLE = "MILEPOST_NOW"
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class SystemClock:
    """The machine's clock."""

    pinned = False

    def now(self) -> datetime:
        """Return the instant, in UTC, to the microsecond."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that a person set: it stands still."""

    pinned = True

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self._at


def clock_from_environment(environment: Mapping[str, str] = os.environ) -> Clock:
    """Choose the clock: fixed where MILEPOST_NOW is set and not empty.

    Raises Refused with MP611 when it is not an instant with a zone, or is one before 1970.
    """
    text = environment.get(VARIABLE, "").strip()
    return FixedClock(_instant(text)) if text else SystemClock()


def _instant(text: str) -> datetime:
    try:
        at = parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise Refused(BAD_INSTANT.at(None, f"{VARIABLE}={text!r} can't be read: {error}", BAD_INSTANT.fix)) from error
    if at < EARLIEST:  # years below 1000 would also be written with fewer digits, out of text order
        raise Refused(BAD_INSTANT.at(None, f"{VARIABLE}={text!r} lies before 1970", BAD_INSTANT.fix))
    return at
