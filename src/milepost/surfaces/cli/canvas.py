"""The verb `canvas`: what each capability is for, what it needs, and the gaps."""

from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.command()
@about_program(positional=True)
@verb("canvas")
def canvas(folder: Path | None, directory: Path | None, state: Path | None) -> Answer:
    """Draw the outcomes canvas of the files in DIR: KPI, lift, needs and steps of each capability, and the gaps.

    \b
    milepost canvas examples/lumen
    """
    from milepost.actions.draw_canvas import draw_canvas
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.canvas.json_data import canvas_data
    from milepost.presentation.canvas.view import canvas_view
    from milepost.rendering.status_text import status_text

    place = place_of(directory, state, folder)
    drawn = draw_canvas(place.program, place.open_state().record, clock_from_environment().now())
    program = drawn.canvas.draft.program
    title = f"{program.title if program else ''}: outcomes canvas"
    text = status_text(canvas_view(drawn.canvas, title=title), text_width())
    return Answer(text=text, data=lambda: canvas_data(drawn.canvas), findings=drawn.findings)
