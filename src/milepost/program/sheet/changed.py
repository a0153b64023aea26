"""Changes of a sheet -> edits of the files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from milepost.kernel.ids import Ref
from milepost.program.draft import Draft, Origin
from milepost.program.edits.edit import (
    AddKey,
    AppendDocument,
    AppendItem,
    Edit,
    InDocument,
    RemoveAt,
    SetValue,
    put,
    wrapped_in,
)
from milepost.program.edits.model import changed, value_at
from milepost.program.kinds import MODELS
from milepost.program.sheet.compare import Change, NewRow
from milepost.program.sheet.form import Form, SheetColumn, Sort
from milepost.program.sheet.rows import node_at
from milepost.program.text import Node, Path, Plain

Edits = dict[str, list[Edit]]


def edits_of(draft: Draft, changes: Sequence[Change], new: Sequence[NewRow]) -> Edits:
    """Give the edits by file: of documents and items that are there first, new ones behind them."""
    made: Edits = {}
    changed_in: dict[Ref, list[Change]] = {}
    items_of: dict[Ref, list[NewRow]] = {}
    for change in changes:
        changed_in.setdefault(change.row.ref, []).append(change)
    for row in new:
        if row.sheet.form.is_of_items:
            items_of.setdefault(_holder(row), []).append(row)
    for ref in dict.fromkeys([*changed_in, *(each for each in items_of if each in draft.origins)]):
        origin = draft.origins[ref]
        edits = list(_of_document(changed_in.get(ref, [])))
        edits += _added(origin, edits, items_of.get(ref, []))
        made.setdefault(origin.source.path, []).extend(edits)
    for row in new:
        if not row.sheet.form.is_of_items:
            fields = _with_items(fields_of(row), items_of.get(_holder(row), []))
            path = _home(draft, row.sheet.form, row.key)
            made.setdefault(path, []).append(AppendDocument(fields=fields))
    return made


def homeless(draft: Draft, new: Sequence[NewRow]) -> list[NewRow]:
    """Give new items that name a document that neither the files nor the new rows have."""
    made = {_holder(each) for each in new if not each.sheet.form.is_of_items}
    items = (each for each in new if each.sheet.form.is_of_items)
    return [each for each in items if _holder(each) not in draft.origins and _holder(each) not in made]


def fields_of(row: NewRow) -> dict[str, Plain]:
    """Give a new document's keys in the order of its kind."""
    form = row.sheet.form
    value = _nested(row.cells)
    order = [name for name in MODELS[form.kind].model_fields if name in value]
    return {"kind": form.kind, "id": row.key, **{name: value[name] for name in order}}


def _with_items(fields: dict[str, Plain], items: Sequence[NewRow]) -> dict[str, Plain]:
    for item in items:
        path = dict(item.sheet.form.lists)[item.kind]
        old = value_at(fields, path)
        listed = [*(old if isinstance(old, list) else []), _item_value(item)]
        inner = wrapped_in(path[1:], listed)
        fields = {**fields, str(path[0]): _joined(fields.get(str(path[0])), inner)}
    return fields


def _item_value(item: NewRow) -> Plain:
    is_text = [each.path for each in item.cells] == [item.sheet.form.alone]
    return next(iter(item.cells.values())) if is_text else _nested(item.cells)


def _holder(row: NewRow) -> Ref:
    return Ref(row.sheet.form.kind.lower(), row.key)


def _home(draft: Draft, form: Form, slug: str) -> str:
    """Return where a new document goes: a file of its own where its kind has such, else behind the last of its kind."""
    kind = form.kind.lower()
    paths = [each.source.path for ref, each in draft.origins.items() if ref.kind == kind]
    if not paths:
        return (
            "program.yaml" if any(o.source.path == "program.yaml" for o in draft.origins.values()) else f"{kind}.yaml"
        )
    named = [path for ref, each in draft.origins.items() if ref.kind == kind
             and PurePosixPath(path := each.source.path).stem == ref.slug]  # fmt: skip
    if len(named) > 1 and len(named) * 2 > len(paths):
        folder = max(named, key=lambda each: sum(PurePosixPath(each).parent == PurePosixPath(o).parent for o in named))
        return str(PurePosixPath(folder).with_name(f"{slug}.yaml"))
    return max(paths, key=lambda each: (paths.count(each), each))


def _of_document(changes: Sequence[Change]) -> Iterator[InDocument]:
    """Give a document's edits: values set, then mappings and keys taken out; new keys of one mapping come as one."""
    by_item: dict[Path, list[Change]] = {}
    for each in changes:
        by_item.setdefault(each.row.at, []).append(each)
    sets: list[InDocument] = []
    removals: list[InDocument] = []
    for of_item in by_item.values():
        for edit in _of_item(of_item):
            (removals if isinstance(edit, RemoveAt) else sets).append(edit)
    yield from _merged(sets)
    # From the end: an item taken out moves those behind it.
    yield from sorted(removals, key=lambda each: [str(step).zfill(9) for step in each.path], reverse=True)


def _of_item(changes: Sequence[Change]) -> Iterator[InDocument]:
    row = changes[0].row
    document, node = row.origin.node, row.node
    if node is None or node.value is not None:
        yield _of_text(changes)
        return
    for each in changes:
        path, after = (*row.at, *each.column.path), None if row.at else _after(row.ref.kind, node, each.column.path)
        if each.new and each.column.sort in {Sort.IDS, Sort.TEXTS}:
            yield from _of_list(document, path, items_in(each.new, each.column.sort), after)
        elif each.new:
            yield put(document, path, each.new, after=after)
    removed = {each.column.path for each in changes if not each.new and node_at(node, each.column.path) is not None}
    for whole in sorted({_whole(node, path, removed) for path in removed}, key=str):
        yield RemoveAt(line=document.line, path=(*row.at, *whole))


