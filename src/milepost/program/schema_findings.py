"""What pydantic says, as findings: an unknown key at the key, a missing one at its parent, a value at the value."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from milepost.kernel.finding import Finding
from milepost.kernel.near import hint
from milepost.program.checks import missing_key, unknown_key, wrong_value
from milepost.program.draft import Origin
from milepost.program.text import Path


def schema_findings(model: type[BaseModel], error: ValidationError, origin: Origin) -> Iterator[Finding]:
    """Turn a validation error of one document into findings."""
    for each in error.errors(include_url=False, include_input=True):
        path, extra = _path_in(origin, tuple(each["loc"]))
        if each["type"] == "extra_forbidden":
            yield _unknown(model, origin, path, extra)
        elif each["type"] == "missing":
            name = str(each["loc"][-1])
            where = ".".join(str(step) for step in path) or "the document"
            yield missing_key.CHECK.rule.at(origin.key_span(*path), f"{where} lacks the key {name}", _add(path, name))
        else:
            yield wrong_value.CHECK.rule.at(origin.span(*path), _said(each), _allowed(each))


def _path_in(origin: Origin, loc: Path) -> tuple[Path, str]:
    """Keep the steps that stand in the file; pydantic adds the names of union branches and of the missing key."""
    path: list[str | int] = []
    node = origin.node
    for step in loc:
        child = node.child(step)
        if child is not None:
            node = child
            path.append(step)
    return tuple(path), str(loc[-1])


def _unknown(model: type[BaseModel], origin: Origin, path: Path, name: str) -> Finding:
    known = _fields_at(model, path[:-1])
    return unknown_key.CHECK.rule.at(
        origin.key_span(*path), f"the key {name} is not known here", hint(name, known, "key")
    )


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    found: Any = model
    for step in path:
        if isinstance(step, str):
            info = found.model_fields.get(step)
            found = _model_in(info.annotation) if info else None
        if found is None:
            return []
    names = [info.alias or name for name, info in found.model_fields.items()]
    return ["kind", *names] if not path else names


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_model_in(each) for each in getattr(annotation, "__args__", ())]
    return next((each for each in inner if each is not None), None)


def _add(path: Path, name: str) -> str:
    return f"add `{name}:`" + (f" under {path[-1]}" if path else "")


def _said(error: Any) -> str:
    return str(error["msg"]).removeprefix("Value error, ")


def _allowed(error: Any) -> str | None:
    expected = (error.get("ctx") or {}).get("expected")
    if expected is None or not isinstance(error["input"], str):
        return None
    return hint(error["input"], [each.strip(" '") for each in str(expected).replace(" or ", ", ").split(",")], "value")
