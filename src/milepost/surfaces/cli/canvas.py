"""The verb `canvas`: what each capability is for, what it needs, and the gaps; as text, page, workbook or CSV."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of

if TYPE_CHECKING:
    from milepost.roadmap.canvas.canvas import Canvas

SHEETS = ("capabilities", "steps", "training", "adoption", "goals", "kpis", "sources", "integrations", "roles")


@click.command()
@about_program(positional=True)
@click.option("--to", "form", type=click.Choice(["html", "csv", "xlsx"]), help="Write it to a file in this form.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file. Default: canvas.html and so on."
)
@click.option(
    "--sheet",
    type=click.Choice(SHEETS),
    default=SHEETS[0],
    show_default=True,
    help="The sheet of a CSV, which has one.",
)
@verb("canvas")
def canvas(
    folder: Path | None, directory: Path | None, state: Path | None, form: str | None, out: Path | None, sheet: str
) -> Answer:
    """Draw the outcomes canvas of the files in DIR: KPI, lift, needs and steps of each capability, and the gaps.

    Cells of a workbook or CSV may be edited and brought back with `milepost import`.

    \b
    milepost canvas examples/lumen
    milepost canvas examples/lumen --to xlsx --out canvas.xlsx
    """
    from milepost.actions.draw_canvas import draw_canvas
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.canvas.json_data import canvas_data
    from milepost.presentation.canvas.view import canvas_view, message
    from milepost.rendering.status_text import status_text

    place = place_of(directory, state, folder)
    drawn = draw_canvas(place.program, place.open_state().record, clock_from_environment().now())
    of = drawn.canvas
    if form is not None:
        path = out or Path(f"canvas.{form}")
        _write(of, form, path, sheet)
        return Answer(
            text=f"{path}: {message(of)}",
            data={"path": str(path), "to": form, **canvas_data(of)},
            findings=drawn.findings,
        )
    program = of.draft.program
    title = f"{program.title if program else ''}: outcomes canvas"
    text = status_text(canvas_view(of, title=title), text_width())
    return Answer(text=text, data=lambda: canvas_data(of), findings=drawn.findings)


def _write(of: "Canvas", form: str, path: Path, sheet: str) -> None:
    from milepost.adapters.disk import write_ours, write_page
    from milepost.presentation.canvas.sheets import canvas_sheets, form_sheet
    from milepost.program.sheet.form import FORMS

    if form == "html":
        from milepost.presentation.canvas.page import canvas_page
        from milepost.rendering.html.canvas import render_canvas

        write_page(path, render_canvas(canvas_page(of)))
    elif form == "xlsx":
        from milepost.rendering.canvas.workbook import canvas_workbook

        write_ours(path, canvas_workbook(canvas_sheets(of)))
    else:
        from milepost.rendering.canvas.csv_text import canvas_csv

        write_ours(path, canvas_csv(form_sheet(of, next(each for each in FORMS if each.name.lower() == sheet))))
