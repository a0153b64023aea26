"""The verb `report`: one self-contained page of where the program stands."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, addressed, place_of, said_of

if TYPE_CHECKING:
    from milepost.actions.ports import State
    from milepost.actions.report_status import Reported
    from milepost.roadmap.reckoned import Reckoned
    from milepost.wiring.local import Place


@click.command()
@about_program(positional=True)
@click.option("--as-of", type=MOMENT, help="A day (its end) or an instant with a zone. Default: now.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Default: a page in the state folder.")
@verb("report")
def report(
    folder: Path | None, directory: Path | None, state: Path | None, as_of: date | datetime | None, out: Path | None
) -> Answer:
    """Write the status of the program in DIR as one HTML page: no script, nothing loaded from elsewhere.

    \b
    milepost report --as-of 2026-09-30 --out status.html
    """
    place = place_of(directory, state, folder)
    page = write_report(place, place.open_state(), as_of, out)
    return Answer(text=str(page), data={"report": str(page)})


def write_report(place: "Place", state: "State", as_of: date | datetime | None, out: Path | None = None) -> Path:
    """Derive the status and write its page, whole or not at all; returns the page's path."""
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.adapters.disk import write_page

    now = now_of(state.record, clock_from_environment())
    found = report_status(place.program, state.record, now, as_of, with_spans=True)
    page = page_of(found, place)
    if out is None:
        return state.write_page("report.html", page)
    write_page(out, page)
    return out


def page_of(found: "Reported", place: "Place | None" = None, reckoned: "Reckoned | None" = None) -> str:
    """Render a status as one HTML page, whose commands say where the program lies.

    `reckoned` is what came back of the money, where the caller has it already.
    """
    import numpy as np

    from milepost.presentation.report.levels import levels
    from milepost.presentation.report_page import readings, report_page
    from milepost.rendering.html.report import render_report
    from milepost.roadmap.reckoned import reckon

    status = addressed(found.status, place) if place else found.status
    said = said_of(place) if place else ""
    returns = reckoned or reckon(found.facts, status, np.random.default_rng)
    page = report_page(status, readings(found.facts, status), levels(found.facts, status), said, returns)
    return render_report(page)
