"""The verbs of `budget`: choose, lines, export, import."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.group(invoke_without_command=True)
@click.pass_context
def budget(context: click.Context) -> None:
    """Choose what is built under the budget, and hold its lines against the plan and what was spent.

    Alone it chooses, for the program that lies here.
    """
    if context.invoked_subcommand is None:
        context.invoke(choose)


@budget.command()
@about_program(positional=True)
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=10.0, help="Time to search, and to explain. 10.")
@click.option("--scenarios", type=click.IntRange(100, 1_000_000), default=10_000, help="Futures of a whole plan.")
@click.option("--seed", type=click.IntRange(0), default=1, help="The seed of all luck. Default: 1.")
@verb("budget.choose")
def choose(
    folder: Path | None, directory: Path | None, state: Path | None, seconds: float, scenarios: int, seed: int
) -> Answer:
    """Choose and time capabilities: the highest expected net that lines, teams, order and appetite allow.

    Says why the rest is left out, what a little more of a line is worth, and what other beliefs would change. Where
    nothing keeps all limits, the lines in conflict are findings, each with the change that would do.

    \b
    milepost budget choose examples/lumen --seconds 5
    """
    import time

    from milepost.actions.choose_budget import Effort, Starts, choose_budget
    from milepost.presentation.budget_data import budget_data
    from milepost.presentation.budget_view import budget_story
    from milepost.rendering.text import story_text

    place = place_of(directory, state, folder)
    effort = Effort(seed=seed, scenarios=scenarios, seconds=seconds, left=Starts(time.perf_counter))
    with _quiet():
        shown, findings = choose_budget(place.program, effort)
    text = story_text(budget_story(shown), text_width())
    return Answer(text=text, data=lambda: budget_data(shown), findings=findings)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the solver's library prints off stdout, where it would stand in the data."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
