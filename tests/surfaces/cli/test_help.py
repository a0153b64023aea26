"""Every command's help shows how it is called, with arguments and options that the command has."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from milepost.surfaces.cli import main


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from leaves(each, (*path, name))
    else:
        yield path, command


COMMANDS = dict(leaves(main))


def examples(path: tuple[str, ...]) -> list[list[str]]:
    text = (COMMANDS[path].help or "").replace("\\\n", " ")
    start = re.escape(" ".join(("milepost", *path)))
    lines = re.findall(rf"^ *({start}.*)$", text, re.MULTILINE)
    return [shlex.split(each.partition(" > ")[0])[1 + len(path) :] for each in lines]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_an_example_that_can_be_typed(path: tuple[str, ...]) -> None:
    assert examples(path), "no line starts with the command"
    for arguments in examples(path):
        COMMANDS[path].make_context(path[-1], arguments)
