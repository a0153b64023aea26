"""docs/cli.md: the command line's help is its reference."""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from tools.docs.document import NOTE, Document

PAGE = Path("docs/cli.md")
HEAD = "# Command line\n\nstdout is data, stderr is progress and messages.\n"


def document(module: str = "milepost.surfaces.cli") -> Document:
    """Walk the commands and give the page; a command, argument or option without help is a fault."""
    main = importlib.import_module(module).main
    faults: list[str] = []
    parts = [NOTE, HEAD, *(_section(context, faults) for context in _walk(main, "milepost", None))]
    return Document(path=PAGE, text="\n".join(parts), faults=tuple(faults))


def _walk(command: click.Command, name: str, parent: click.Context | None) -> Iterator[click.Context]:
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for each, found in _shown(command, context):
            yield from _walk(found, each, context)


def _shown(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is not None and not found.hidden:
            yield name, found


def _section(context: click.Context, faults: list[str]) -> str:
    command, path = context.command, context.command_path
    help_text = _prose(command.help or "")
    if not help_text:
        faults.append(f"{path} has no help")
    pieces = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {path}", "", help_text, "", "```", f"{path} {pieces}", "```", ""]
    records = list(_parameters(context, faults))
    if records:
        lines += ["| parameter | meaning |", "|---|---|", *records, ""]
    if isinstance(command, click.Group):
        lines += [f"Commands: {', '.join(f'`{name}`' for name, _ in _shown(command, context))}", ""]
    return "\n".join(lines)


def _prose(help_text: str) -> str:
    """Give help as Markdown: what click is told not to wrap is set as code, what it is told to hide is left out."""
    paragraphs = inspect.cleandoc(help_text).split("\f")[0].strip().split("\n\n")
    return "\n\n".join(f"```\n{each[2:]}\n```" if each.startswith("\b\n") else each for each in paragraphs)


def _parameters(context: click.Context, faults: list[str]) -> Iterator[str]:
    """Give a row for each parameter; the command's own help may explain an argument by its name instead."""
    for parameter in context.command.get_params(context):
        if getattr(parameter, "hidden", False):
            continue
        record = parameter.get_help_record(context)
        name, text = record or (parameter.make_metavar(context), getattr(parameter, "help", None) or "")
        explained = isinstance(parameter, click.Argument) and name.strip("[].") in (context.command.help or "")
        if not text.strip() and not explained:
            faults.append(f"{context.command_path}: {name} has no help")
        if text.strip():
            yield f"| `{_cell(name)}` | {_cell(text)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
