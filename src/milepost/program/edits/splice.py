"""One edit -> the characters that change. None where the text's form has no place for it."""

import re
from dataclasses import dataclass

from milepost.program.edits.edit import AddKey, AppendItem, InDocument, RemoveAt, SetValue
from milepost.program.edits.layout import Laid
from milepost.program.edits.written import WIDTH, after_key, below, flow, item, member, scalar
from milepost.program.text import Path, Plain

_BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Splice:
    """What stands between two characters is replaced by `text`."""

    start: int
    end: int
    text: str


class Splicer:
    """Knows one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = _BREAK.search(text)
        self.newline = found[0] if found else "\n"

    def splice(self, document: Laid, edit: InDocument) -> Splice | None:
        """Give the splice of an edit whose place is there (see `model.changed`)."""
        match edit:
            case SetValue(path=path, value=value):
                return self._set(document, path, value)
            case AddKey(path=path, value=value, after=after):
                return self._add(document.at(path[:-1]), str(path[-1]), value, after)
            case RemoveAt(path=path):
                return self._remove(document, path)
            case AppendItem(path=path, value=value):
                return self._append(document, path, value)

    def _set(self, document: Laid, path: Path, value: Plain) -> Splice | None:
        old, parent = document.at(path), document.at(path[:-1])
        if old is None or parent is None or not path:
            return None
        in_flow = _in_flow(document, path)
        if in_flow:
            text = flow(value) if isinstance(value, dict | list) else self._scalar(old, value, in_flow=True)
            return self._inserted(old, text, in_flow=True)
        indent = self._column(_member_of(parent, path[-1]).start if parent.is_mapping else parent.start)
        if isinstance(value, dict | list):
            start = self._behind_mark(parent, path[-1])
            if not self._ends_its_line(old.end):  # the comment that follows would become part of a block
                return Splice(start, old.end, f" {flow(value)}")
            return Splice(start, old.end, after_key(value, indent, self.newline, self._column(start)))
        if old.style in {"|", ">"} and value is not None:
            block = below(value, self._indent_of(old, indent + 2), self.newline, old.style)
            block = block or below(value, indent + 2, self.newline)
            return Splice(old.start, old.end, block.lstrip(" ") if block else scalar(value, in_flow=False))
        if value is not None and old.style == "" and self._ends_its_line(old.end):
            start = self._behind_mark(parent, path[-1])
            text = self._scalar(old, value, in_flow=False)
            if "\n" in value or self._column(start) + 1 + len(text) > WIDTH:
                block = below(value, indent + 2, self.newline)
                return Splice(start, old.end, block or f" {text}")
        if old.is_flow or not (old.is_mapping or old.is_list):
            return self._inserted(old, self._scalar(old, value, in_flow=False), in_flow=False)
        return Splice(self._behind_mark(parent, path[-1]), old.end, " " + scalar(value, in_flow=False))

    def _scalar(self, old: Laid, value: str | None, *, in_flow: bool) -> str:
        if old.is_mapping or old.is_list:
            return scalar(value, in_flow=in_flow)
        before = self._text[old.start : old.end] if old.style == "" else None
        return scalar(value, in_flow=in_flow, like=old.style, bare_before=before)

    def _inserted(self, old: Laid, text: str, *, in_flow: bool) -> Splice:
        """Replace a value; where nothing is written for it, put the text behind the colon or the dash."""
        if old.start < old.end:
            return Splice(old.start, old.end, text)
        start = len(self._text[: old.start].rstrip(" "))
        if in_flow and not self._text[:start].endswith(":"):
            return Splice(start, start, f": {text}")
        return Splice(start, start, f" {text}")

    def _add(self, mapping: Laid | None, name: str, value: Plain, after: str | None) -> Splice | None:
        if mapping is None or not mapping.is_mapping:
            return None
        sibling = (mapping.child(after) if after else None) or (mapping.keys[-1][2] if mapping.keys else None)
        if mapping.is_flow:
            text = flow({name: value})[1:-1]
            return self._into_flow(mapping, sibling, text)
        assert sibling is not None
        indent = self._column(mapping.keys[0][1].start)
        return self._line_after(sibling.end, indent, member(name, value, indent, self.newline))

    def _append(self, document: Laid, path: Path, value: Plain) -> Splice | None:
        found = document.at(path)
        if found is None or found.is_mapping:
            return None
        if found.style == "-":
            indent = self._column(found.start)
            return self._line_after(found.end, indent, item(value, indent, self.newline))
        if found.style == "[":
            return self._into_flow(found, found.items[-1] if found.items else None, flow(value))
        return None

    def _into_flow(self, of: Laid, sibling: Laid | None, text: str) -> Splice:
        if sibling is None:
            return Splice(of.start + 1, of.start + 1, text)
        return Splice(sibling.end, sibling.end, f", {text}")

    def _line_after(self, end: int, indent: int, text: str) -> Splice:
        """Put a line of its own below the one on which something ends."""
        line = " " * indent + text
        if end > 0 and self._text[end - 1 : end] in {"\n", "\r"}:  # a text kept with its blank lines
            return Splice(end, end, line + self.newline)
        found = _BREAK.search(self._text, end)
        at = found.start() if found else len(self._text)
        return Splice(at, at, self.newline + line)

    def _remove(self, document: Laid, path: Path) -> Splice | None:
        parent = document.at(path[:-1]) if path else None
        if parent is None:
            return None
        parts = parent.parts
        index = _index_of(parent, path[-1])
        first, last = parts[index]
        if parent.is_flow:
            return self._out_of_flow(parent, index)
        if len(parts) == 1:
            outer = document.at(path[:-2]) if len(path) > 1 else None
            empty = " {}" if parent.is_mapping else " []"
            return Splice(self._behind_mark(outer, path[-2]), parent.end, empty) if outer else None
        start = first.start if parent.is_mapping else self._dash(first.start)
        line = self._line_start(start)
        if self._text[line:start].strip(" "):  # it shares its line with the dash of the list that it is in
            if index + 1 == len(parts):
                return None
            following = parts[index + 1][0].start
            return Splice(start, following if parent.is_mapping else self._dash(following), "")
        return Splice(line, self._line_end(last.end), "") if self._line_end(last.end) else self._at_end(line)

    def _at_end(self, line: int) -> Splice:
        """Take out the last line of a text that ends without a line's end, and so leaves one without."""
        return Splice(line - len(self.newline), len(self._text), "")

    def _out_of_flow(self, parent: Laid, index: int) -> Splice:
        parts = parent.parts
        first, last = parts[index]
        if index + 1 < len(parts):
            return Splice(first.start, parts[index + 1][0].start, "")
        if index == 0:  # a comma may stand behind it
            return Splice(parent.start + 1, parent.end - 1, "")
        return Splice(parts[index - 1][1].end, last.end, "")

    def _ends_its_line(self, at: int) -> bool:
        found = _BREAK.search(self._text, at)
        return not self._text[at : found.start() if found else len(self._text)].strip(" \t")

    def _line_start(self, at: int) -> int:
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        """Return where the next line begins; 0 where there is none."""
        if at > 0 and self._text[at - 1 : at] in {"\n", "\r"}:
            return at
        found = _BREAK.search(self._text, at)
        return found.end() if found else 0

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _dash(self, at: int) -> int:
        """Return the dash before an item that begins at `at`."""
        return self._text.rfind("-", 0, at)

    def _behind_mark(self, parent: Laid, step: str | int) -> int:
        """Return the place behind the colon or dash of a member; a comment between it and the value goes with that."""
        if parent.is_mapping:
            return self._text.index(":", _member_of(parent, step).end) + 1
        return self._dash(parent.items[_index_of(parent, step)].start) + 1

    def _indent_of(self, block: Laid, default: int) -> int:
        lines = _BREAK.split(self._text[block.start : block.end])[1:]
        said = next((each for each in lines if each.strip()), None)
        return len(said) - len(said.lstrip(" ")) if said else default


def _in_flow(document: Laid, path: Path) -> bool:
    return any(found.is_flow for depth in range(len(path)) if (found := document.at(path[:depth])))


def _member_of(parent: Laid, step: str | int) -> Laid:
    return next(key for name, key, _ in reversed(parent.keys) if name == step)


def _index_of(parent: Laid, step: str | int) -> int:
    if isinstance(step, int):
        return step
    return max(index for index, (name, _, _) in enumerate(parent.keys) if name == step)
