"""How lengths and slips of a roadmap are said: in weeks, the way that people speak of a plan."""

from datetime import date

from milepost.roadmap.outlook import WEEK, Dated, Delay


def weeks(days: float) -> str:
    """Write a length: `3 weeks`, `1 week`, below half a week in days."""
    whole = round(abs(days) / WEEK)
    if whole:
        return f"{whole} week{'' if whole == 1 else 's'}"
    rest = round(abs(days))
    return f"{rest} day{'' if rest == 1 else 's'}"


def weeks_short(days: float) -> str:
    """Write a length for a narrow column: `3 wk`, below half a week in days."""
    whole = round(abs(days) / WEEK)
    return f"{whole} wk" if whole else f"{round(abs(days))} d"


def slip_said(of: Dated) -> str:
    """Say a slip to the baseline: `+3 wk`, `2 wk early`, `in time`; empty where there is nothing to compare."""
    if of.slip is None:
        return ""
    whole = round(of.slip / WEEK)
    if whole == 0:
        return "in time"
    return f"{-whole} wk early" if whole < 0 else f"+{whole} wk{' so far' if of.is_at_least else ''}"


def room_said(of: Dated) -> str:
    """Say how far an open capability may slip: before a milestone misses its date, or else the plan's end moves."""
    rooms = [each for each in (of.slack, of.to_due) if each is not None]
    if of.is_done or not rooms:
        return ""
    if of.to_due is not None and of.to_due < 0:
        return f"slack −{weeks_short(of.to_due)}"
    return "critical" if of.is_critical or min(rooms) < 0.5 else f"slack {weeks_short(min(rooms))}"


def delays_said(delays: tuple[Delay, ...], titles: dict[str, str], most: int = 2) -> str:
    """Name what a slip moves and by how long, the farthest first; empty for nothing."""
    named = [f"“{titles.get(each.ref, each.ref)}” by {weeks_short(each.days)}" for each in delays[:most]]
    more = len(delays) - most
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def day_short(day: date | None) -> str:
    """Write `2027-02-18`, as everywhere in a table; a dash for none."""
    return day.isoformat() if day else "-"


def spread_said(low: date | None, high: date | None) -> str:
    """Write `2027-01-22 to 2027-04-20`, a day alone where both are one; empty for no range."""
    if low is None or high is None:
        return ""
    return day_short(low) if low == high else f"{day_short(low)} to {day_short(high)}"
