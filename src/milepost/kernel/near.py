"""The name that was probably meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from string import digits

_MEANT = 0.75


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to `name`, or None when none is close."""
    by_lower = {each.lower(): each for each in sorted(known)}
    found = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def only_near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that alone can be meant: three quarters alike, and no other that is near at all.

    Names that differ in their digits only are different names, not misspelt ones.
    """
    by_lower = {each.lower(): each for each in sorted(known)}
    found = get_close_matches(name.lower(), list(by_lower), n=2, cutoff=0.6)
    if len(found) != 1 or SequenceMatcher(None, name.lower(), found[0]).ratio() < _MEANT:
        return None
    without = str.maketrans("", "", digits)
    is_number = name.lower() != found[0] and name.lower().translate(without) == found[0].translate(without)
    return None if is_number else by_lower[found[0]]


def hint(name: str, known: Iterable[str], noun: str = "name") -> str:
    """Say the near name, or else which names there are (the first eight)."""
    names = sorted(known)
    if (close := near(name, names)) is not None:
        return f"did you mean {close}?"
    if not names:
        return f"there is no {noun} yet"
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"known: {', '.join(names[:8])}{more}"
