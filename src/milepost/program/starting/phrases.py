"""How titles, texts, amounts and lists are written into a program's YAML."""

import json
import re

from milepost.program.starting.question import slug_of

PLAIN = re.compile(r"[A-Za-z0-9][\w ./()%'-]*")
SEPARATOR = "---\n"


def headed(kind: str, title: str) -> str:
    return f"kind: {kind}\nid: {slug_of(title)}\ntitle: {text(title)}\n"


def slugs(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(dict.fromkeys(map(slug_of, names))) + "]"


def joined(documents: list[str]) -> str:
    return SEPARATOR.join(documents)


def text(value: str) -> str:
    plain = PLAIN.fullmatch(value) and value.lower() not in {"null", "true", "false"}
    return value if plain else json.dumps(value, ensure_ascii=False)


def quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)
