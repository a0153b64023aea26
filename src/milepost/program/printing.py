"""A compiled program as files again: one document a file, in canonical order, defaults left out, comments gone."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from milepost.program.compiled import CompiledProgram, plain
from milepost.program.documents.contract import Contract
from milepost.program.edits.written import document
from milepost.program.kinds import Kind
from milepost.program.text import Plain


def printed(program: CompiledProgram) -> dict[str, bytes]:
    """Return the texts by path; they compile to a program of the same digest."""
    texts = {f"{type(each).__name__.lower()}/{each.id}.yaml": _text(each) for each in _documents(program)}
    return texts | {f"{slug}.odcs.yaml": _text(each) for slug, each in program.contracts.items()}


def _documents(program: CompiledProgram) -> Iterator[Kind]:
    yield program.program
    for field in vars(program).values():
        if isinstance(field, Mapping):
            yield from (each for each in field.values() if not isinstance(each, Contract))


def _text(of: Kind | Contract) -> bytes:
    fields = _fields(of)
    kind: dict[str, Plain] = {} if isinstance(of, Contract) else {"kind": type(of).__name__}
    return document({**kind, **fields}, "\n").encode()


def _fields(of: BaseModel) -> dict[str, Plain]:
    """Return the fields that are not at their default, under the names that files use."""
    found: dict[str, Plain] = {}
    for name, info in type(of).model_fields.items():
        value = getattr(of, name)
        if info.is_required() or value != info.get_default(call_default_factory=True):
            found[info.alias or name] = _value(value)
    return found


def _value(value: object) -> Plain:
    if isinstance(value, BaseModel):
        return dict(_fields(value))
    if isinstance(value, Mapping):
        return {str(key): _value(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_value(each) for each in value]
    return None if value is None else str(plain(value))
