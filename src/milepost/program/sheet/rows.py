"""Documents -> rows: each value as it stands in the files, so that what nobody touches is the same text."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.kernel.ids import Ref
from milepost.program.draft import Draft, Origin
from milepost.program.sheet.form import Form, Sort
from milepost.program.text import Node, Path

_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of the files as they are. `key` is its `Id`; `at` the path of its item, empty for a document."""

    form: Form
    key: str
    ref: Ref
    origin: Origin
    cells: tuple[str, ...]
    """A text a column of the form; empty for what is not there."""
    at: Path = ()
    kind: str = ""

    @property
    def node(self) -> Node | None:
        """Return what the row shows."""
        return node_at(self.origin.node, self.at)


def rows_of(draft: Draft, form: Form) -> Iterator[SheetRow]:
    """Give the rows of a sheet, documents by file and place, those that could not be read left out."""
    for ref, origin in _in_order(draft.origins):
        if ref.kind != form.kind.lower() or ref in draft.unread:
            continue
        if form.is_of_items:
            yield from _items(form, ref, origin)
        else:
            yield SheetRow(form=form, key=ref.slug, ref=ref, origin=origin, cells=_cells(form, origin.node))


def base_of(program: str, form: Form, cells: tuple[str, ...]) -> str:
    """Write what a row's cells were: program, sheet, and eight hexadecimal digits a cell."""
    return f"{program}:{form.name}:{''.join(map(cell_digest, cells))}"


def base_read(base: str, form: Form) -> tuple[str, str, tuple[str, ...]] | None:
    """Read program, sheet and the digests of cells; None where it is no such text."""
    program, _, rest = base.strip().partition(":")
    name, _, digits = rest.partition(":")
    if len(digits) != _DIGITS * len(form.columns):
        return None
    return program, name, tuple(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def cell_digest(text: str) -> str:
    """Digest a cell, blank space at the ends of its lines aside."""
    return hashlib.sha256(tidy(text).encode()).hexdigest()[:_DIGITS]


def tidy(text: str) -> str:
    """Take out what a spreadsheet may add: other line ends, blank space at the ends of lines."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


def node_at(node: Node | None, path: Path) -> Node | None:
    """Give what stands at a path, or None."""
    for step in path:
        node = node.child(step) if node is not None else None
    return node


def listed(node: Node | None, path: Path) -> list[tuple[Path, Node]]:
    """Give the items at a path with their own paths: of a list its items, of a single value that value."""
    found = node_at(node, path)
    if found is None or (found.items is None and found.value is None):
        return []
    if not isinstance(found.content, list):
        return [(path, found)]
    return [((*path, index), each) for index in range(len(found.content)) if (each := found.child(index)) is not None]


def _in_order(origins: Mapping[Ref, Origin]) -> list[tuple[Ref, Origin]]:
    return sorted(origins.items(), key=lambda each: (each[1].source.path, each[1].node.line))


def _items(form: Form, ref: Ref, origin: Origin) -> Iterator[SheetRow]:
    for kind, path in form.lists:
        for number, (at, node) in enumerate(listed(origin.node, path), 1):
            key, cells = f"{ref.slug} {kind} {number}", _cells(form, node)
            yield SheetRow(form=form, key=key, ref=ref, origin=origin, cells=cells, at=at, kind=kind)


def _cells(form: Form, node: Node) -> tuple[str, ...]:
    if node.value is not None:
        return tuple(node.value if each.path == form.alone else "" for each in form.columns)
    return tuple(_cell(node_at(node, each.path), each.sort) for each in form.columns)


def _cell(node: Node | None, sort: Sort) -> str:
    if node is None:
        return ""
    if isinstance(node.content, list):
        texts = [each for each in node.content if isinstance(each, str)]
        return ("\n" if sort is Sort.TEXTS else ", ").join(texts)
    return node.value or ""
