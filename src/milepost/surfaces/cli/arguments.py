"""Values of the program's verbs as people type them."""

from datetime import date, datetime
from pathlib import Path

from milepost.kernel.time import parse_instant
from milepost.surfaces.cli.values import Parsed


def location(text: str) -> tuple[str, Path]:
    """Read `NAME=PATH`; raises ValueError."""
    name, equals, path = text.partition("=")
    if not equals or not name or not path:
        raise ValueError(f"{text!r} is not NAME=PATH: write --source crm=exports/crm.csv")
    return name.removeprefix("source/"), Path(path).expanduser()


def address(text: str) -> tuple[str, str]:
    """Read `NAME=ADDRESS`; raises ValueError."""
    name, equals, where = text.partition("=")
    if not equals or not name or not where:
        raise ValueError(f"{text!r} is not NAME=ADDRESS: write --at mail-delivery=smtp.example.com:587")
    if set(where) & set("@?#"):  # it would be remembered, and asked without it
        raise ValueError(
            f"the address of {name} holds a user, a query or a fragment: leave out what goes with @, ? or #"
        )
    return name.removeprefix("integration/"), where


def moment(text: str) -> date | datetime:
    """Read a day or an instant with a zone; raises ValueError."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else parse_instant(text)
    except ValueError:
        raise ValueError(f"{text!r} is neither a day (2026-11-22) nor an instant (2026-11-22T09:00:00Z)") from None


LOCATION = Parsed("NAME=PATH", location)
ADDRESS = Parsed("NAME=ADDRESS", address)
MOMENT = Parsed("day or instant", moment)
