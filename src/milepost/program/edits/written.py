"""Values as YAML. A text is written so that any reader of YAML, of 1.1 or 1.2, takes it for that text.

Whole numbers and days stay bare, as in every example: Milepost reads each scalar as text.
"""

import re
from collections.abc import Mapping

import yaml

from milepost.program.text import Plain

WIDTH = 120
_BARE_NUMBER = re.compile(r"-?(0|[1-9]\d*)|\d{4}-\d\d-\d\d")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"})
_NUMBER = re.compile(
    r"[-+]?(\.\d[\d_]*|\d[\d_]*(\.[\d_]*)?)([eE][-+]?\d+)?|[-+]?0[xob][\da-fA-F_]+|[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|=|<<|\d{4}-\d\d?-\d\d?([Tt ].*)?"
)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def scalar(value: str | None, *, in_flow: bool, like: str = "", bare_before: str | None = None) -> str:
    """Write a scalar on one line. `like` is the mark of the quotes that stood there, which are kept where they can be.

    `bare_before` is what stood there without quotes: where a reader took that for a number or a truth, its author
    writes those bare, and so does this.
    """
    if value is None:
        return "null"
    if like == "'" and not _UNPRINTABLE.search(value):
        return _single(value)
    if like == '"':
        return _double(value)
    is_bare = bare_before is not None and _sort(bare_before) == _sort(value)
    if (is_bare or _sort(value) == "text") and _reads_back(value, in_flow=in_flow):
        return value
    return _single(value) if '"' in value and not _UNPRINTABLE.search(value) else _double(value)


def flow(value: Plain) -> str:
    """Write a value on one line, in flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)}: {flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, in_flow=True)


def after_key(value: Plain, indent: int, newline: str, used: int) -> str:
    """Write what follows a key's colon or a list's dash at column `indent` (from 0), in block style.

    `used` counts the characters before it on its line. What fits goes on the line; the longer goes below it.
    """
    line = " " + (flow(value) if isinstance(value, list | Mapping) else scalar(value, in_flow=False))
    fits = used + len(line) <= WIDTH
    if isinstance(value, str):
        return line if fits and "\n" not in value else below(value, indent + 2, newline) or line
    if not value or value is None or (fits and _is_flat(value)):
        return line
    inner = indent + 2
    return newline + newline.join(" " * inner + each for each in _members(value, inner, newline))


def below(value: str, indent: int, newline: str, mark: str = "") -> str | None:
    """Write a text in a block below its key, folded (`>`) or line by line (`|`); None where it would not read back.

    `mark` asks for one of the two; nothing takes what suits the text.
    """
    is_folded = mark == ">" or (mark == "" and "\n" not in value)
    if not value or _UNPRINTABLE.search(value.replace("\n", "")) or value.startswith((" ", "\n")):
        return None
    if is_folded and ("\n" in value or "  " in value or value != value.strip()):
        return None
    ending = "" if value.endswith("\n") else "-"
    lines = _folded(value, WIDTH - indent) if is_folded else value.removesuffix("\n").split("\n")
    if not is_folded and (lines[-1] == "" or any(each != each.rstrip() for each in lines)):
        return None
    said = [(" " * indent + each) if each else "" for each in lines]
    return f" {'>' if is_folded else '|'}{ending}{newline}" + newline.join(said)


def document(fields: Mapping[str, Plain], newline: str) -> str:
    """Write a document's keys in block style, with the last line's end."""
    return "".join(member(name, each, 0, newline) + newline for name, each in fields.items())


def member(name: str, value: Plain, indent: int, newline: str) -> str:
    """Write a key and its value at column `indent`, without the indentation of its first line."""
    key = _key(name)
    return f"{key}:{after_key(value, indent, newline, indent + len(key) + 1)}"


def item(value: Plain, indent: int, newline: str) -> str:
    """Write a list's item at column `indent`, without the indentation of its first line."""
    return f"-{after_key(value, indent, newline, indent + 1)}"


def _members(value: Plain, indent: int, newline: str) -> list[str]:
    if isinstance(value, Mapping):
        return [member(name, each, indent, newline) for name, each in value.items()]
    assert isinstance(value, list)
    return [item(each, indent, newline) for each in value]


def _is_flat(value: Plain) -> bool:
    """Tell whether a collection reads well on one line: nothing but scalars in it, or lists of them."""
    if isinstance(value, Mapping):
        return all(not isinstance(each, Mapping) and (each is None or _is_flat(each)) for each in value.values())
    return not isinstance(value, list) or all(each is None or isinstance(each, str) for each in value)


def _key(name: str) -> str:
    return scalar(name, in_flow=True)


def _sort(value: str) -> str:
    if _BARE_NUMBER.fullmatch(value):
        return "text"
    if value.lower() in _WORDS or not value:
        return "word"
    return "number" if _NUMBER.fullmatch(value) else "text"


def _reads_back(value: str, *, in_flow: bool) -> bool:
    if not value or value != value.strip() or _UNPRINTABLE.search(value) or value.startswith(("---", "...")):
        return False
    text = f"{{k: {value}, l: x}}" if in_flow else f"k: {value}\nl: x"
    try:
        return bool(yaml.load(text, Loader=_Texts) == {"k": value, "l": "x"})  # noqa: S506  it makes texts only
    except yaml.YAMLError:
        return False


class _Texts(yaml.CBaseLoader):
    """Reads every scalar as text."""


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _double(value: str) -> str:
    escaped = "".join(_ESCAPES.get(each, each) for each in value)
    return '"' + _UNPRINTABLE.sub(lambda found: _escape(found[0]), escaped) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
