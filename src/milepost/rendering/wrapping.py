"""Lines of a width: what belongs together stays on one, and an id is broken only where it is wider than the line."""

import re
import textwrap

_HARD = "\u00a0"
_WHOLE = re.compile(
    r"\b[A-Z]{3} (?=\d)"  # an amount
    r"|\d+% interval (?=[\d−])|(?<=[\d.]) to (?=[\d−])"  # an interval
    r"|(?<= )--?\w[\w-]* (?=\S)"  # an option with its value
    r"|\b\d{1,2} (?=[A-Z][a-z]{2} \d{4})|\b[A-Z][a-z]{2} (?=\d{4}\b)"  # a day
)
"""What stays on one line: its spaces do not break."""


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Wrap a text to lines of at most `width` characters, the first begun with `first`, the others with `rest`.

    An empty text gives no line.
    """
    room = width - max(len(first), len(rest))
    whole = _held(text)
    if _longest(whole) > room:
        whole = text
    lines = textwrap.wrap(
        whole, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=_longest(whole) > room
    )
    return [each.replace(_HARD, " ") for each in lines]


def widest_whole(text: str) -> int:
    """Return the characters of the longest part that `wrapped` would keep on one line; 0 of an empty text."""
    return _longest(_held(text))


def widest_word(text: str) -> int:
    """Return the characters of the longest word; 0 of an empty text."""
    return _longest(text)


def _held(text: str) -> str:
    return _WHOLE.sub(lambda found: found[0].replace(" ", _HARD), text)


def _longest(text: str) -> int:
    return max(map(len, text.split(" ")), default=0)