def _of_text(changes: Sequence[Change]) -> InDocument:
    """Write an item that is a text: it stays one where only that text changes, else it becomes a mapping."""
    row = changes[0].row
    cells = {column.path: text for column, text in zip(row.form.columns, row.cells, strict=True)}
    cells |= {each.column.path: each.new for each in changes}
    filled = {column: cells[column.path] for column in row.form.columns if cells[column.path]}
    document = row.origin.node
    if [each.path for each in filled] == [row.form.alone]:
        return SetValue(line=document.line, path=row.at, value=next(iter(filled.values())))
    return SetValue(line=document.line, path=row.at, value=_nested(filled))


def _of_list(document: Node, path: Path, wanted: list[str], after: str | None) -> Iterator[InDocument]:
    """Change a list item by item, so that what is said beside the others stays."""
    found = node_at(document, path)
    old = found.content if found is not None else None
    if not isinstance(old, list) or not all(isinstance(each, str) for each in old):
        yield put(document, path, wanted[0] if len(wanted) == 1 and isinstance(old, str) else [*wanted], after=after)
        return
    kept = [each for each in old if each in wanted]
    if kept and kept == wanted[: len(kept)]:
        for index in reversed([index for index, each in enumerate(old) if each not in wanted]):
            yield RemoveAt(line=document.line, path=(*path, index))
        for each in wanted[len(kept) :]:
            yield AppendItem(line=document.line, path=path, value=each)
    elif len(old) == len(wanted):
        for index, (before, each) in enumerate(zip(old, wanted, strict=True)):
            if before != each:
                yield SetValue(line=document.line, path=(*path, index), value=each)
    else:
        yield SetValue(line=document.line, path=path, value=[*wanted])


def _added(origin: Origin, edits: Sequence[InDocument], items: Sequence[NewRow]) -> Iterator[InDocument]:
    """Add items to a document's lists, as they are after the edits before."""
    document = origin.node
    plain: Plain = document.plain()
    for each in edits:
        plain = changed(plain, each) or plain
    for item in items:
        path = dict(item.sheet.form.lists)[item.kind]
        old = value_at(plain, path)
        value = _item_value(item)
        if isinstance(old, list):
            edit: InDocument = AppendItem(line=document.line, path=path, value=value)
        elif old is None:
            kind = item.sheet.form.kind.lower()
            edit = _put(document, plain, path, [value], _after(kind, document, path))
        else:
            edit = SetValue(line=document.line, path=path, value=[old, value])
        plain = changed(plain, edit) or plain
        yield edit


def _put(document: Node, plain: Plain, path: Path, value: Plain, after: str | None) -> InDocument:
    """Put a value where the mappings on the way may have come with an edit before."""
    for depth in range(1, len(path) + 1):
        parent = value_at(plain, path[: depth - 1])
        if isinstance(parent, dict) and path[depth - 1] not in parent:
            inner = wrapped_in(path[depth:], value)
            return AddKey(line=document.line, path=path[:depth], value=inner, after=after if depth == 1 else None)
    return SetValue(line=document.line, path=path, value=value)


def items_in(text: str, sort: Sort) -> list[str]:
    """Give the items that a cell of several holds."""
    return [each.strip() for each in re.split(r"\n" if sort is Sort.TEXTS else r",", text) if each.strip()]


def _nested(cells: Mapping[SheetColumn, str]) -> dict[str, Plain]:
    made: dict[str, Plain] = {}
    for column, text in cells.items():
        value: Plain = [*items_in(text, column.sort)] if column.sort in {Sort.IDS, Sort.TEXTS} else text
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        inner = wrapped_in(column.path[1:], value)
        made[str(column.path[0])] = _joined(made.get(str(column.path[0])), inner)
    return made


def _joined(one: Plain, other: Plain) -> Plain:
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{name: _joined(one.get(name), each) for name, each in other.items()}}
    return other


def _merged(edits: Iterable[InDocument]) -> list[InDocument]:
    """Make one of edits that add the same key, each with a part of its mapping."""
    made: list[InDocument] = []
    places: dict[Path, int] = {}
    for each in edits:
        at = places.get(each.path)
        first = made[at] if at is not None else None
        if at is not None and isinstance(first, AddKey | SetValue) and isinstance(each, AddKey | SetValue):
            made[at] = replace(first, value=_joined(first.value, each.value))
        else:
            places[each.path] = len(made)
            made.append(each)
    return made


def _whole(node: Node, path: Path, removed: set[Path]) -> Path:
    """Return the mapping to take out where nothing in it stays, else the key alone."""
    parent = node_at(node, path[:-1])
    names = parent.content if len(path) > 1 and parent is not None else None
    goes = isinstance(names, dict) and {(*path[:-1], name) for name in names} <= removed
    return path[:-1] if goes else path


def _after(kind: str, node: Node, path: Path) -> str | None:
    """Return the key behind which a new one goes, by the order of the kind; None for the end."""
    model = next(model for name, model in MODELS.items() if name.lower() == kind)
    names = ["kind", *model.model_fields]
    if path[0] not in names or node.keys is None:
        return None
    before = names[: names.index(str(path[0]))]
    return next((each for each in reversed(before) if each in node.keys), None)
