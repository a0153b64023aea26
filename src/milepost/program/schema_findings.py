"""What pydantic says, as findings: an unknown key at the key, a missing one at its parent, a value at the value."""

from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from milepost.kernel.finding import Finding
from milepost.kernel.near import hint
from milepost.program.checks import missing_key, unknown_key, wrong_value
from milepost.program.draft import Origin
from milepost.program.text import Path

_LONGEST_SHOWN = 60


def schema_findings(model: type[BaseModel], error: ValidationError, origin: Origin) -> Iterator[Finding]:
    """Turn a validation error of one document into findings."""
    for each in error.errors(include_url=False, include_input=True):
        path, name = path_in(origin, tuple(each["loc"])), str(each["loc"][-1])
        if each["type"] == "extra_forbidden":
            message, known = f"the key {name} is not known here", fields_at(model, path[:-1])
            yield unknown_key.CHECK.rule.at(origin.key_span(*path), message, hint(name, known, "key"))
        elif each["type"] == "missing":
            where = ".".join(map(str, path)) or "the document"
            under = f" under {where}" if path else ""
            rule = missing_key.CHECK.rule
            yield rule.at(origin.key_span(*path), f"{where} lacks the key {name}", f"add `{name}:`{under}")
        elif each["type"] != "too_short" or not each["input"]:
            # A list is also called too short when its items were refused, which is said at each of them.
            yield wrong_value.CHECK.rule.at(origin.span(*path), _said(each), _allowed(each))


def worded(error: ErrorDetails) -> tuple[str, str | None]:
    """Say what is wrong with a value and what would do, None where there is nothing to say; as a finding words it."""
    return _said(error), _allowed(error)


def path_in(origin: Origin, loc: Path) -> Path:
    """Keep the steps that stand in the file; pydantic adds the names of union branches and of the missing key."""
    path: list[str | int] = []
    node = origin.node
    for step in loc:
        child = node.child(step)
        if child is not None:
            node = child
            path.append(step)
    return tuple(path)


def fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that may stand in the mapping at `path` of a document, `kind` among those of the document."""
    found = [model]
    for step in path:
        if isinstance(step, str):
            inner = [each.model_fields[step].annotation for each in found if step in each.model_fields]
            found = [each for annotation in inner for each in _models_in(annotation)]
    names = [info.alias or name for each in found for name, info in each.model_fields.items()]
    return names if path else ["kind", *names]


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [each for inner in getattr(annotation, "__args__", ()) for each in _models_in(inner)]


def _said(error: ErrorDetails) -> str:
    """Say what is wrong with the value; pydantic's own words are made for programmers and do not name it."""
    value, kind, message = error["input"], error["type"], error["msg"].removeprefix("Value error, ")
    wanted = _WANTED.get(kind)
    if value is None:
        return f"nothing stands here; {wanted or 'a value is expected'}"
    if isinstance(value, dict | list):
        form = "mapping" if isinstance(value, dict) else "list"
        return f"{'a' if value else 'an empty'} {form} stands here; {wanted or 'one value is expected'}"
    shown = repr(_shortened(str(value)))
    if kind == "enum":
        return f"{shown} is none of {', '.join(words_of(error))}"
    if kind == "value_error":
        # Ours begin with the value; else the standard library did not like a date inside a period.
        return message if message.startswith(("'", '"')) else f"{shown} does not fit: a date is written 2026-10-01"
    return f"{shown} does not fit: {wanted or message.replace('Input should be', 'it should be')}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


_WANTED = {
    "enum": "a word is expected",
    "string_type": "text is expected",
    "string_too_short": "some text is expected",
    "string_too_long": "4,000 characters at most are expected",
    "string_pattern_mismatch": "another form of text is expected",
    "tuple_type": "a list is expected",
    "too_short": "a list of one or more is expected",
    "dict_type": "a mapping of keys is expected",
    "model_type": "a mapping of keys is expected",
    "model_attributes_type": "a mapping of keys is expected",
    "int_type": "a whole number is expected",
    "int_parsing": "a whole number is expected",
    "bool_type": "true or false is expected",
    "bool_parsing": "true or false is expected",
}


def _allowed(error: ErrorDetails) -> str | None:
    context = error.get("ctx") or {}
    if (pattern := context.get("pattern")) is not None:
        return _PATTERNS.get(str(pattern), f"the form is {pattern}")
    return hint(str(error["input"]), words, "value") if (words := words_of(error)) else None


def words_of(error: ErrorDetails) -> list[str]:
    """Return the words that an error says may stand there; none where it is not about words."""
    expected = (error.get("ctx") or {}).get("expected")
    return [each.strip(" '") for each in str(expected).replace(" or ", ", ").split(",")] if expected else []


_PATTERNS = {
    "^[A-Z]{3}$": "write three capitals, such as USD",
    "^DataContract$": "write DataContract",
}
