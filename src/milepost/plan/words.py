"""A plan's steps in plain words: what it is, what is said now, what was said before."""

from typing import assert_never

from milepost.kernel.ids import Ref
from milepost.plan.steps import (
    Add,
    Appeared,
    Change,
    FieldChange,
    Moved,
    Remove,
    Reordered,
    Replaced,
    Step,
    Vanished,
    Way,
)

LONGEST = 60
VERBS = {"starts": "starts", "due": "is due", "quarter": "is due in", "expires_at": "expires", "held_by": "is held by"}
"""Fields that are a sentence by their own verb."""
NAMES = {"target: value": "target", "target: by": "target date", "after": "waits for"}


def mark_of(step: Step) -> str:
    """Return the sign of a step: `+` adds, `~` changes, `-` removes."""
    match step:
        case Add():
            return "+"
        case Change():
            return "~"
        case Remove():
            return "-"
    assert_never(step)


def step_words(step: Step) -> tuple[str, ...]:
    """Word a step: a sentence for each thing that it changes, without the document's name."""
    match step:
        case Add(title=title, way=way):
            return (f"is added{_titled(title)}{_way(way)}",)
        case Remove(title=title, way=way):
            return (f"is taken out{_titled(title)}{_way(way)}",)
        case Change(ref=ref, fields=fields):
            return tuple(field_words(ref, each) for each in fields)
    assert_never(step)


def field_words(ref: Ref, of: FieldChange) -> str:
    """Word one change, such as `starts 1 Mar 2026 instead of 1 Jan 2026`."""
    verb = None if ref.kind == "program" and of.path == "starts" else VERBS.get(of.path)
    match of:
        case Reordered(where=where):
            return f"{where}: in another order"
        case Appeared(after=after, way=way):
            said = (
                f"{verb} {_short(after)}; nothing was said before"
                if verb
                else _item(of.path, of.where, after, is_new=True)
            )
            return said + _way(way)
        case Vanished(before=before, way=way):
            said = _no_longer(of.path, verb, before) if verb else _item(of.path, of.where, before, is_new=False)
            return said + _way(way)
        case Moved(before=before, after=after, is_more=is_more, is_date=is_date, way=way):
            if verb or is_date:
                return f"{verb or _name(of)} {after} instead of {before}{_way(way)}"
            return f"{_name(of)} {'raised' if is_more else 'lowered'} from {before} to {after}{_way(way)}"
        case Replaced(before=before, after=after, way=way):
            if verb:
                return f"{verb} {_short(after)} instead of {_short(before)}{_way(way)}"
            return f"{_name(of)}: “{_short(after)}” instead of “{_short(before)}”{_way(way)}"
    assert_never(of)


def way_in(step: Step) -> tuple[Way, ...]:
    """Return which ways a step moves promises, each once."""
    match step:
        case Add(way=way) | Remove(way=way):
            return (way,) if way else ()
        case Change(fields=fields):
            found = (None if isinstance(each, Reordered) else each.way for each in fields)
            return tuple(dict.fromkeys(each for each in found if each is not None))
    assert_never(step)


def _no_longer(path: str, verb: str, before: str) -> str:
    if path == "held_by":
        return f"is held by nobody instead of {before}"
    return f"no longer says when it {verb} (it was {before})"


def _name(of: FieldChange) -> str:
    if of.path.startswith("exit") and of.path.endswith("value"):
        return f"threshold of {of.where.removesuffix(': value').removeprefix('exit ')}".replace(
            "threshold of exit when", "threshold to stop at,"
        )
    return NAMES.get(of.where, of.where)


def _item(path: str, where: str, text: str, *, is_new: bool) -> str:
    """Word what comes or goes: an item of a list is its own name."""
    if path.endswith("]") and not is_new:
        return f"{where.removesuffix(f' {text}')} drops {_short(text)}"
    if path.endswith("]"):
        return f"{where.removesuffix(f' {text}')} adds {_short(text)}"
    return f"{where} is now “{_short(text)}”" if is_new else f"{where} “{_short(text)}” is taken out"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[:LONGEST].rstrip()}…"


def _titled(title: str | None) -> str:
    return f": {_short(title)}" if title else ""


def _way(way: Way | None) -> str:
    return f" ({way})" if way else ""
