"""A group of verbs of which one is meant where none is named."""

from pathlib import Path
from typing import Any

import click


class Defaulted(click.Group):
    """Without a verb it is the `usual` one: `milepost budget`, `milepost budget DIR`, `milepost budget -C DIR`.

    A first word that is neither a verb nor a folder is a verb mistyped.
    """

    def __init__(self, *arguments: Any, usual: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._usual = usual

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb where none is."""
        is_help = args[:1] in (["--help"], ["-h"])
        is_program = bool(args) and args[0] not in self.commands and (args[0].startswith("-") or Path(args[0]).is_dir())
        return super().parse_args(ctx, args if is_help or (args and not is_program) else [self._usual, *args])
