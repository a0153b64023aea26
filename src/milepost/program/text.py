"""YAML text -> nodes with positions, safely: built from parse events, so depth and size are checked as they come.

Every scalar stays text (an arm called `No` is a string); only an unquoted `null`, `~` or nothing is None. Composing
first would overflow the C stack on deep nesting, and anchors can unfold to millions of leaves; both are refused.
A scalar's place is one integer until somebody asks for it: an object each costs more than the reading.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NoReturn

import yaml

from milepost.kernel.finding import Finding, Rule, Span
from milepost.program.checks import (
    alias,
    bad_key,
    duplicate_key,
    not_a_mapping,
    not_utf8,
    syntax,
    tag,
    too_deep,
    too_large,
    too_many,
)

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 50
MAX_NODES = 100_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BREAK = re.compile("\r\n|\r|\n")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_LENGTH_BITS = MAX_BYTES.bit_length()
_LENGTH = (1 << _LENGTH_BITS) - 1
Plain = None | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]


class SourceText:
    """A file's text by its path relative to the program's folder."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def line_at(self, start: int) -> int:
        """Return the line of a character, counted from 1."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _BREAK.finditer(self.text))]
        return bisect_right(self._starts, start)

    def span(self, start: int, length: int = 1) -> Span:
        """Point at characters, `start` counted from 0; what runs over the line's end is shown by its first one."""
        line = self.line_at(start)
        assert self._starts is not None
        first = self._starts[line - 1]
        last = self._starts[line] if line < len(self._starts) else len(self.text)
        source = self.text[first:last].rstrip("\r\n")
        column = start - first + 1
        end_column = column + length if 0 < length <= last - start else column + 1
        return Span(path=self.path, line=line, column=column, end_column=end_column, source=source)


class Node:
    """A YAML value with its place.

    `keys` holds the places of a mapping's keys, and is None in a list and a scalar; `items` holds what stands in a
    mapping or list, a scalar as its place alone.
    """

    __slots__ = ("content", "items", "keys", "place", "source")

    def __init__(
        self,
        source: SourceText,
        content: Plain,
        place: int,
        keys: dict[str, int] | None = None,
        items: "dict[str, Node | int] | list[Node | int] | None" = None,
    ) -> None:
        self.source = source
        self.content = content
        self.place = place
        self.keys = keys
        self.items = items

    @property
    def value(self) -> str | None:
        """Return the text of a scalar; None for null, a list and a mapping."""
        return self.content if isinstance(self.content, str) else None

    @property
    def line(self) -> int:
        """Return the line it starts on, counted from 1."""
        return self.source.line_at(self.place >> _LENGTH_BITS)

    @property
    def span(self) -> Span:
        """Point at it."""
        return self.source.span(self.place >> _LENGTH_BITS, self.place & _LENGTH)

    def plain(self) -> Plain:
        """Give the value as text, None, lists and dicts; the outermost one is a copy."""
        return dict(self.content) if isinstance(self.content, dict) else self.content

    def child(self, step: str | int) -> "Node | None":
        """Give the value at a key or position, or None."""
        items, content = self.items, self.content
        if isinstance(step, str):
            if isinstance(items, dict) and isinstance(content, dict) and step in items:
                return self._made(items[step], content[step])
        elif isinstance(items, list) and isinstance(content, list) and 0 <= step < len(items):
            return self._made(items[step], content[step])
        return None

    def key(self, name: str) -> "Node | None":
        """Give the key of that name, or None."""
        place = self.keys.get(name) if self.keys is not None else None
        return Node(self.source, name, place) if place is not None else None

    def first_key(self) -> "Node | None":
        """Give the first key of a mapping, or None."""
        return self.key(next(iter(self.keys), "")) if self.keys is not None else None

    def _made(self, item: "Node | int", value: Plain) -> "Node":
        return item if isinstance(item, Node) else Node(self.source, value, item)


