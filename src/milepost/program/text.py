"""YAML text -> nodes with positions, safely: built from parse events, so depth and size are checked as they come.

Every scalar stays text (an arm called `No` is a string); only an unquoted `null`, `~` or nothing is None. Composing
first would overflow the C stack on deep nesting, and anchors can unfold to millions of leaves; both are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
_NULLS = {"", "~", "null", "Null", "NULL"}
Plain = None | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's text by its path relative to the program's folder."""

    path: str
    text: str

    def span(self, line: int, column: int, end_column: int | None = None) -> Span:
        """Make a span; `line` and `column` count from 1."""
        lines = self.text.split("\n", line)
        source = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
        return Span(path=self.path, line=line, column=column, end_column=end_column or column + 1, source=source)


class Node:
    """A YAML node with its place. `keys` holds the key nodes of a mapping, `items` its values or a list's items."""

    __slots__ = ("column", "end_column", "index", "items", "keys", "line", "value")

    def __init__(self, event: yaml.Event) -> None:
        mark, end = event.start_mark, event.end_mark
        assert mark is not None
        assert end is not None
        self.line, self.column = mark.line + 1, mark.column + 1
        self.end_column = end.column + 1 if end.line == mark.line else self.column + 1
        self.value: str | None = None
        self.items: list[Node] | None = None
        self.keys: list[Node] | None = None
        self.index: dict[str, int] = {}

    def plain(self) -> Plain:
        """Give the value as text, None, lists and dicts."""
        if self.items is None:
            return self.value
        if self.keys is None:
            return [item.plain() for item in self.items]
        return {key.value or "": item.plain() for key, item in zip(self.keys, self.items, strict=True)}

    def child(self, step: str | int) -> "Node | None":
        """Give the value at a key or position, or None."""
        if self.items is None:
            return None
        at = self.index.get(step) if isinstance(step, str) else step if self.keys is None else None
        return self.items[at] if at is not None and at < len(self.items) else None

    def key(self, name: str) -> "Node | None":
        """Give the key node of that name, or None."""
        at = self.index.get(name)
        return self.keys[at] if self.keys is not None and at is not None else None


def read_documents(path: str, content: bytes) -> tuple[list[tuple[SourceText, Node]], list[Finding]]:
    """Read one file's documents; on a finding the rest of that file is not read."""
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        return [], [too_large.CHECK.rule.at(Span(path=path), message, "split it into several files")]
    try:
        source = SourceText(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"byte {error.start + 1} is not UTF-8"
        return [], [not_utf8.CHECK.rule.at(Span(path=path, line=line), message, "save the file as UTF-8")]
    reader = _Reader(source)
    try:
        return [(source, node) for node in reader.documents()], reader.findings
    except _Stop as stop:
        return [], [*reader.findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        return [], [*reader.findings, _syntax(source, error)]
    except yaml.reader.ReaderError as error:
        line = source.text[: error.position].count("\n") + 1
        return [], [syntax.CHECK.rule.at(source.span(line, 1), f"a character that YAML forbids: {error.reason}")]


class _Stop(Exception):  # noqa: N818  it ends the reading of one file
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    """Walks the parser's events, which come one at a time and never recurse."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.count = 0

    def documents(self) -> Iterator[Node]:
        stack: list[Node] = []
        pending: list[Node | None] = []
        for event in yaml.parse(self.source.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.NodeEvent):
                root = self._enter(event, stack, pending)
                if root is not None:
                    yield root
            elif isinstance(event, yaml.CollectionEndEvent):
                pending.pop()
                done = stack.pop()
                if not stack and done.keys:
                    yield done

    def _enter(self, event: yaml.NodeEvent, stack: list[Node], pending: list[Node | None]) -> Node | None:
        node = self._node(event)
        if stack:
            self._attach(node, stack[-1], pending)
        if isinstance(event, yaml.CollectionStartEvent):
            node.items = []
            node.keys = [] if isinstance(event, yaml.MappingStartEvent) else None
            stack.append(node)
            pending.append(None)
            if len(stack) > MAX_DEPTH:
                self._stop(too_deep.CHECK.rule, node, f"nested deeper than {MAX_DEPTH} levels")
        elif not stack and node.value is not None:
            self._stop(not_a_mapping.CHECK.rule, node, "this document is not a mapping of keys")
        if len(stack) == 1 and stack[0].keys is None:
            self._stop(not_a_mapping.CHECK.rule, node, "this document is a list; a document is a mapping of keys")
        return None

    def _node(self, event: yaml.NodeEvent) -> Node:
        node = Node(event)
        self.count += 1
        if self.count > MAX_NODES:
            self._stop(too_many.CHECK.rule, node, f"more than {MAX_NODES:,} values in one file")
        if event.anchor is not None:
            self._stop(
                alias.CHECK.rule, node, "anchors and aliases are not read", "write the value out where it is used"
            )
        if (name := getattr(event, "tag", None)) is not None:
            self._stop(tag.CHECK.rule, node, f"the tag {name} is not read", "remove the tag")
        if isinstance(event, yaml.ScalarEvent):
            node.value = None if event.implicit[0] and event.value in _NULLS else event.value
        return node

    def _attach(self, node: Node, parent: Node, pending: list[Node | None]) -> None:
        assert parent.items is not None
        if parent.keys is None:
            parent.items.append(node)
        elif (key := pending[-1]) is None:
            pending[-1] = node
        else:
            pending[-1] = None
            self._put(parent, key, node)

    def _put(self, parent: Node, key: Node, value: Node) -> None:
        assert parent.keys is not None
        assert parent.items is not None
        if key.value is None:
            self._stop(bad_key.CHECK.rule, key, "a key must be text")
        name = key.value or ""
        if name in parent.index:
            first = parent.keys[parent.index[name]]
            self.findings.append(
                self._finding(duplicate_key.CHECK.rule, key, f"the key {name} was given on line {first.line}")
            )
            return
        parent.index[name] = len(parent.keys)
        parent.keys.append(key)
        parent.items.append(value)

    def _finding(self, rule: Rule, node: Node, message: str, hint: str | None = None) -> Finding:
        return rule.at(self.source.span(node.line, node.column, node.end_column), message, hint)

    def _stop(self, rule: Rule, node: Node, message: str, hint: str | None = None) -> None:
        raise _Stop(self._finding(rule, node, message, hint or rule.fix))


def _syntax(source: SourceText, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    span = source.span(mark.line + 1, mark.column + 1) if mark else Span(path=source.path)
    return syntax.CHECK.rule.at(
        span, f"not YAML: {error.problem or error.context}", "check quotes, colons and indentation"
    )
