"""The verb `simulate`: the plan's futures as distributions."""

from datetime import date
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, record_of
from milepost.surfaces.cli.values import Parsed, day


@click.command()
@about_program(positional=True)
@click.option("--scenarios", type=click.IntRange(100, 100_000), default=10_000, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bytes.")
@click.option("--as-of", type=Parsed("day", day), help="As far as it had come by the end of that day.")
@verb("simulate")
def simulate(
    folder: Path | None, directory: Path | None, state: Path | None, scenarios: int, seed: int, as_of: date | None
) -> Answer:
    """Simulate the plan in DIR, accepted or not: dates, chances and money as distributions, all of grade D.

    It says what drives the spread and which pilot to buy first, and names what it assumes. Nothing is recorded.

    \b
    milepost simulate examples/lumen
    milepost simulate examples/lumen --as-of 2026-02-01 --json
    """
    from milepost.actions.simulate_program import simulate_program
    from milepost.plan.futures import Asked
    from milepost.presentation.simulation_data import simulation_data
    from milepost.presentation.simulation_view import simulation_story
    from milepost.rendering.text import story_text

    place = place_of(directory, state, folder)
    place.program.must_exist()
    asked = Asked(scenarios=scenarios, seed=seed)
    found = simulate_program(place.program, record_of(place), asked, as_of)
    return Answer(
        text=story_text(simulation_story(found), text_width()),
        data=lambda: simulation_data(found),
        findings=found.findings,
    )
