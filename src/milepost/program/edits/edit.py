"""What can be changed in a text. A document is named by the line of its first key in the text as it was read.

That line is `Origin.node.line`: it stays the name, whatever edits before it do to the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.program.text import Node, Path, Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SetValue:
    """Put another value where one stands; comments inside a list or mapping that is replaced go with it."""

    line: int
    path: Path
    value: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey:
    """Add a key, the last step of `path`, to a mapping that lacks it: behind the sibling `after`, else at its end."""

    line: int
    path: Path
    value: Plain
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAt:
    """Take out a key with its value, or an item of a list, and the comment on its lines."""

    line: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendItem:
    """Add an item behind the last of a list; a single text where a list may stand becomes the list's first item."""

    line: int
    path: Path
    value: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendDocument:
    """Add a document at the end of the file; its keys come in the order given, `kind` and `id` among them."""

    fields: Mapping[str, Plain]


InDocument = SetValue | AddKey | RemoveAt | AppendItem
Edit = InDocument | AppendDocument


def put(document: Node, path: Path, value: Plain, *, after: str | None = None) -> SetValue | AddKey:
    """Give the edit by which `value` comes to stand at `path`, with the mappings on the way that are not there yet.

    `after` is the sibling behind which the first new key goes.
    """
    node = document
    for depth, step in enumerate(path):
        child = node.child(step)
        if child is None and node.keys is not None:
            wrapped = wrapped_in(path[depth + 1 :], value)
            return AddKey(line=document.line, path=path[: depth + 1], value=wrapped, after=after)
        if child is None or (child.items is None and child.value is None and depth + 1 < len(path)):
            at = depth if child is None else depth + 1
            return SetValue(line=document.line, path=path[:at], value=wrapped_in(path[at:], value))
        node = child
    return SetValue(line=document.line, path=path, value=value)


def wrapped_in(path: Path, value: Plain) -> Plain:
    """Wrap a value into mappings, one a step; the value itself for no step."""
    for step in reversed(path):
        value = {str(step): value}
    return value
