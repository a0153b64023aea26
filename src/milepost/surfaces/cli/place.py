"""Which program a verb is about: `-C DIR`, or DIR for the verbs that take it."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from milepost.actions.ports import RecordReader
    from milepost.roadmap.status import RoadmapStatus
    from milepost.wiring.local import Place

_HERE = Path()


def about_program(*, positional: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that say which program; the command gets `folder`, `directory` and `state`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        as_path = click.Path(path_type=Path, file_okay=False)
        function = click.option("--state", type=as_path, help="State folder. Default: .milepost/ in the program.")(
            function
        )
        function = click.option("-C", "directory", type=as_path, help="The program's folder. Default: this one.")(
            function
        )
        if positional:
            function = click.argument("folder", metavar="[DIR]", required=False, type=as_path)(function)
        return function

    return decorate


def addressed(status: "RoadmapStatus", place: "Place") -> "RoadmapStatus":
    """Write where the program lies into the commands that the status asks people to type."""
    told = said_of(place)
    if not told:
        return status
    needs = (replace(each, command=f"{each.command} {told}" if each.command else None) for each in status.needs)
    return replace(status, needs=tuple(needs))


def said_of(place: "Place") -> str:
    """Return what a command needs to find the program: nothing where it lies here."""
    words = [] if place.folder == _HERE else ["-C", str(place.folder)]
    words += ["--state", str(place.state)] if place.state else []
    return shlex.join(words)


def place_of(directory: Path | None, state: Path | None, folder: Path | None = None) -> "Place":
    """Return where the program lies. Naming it twice is a usage error."""
    from milepost.wiring.local import Place

    return Place(folder=folder_of(directory, folder), state=state)


def record_of(place: "Place") -> "RecordReader | None":
    """Return the record of a program, None where nothing was ever recorded: a look at a plan makes no state folder."""
    return place.open_state().record if place.state_path.exists() else None


def folder_of(directory: Path | None, folder: Path | None) -> Path:
    """Return the program's folder. Naming it twice is a usage error."""
    if folder is not None and directory is not None and folder != directory:
        raise click.UsageError(f"{folder} and -C {directory} name two programs")
    return folder or directory or _HERE