def read_documents(path: str, content: bytes) -> tuple[list[tuple[SourceText, Node]], list[Finding]]:
    """Read one file's documents; on a finding the rest of that file is not read."""
    if len(content) > MAX_BYTES:
        rule = too_large.CHECK.rule
        return [], [rule.at(Span(path=path), f"the file has {len(content):,} bytes; {MAX_BYTES:,} are read", rule.fix)]
    try:
        source = SourceText(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return [], [_not_utf8(path, content, error.start)]
    reader = _Reader(source)
    try:
        return [(source, node) for node in reader.documents()], reader.findings
    except _Stop as stop:
        return [], [*reader.findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        return [], [*reader.findings, _syntax(source, error)]
    except yaml.reader.ReaderError as error:
        return [], [*reader.findings, _forbidden(source, error)]


_Open = tuple[Node | None, Any, Any, dict[str, int] | None, str | None]
_NOTHING: _Open = (None, None, None, None, None)


class _Stop(Exception):  # noqa: N818  it ends the reading of one file
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    """Walks the parser's events, which come one at a time and never recurse."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.stack: list[_Open] = []

    def documents(self) -> list[Node]:
        """Give the documents that are not empty."""
        loader = yaml.CSafeLoader(self.source.text)
        try:
            return self._walked(loader.get_event)
        finally:
            loader.dispose()

    def _walked(self, take: Callable[[], yaml.Event | None]) -> list[Node]:  # noqa: C901  one loop over locals, see below
        # One loop over locals: nine events in ten are scalars, and a call for each costs as much as the parser's work.
        found: list[Node] = []
        # The open collection, what it holds (list or dict), the places of that, and those of its keys if it has keys;
        # then the key whose value comes next, None where a key or a list's item comes next.
        node, values, items, keys, name = _NOTHING
        scalar, nulls, bits, count = yaml.ScalarEvent, _NULLS, _LENGTH_BITS, 0
        while (event := take()) is not None:
            if isinstance(event, scalar):
                marks: Any = event
                start: int = marks.start_mark.index
                place: int = start << bits | marks.end_mark.index - start
                if event.tag is not None or event.anchor is not None:
                    self._refuse(event)
                value: str | None = event.value
                if value in nulls and event.implicit[0]:
                    value = None
                if name is not None:
                    values[name], items[name], name = value, place, None
                elif keys is not None:
                    name = self._key(keys, value, place) if value is None or value in keys else value
                    keys[name] = keys.get(name, place)
                elif node is not None:
                    values.append(value)
                    items.append(place)
                elif value is not None:
                    self._stop(not_a_mapping.CHECK.rule, place, "this document is a text, not a mapping of keys")
            elif isinstance(event, yaml.CollectionStartEvent):
                place = _place(event)
                made = self._opened(event, place, (node, values, items, keys, name))
                node, values, items, keys, name = made, made.content, made.items, made.keys, None
            else:
                if isinstance(event, yaml.CollectionEndEvent):
                    ended = node
                    node, values, items, keys, name = self.stack.pop()
                    if node is None and ended is not None and ended.keys:
                        found.append(ended)
                elif isinstance(event, yaml.AliasEvent):
                    self._refuse(event)
                continue
            count += 1
            if count > MAX_NODES:
                self._stop(too_many.CHECK.rule, place, f"the file has more than {MAX_NODES:,} values")
        return found

    def _key(self, keys: dict[str, int], name: str | None, place: int) -> str:
        """Say what is wrong with a key; one given twice is read on."""
        if name is None:
            self._stop(bad_key.CHECK.rule, place, "this key is null; a key is a name")
        line = self.source.line_at(keys[name] >> _LENGTH_BITS)
        rule = duplicate_key.CHECK.rule
        self.findings.append(rule.at(self._span(place), f"the key {name} was given on line {line} already", rule.fix))
        return name

    def _opened(self, event: yaml.CollectionStartEvent, place: int, around: "_Open") -> Node:
        """Put a new list or mapping where it belongs in the one that is open, and remember that one."""
        if event.tag is not None or event.anchor is not None:
            self._refuse(event)
        outer, values, items, keys, name = around
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node(self.source, {}, place, {}, {}) if is_mapping else Node(self.source, [], place, None, [])
        if name is not None:
            values[name], items[name] = node.content, node
        elif keys is not None:
            self._stop(bad_key.CHECK.rule, place, "this key is a list or a mapping; a key is a name")
        elif outer is not None:
            values.append(node.content)
            items.append(node)
        elif not is_mapping:
            self._stop(not_a_mapping.CHECK.rule, place, "this document is a list, not a mapping of keys")
        if len(self.stack) >= MAX_DEPTH:
            self._stop(too_deep.CHECK.rule, place, f"this is nested deeper than {MAX_DEPTH} levels")
        self.stack.append((outer, values, items, keys, None))
        return node

    def _refuse(self, event: yaml.NodeEvent) -> NoReturn:
        # Tag and anchor come in either order; the first is shown as it is written.
        start = _place(event) >> _LENGTH_BITS
        found = _WORD.match(self.source.text, start)
        word = found[0] if found else ""
        place = start << _LENGTH_BITS | len(word)
        if word.startswith(("&", "*")):
            self._stop(alias.CHECK.rule, place, f"{word}: anchors and aliases are not read")
        self._stop(tag.CHECK.rule, place, f"the tag {word} is not read")

    def _span(self, place: int) -> Span:
        return self.source.span(place >> _LENGTH_BITS, place & _LENGTH)

    def _stop(self, rule: Rule, place: int, message: str) -> NoReturn:
        raise _Stop(rule.at(self._span(place), message, rule.fix))


def _place(event: yaml.Event) -> int:
    """Pack where an event starts and how many characters it has; a file has fewer than 2**21."""
    mark, end = event.start_mark, event.end_mark
    assert mark is not None
    assert end is not None
    start: int = mark.index
    return start << _LENGTH_BITS | end.index - start


def _not_utf8(path: str, content: bytes, at: int) -> Finding:
    first = content.rfind(b"\n", 0, at) + 1
    rule, column = not_utf8.CHECK.rule, len(content[first:at].decode("utf-8-sig", "replace")) + 1
    span = Span(path=path, line=content.count(b"\n", 0, at) + 1, column=column, end_column=column + 1)
    return rule.at(span, f"byte {at + 1} of the file is 0x{content[at]:02x}, which is not UTF-8", rule.fix)


def _syntax(source: SourceText, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    rule = syntax.CHECK.rule
    if mark is None:
        return rule.at(Span(path=source.path), f"not YAML: {error.problem}", rule.fix)
    if source.text[mark.index : mark.index + 1] == "\t":
        return rule.at(source.span(mark.index), "a tab stands where YAML wants spaces", "indent with spaces")
    said = ", ".join(each for each in (error.context, error.problem) if each)
    return rule.at(source.span(mark.index), f"not YAML: {said}", rule.fix)


def _forbidden(source: SourceText, error: yaml.reader.ReaderError) -> Finding:
    # The C reader counts bytes.
    at = len(source.text.encode()[: error.position].decode(errors="ignore"))
    code = error.character if isinstance(error.character, int) else ord(source.text[at])
    return syntax.CHECK.rule.at(source.span(at), f"the character U+{code:04X} is not allowed in YAML", "remove it")
