"""A template's dates moved by whole quarters, in its files' text, so that comments and order stay."""

import re
from datetime import date

from milepost.kernel.time import Quarter, add_months

_DAY = re.compile(r"(?<![\d-])(\d{4}-\d\d-\d\d)(?!\d)")
_QUARTER = re.compile(r"\b\d{4}Q[1-4]\b")
_STARTS = re.compile(r"^starts: (\d{4}-\d\d-\d\d)", re.MULTILINE)
_SOURCE = re.compile(r"^kind: Source$", re.MULTILINE)
LIVED_MONTHS = 12
"""How long a program that brings its data has run: its experiments are over by then."""


def started(texts: dict[str, str]) -> date:
    """Return the first day of the program in a template's texts; raises LookupError where none is given."""
    for text in texts.values():
        if "kind: Program" in text and (found := _STARTS.search(text)):
            return date.fromisoformat(found[1])
    raise LookupError("no document of these says when the program starts")


def quarters_to(first: date, today: date, *, lived: bool) -> int:
    """Return by how many quarters a program that starts on `first` moves.

    It then starts with the first of its quarters that begins today or later; `lived` is 12 to 15 months before.
    """
    months = (today.year - first.year) * 12 + today.month - first.month
    quarters = months // 3 - 1
    while add_months(first, 3 * quarters) < today:
        quarters += 1
    if not lived:
        return quarters
    whole = quarters
    while add_months(first, 3 * whole + LIVED_MONTHS) > today:
        whole -= 1
    return whole


def moved(text: str, quarters: int) -> str:
    """Move each date and each quarter of a text; a month's last days stay inside their month."""

    def day(found: re.Match[str]) -> str:
        try:
            return add_months(date.fromisoformat(found[1]), 3 * quarters).isoformat()
        except ValueError:
            return found[1]

    def quarter(found: re.Match[str]) -> str:
        here = Quarter.parse(found[0])
        year, place = divmod(here.year * 4 + here.number - 1 + quarters, 4)
        return str(Quarter(year, place + 1))

    return _QUARTER.sub(quarter, _DAY.sub(day, text))


def marked_simulated(text: str) -> str:
    """Write `simulated: true` into each source of a text: nobody did what its rows will tell."""
    documents = re.split(r"^---$", text, flags=re.MULTILINE)
    marked = [f"{each.rstrip()}\nsimulated: true\n" if _SOURCE.search(each) else each for each in documents]
    return "---".join(marked)
