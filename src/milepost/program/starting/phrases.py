"""How titles, texts, amounts and lists are written into a program's YAML."""

import json
import re

from milepost.program.starting.question import slug_of

PLAIN = re.compile(r"[A-Za-z0-9][\w ./()%'-]*")
SEPARATOR = "---\n"


def headed(kind: str, title: str) -> str:
    """Begin a document: kind, id and title."""
    return f"kind: {kind}\nid: {slug_of(title)}\ntitle: {text(title)}\n"


def slugs(names: tuple[str, ...]) -> str:
    """List the ids of titles, each once."""
    return "[" + ", ".join(dict.fromkeys(map(slug_of, names))) + "]"


def joined(documents: list[str]) -> str:
    """Join documents into one file."""
    return SEPARATOR.join(documents)


def text(value: str) -> str:
    """Write a text, in quotes where YAML asks for them."""
    plain = PLAIN.fullmatch(value) and value.lower() not in {"null", "true", "false"}
    return value if plain else json.dumps(value, ensure_ascii=False)


def quoted(value: object) -> str:
    """Write a value in quotes."""
    return json.dumps(str(value), ensure_ascii=False)
