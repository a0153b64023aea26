"""What an edit means, said of values alone: what the edited text has to read as."""

from dataclasses import dataclass

from milepost.program.edits.edit import AddKey, AppendItem, InDocument, RemoveAt, SetValue
from milepost.program.text import Path, Plain


def changed(document: Plain, edit: InDocument) -> Plain | None:
    """Give the document as it shall be, a new value; None where the edit's place is not there or is taken."""
    if not edit.path:
        return None
    copied = _copied(document)
    parent = value_at(copied, edit.path[:-1])
    step = edit.path[-1]
    if isinstance(parent, dict) and isinstance(step, str):
        done = _in_mapping(parent, step, edit)
    elif isinstance(parent, list) and isinstance(step, int):
        done = _in_list(parent, step, edit)
    else:
        done = False
    return copied if done else None


def value_at(value: Plain, path: Path) -> Plain:
    """Give the value at a path; None where there is none, too."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def _in_mapping(parent: dict[str, Plain], step: str, edit: InDocument) -> bool:
    if isinstance(edit, AddKey) == (step in parent):
        return False
    if isinstance(edit, RemoveAt):
        del parent[step]
        return True
    new = _new_value(parent.get(step), edit)
    if new is not None:
        parent[step] = new.value
    return new is not None


def _in_list(parent: list[Plain], step: int, edit: InDocument) -> bool:
    if isinstance(edit, AddKey) or not 0 <= step < len(parent):
        return False
    if isinstance(edit, RemoveAt):
        del parent[step]
        return True
    new = _new_value(parent[step], edit)
    if new is not None:
        parent[step] = new.value
    return new is not None


@dataclass(frozen=True, slots=True)
class _New:
    value: Plain


def _new_value(old: Plain, edit: SetValue | AddKey | AppendItem) -> _New | None:
    if not isinstance(edit, AppendItem):
        return _New(edit.value)
    if isinstance(old, dict):
        return None
    listed = old if isinstance(old, list) else [] if old is None else [old]
    return _New([*listed, edit.value])


def _copied(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value
