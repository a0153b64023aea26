"""The questions as a YAML form with comments, to be filled in and given back; answers so far take the same form."""

import json
import re
from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from milepost.program.starting.asking import Entry, Interview, Next, Told
from milepost.program.starting.questions import Answers, Asked, asked_of

_HEAD = """\
# The questions of a first program. Fill in what you know, leave empty what you do not: an empty line stands for
# "not known". Lists take as many entries as you like; copy the lines from one dash to the next. Entries are named by
# their titles. Give it back with: milepost init --interview --answers THIS-FILE DIR
"""
_PLAIN = re.compile(r"[A-Za-z0-9][\w ./()%+'-]*")
_WIDTH = 100


def form_text(today: date, told: Told | None = None) -> str:
    """Write the form: with what is offered where nothing was told, or with what was told so far and nothing else."""
    interview = Interview(told=dict(told or {}), today=today)
    lines = [_HEAD.rstrip()]
    for asked in asked_of(Answers):
        lines += ["", *_comment(asked, "")]
        if asked.of is None:
            if told is not None and asked.name not in told:
                lines.append(f"# {asked.name}:")
                continue
            lines.append(f"{asked.name}: {_shown(_value(interview, Next(asked=asked), told))}".rstrip())
            continue
        entries: list[Entry] = interview.entries(asked.name)
        if told is not None and not entries:
            lines.append(f"{asked.name}: []" if asked.name in told else f"# {asked.name}:")
            continue
        lines.append(f"{asked.name}:")
        for place in range(max(1, len(entries))):
            lines += _entry(interview, asked, place, told, commented=place == 0)
    return "\n".join(lines) + "\n"


def _entry(interview: Interview, of: Asked, place: int, told: Told | None, *, commented: bool) -> Iterator[str]:
    assert of.of is not None
    dash = "  - "
    for asked in asked_of(of.of):
        entries = interview.entries(of.name)
        if told is not None and asked.name not in entries[place]:
            continue
        if commented:
            yield from _comment(asked, "    ")
        value = entries[place].get(asked.name) if told is not None else interview.offered(Next(asked=asked, list=of))
        yield f"{dash}{asked.name}: {_shown(value)}".rstrip()
        dash = "    "


def _value(interview: Interview, at: Next, told: Told | None) -> str | None:
    found = interview.told.get(at.asked.name)
    return found if isinstance(found, str) else interview.offered(at) if told is None else None


def _comment(asked: Asked, indent: str) -> Iterator[str]:
    text = f"{asked.question.ask} {asked.question.why}"
    choices = getattr(_enum(asked.type_), "__members__", None)
    if choices:
        text += " One of: " + ", ".join(str(each.value) for each in choices.values()) + "."
    for line in wrap(text, _WIDTH - len(indent)):
        yield f"{indent}# {line}"


def _enum(hint: object) -> object:
    return getattr(hint, "__origin__", hint)


def _shown(value: str | None) -> str:
    """Write a value so that YAML reads it as the text that it is."""
    if not value:
        return ""
    plain = _PLAIN.fullmatch(value) and value.lower() not in {"null", "~", "true", "false"} and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)
