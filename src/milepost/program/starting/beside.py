"""What is wrong with an answer beside those given before: order, units, dates, names taken, one duty too many."""

from collections.abc import Mapping, Sequence
from datetime import date

from milepost.kernel.money import Measure
from milepost.kernel.time import Duration, Period
from milepost.program.starting.question import slug_of

_ORDER = {"p50": "p10", "p90": "p50", "effort_p50": "effort_p10", "effort_p90": "effort_p50"}
_ANY_DAY = date(2026, 1, 1)
Entry = Mapping[str, str | None]


def fault_beside(name: str, text: str, entry: Entry, titles: Sequence[str], runs: Period | None) -> str | None:
    """Say what is wrong with an answer beside the entry's others, None where nothing is.

    `titles` are those of the list's other entries, `runs` the days of the program, None where they are not known yet.
    """
    if name == "approver" and slug_of(text) == slug_of(entry.get("owner") or ""):
        return "the owner is also the approver: name another role"
    if name == "title" and slug_of(text) in set(map(slug_of, titles)):
        return f"{text!r} was named already"
    if name == "target" and (base := entry.get("baseline")) and _unit(base) != _unit(text):
        return f"{text!r} is not in the unit of the baseline, {base}"
    if name == "by" and runs is not None and not runs.start <= date.fromisoformat(text) <= runs.end:
        return f"{text} is outside the program, which runs from {runs.start} to {runs.end}"
    if name == "baseline_window" and runs is not None and Period.parse(text).end > runs.start:
        return f"{text} ends after the program starts, on {runs.start}: it has touched the number by then"
    if (before := entry.get(_ORDER.get(name, ""))) and _size(text) < _size(before):
        return f"{text} is below {before}: the three go from low to high"
    return None


def _unit(text: str) -> str:
    return Measure.parse(text).unit


def _size(text: str) -> float:
    """Return how large an amount or a length is; amounts in the order of their numbers."""
    try:
        return (Duration.parse(text).after(_ANY_DAY) - _ANY_DAY).days
    except ValueError:
        return float(Measure.parse(text).value)
