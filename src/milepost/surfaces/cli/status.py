"""The verbs that look: status and trace."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, addressed, place_of

if TYPE_CHECKING:
    from milepost.wiring.local import Place


@click.command()
@click.argument("id", required=False)
@about_program()
@click.option("--as-of", type=MOMENT, help="A day (its end, in the program's zone) or an instant with a zone.")
@click.option("--draft", is_flag=True, help="Judge by the files as they are now, as if they were accepted.")
@verb("status")
def status(
    id: str | None,  # noqa: A002  the word on the command line
    directory: Path | None,
    state: Path | None,
    as_of: date | datetime | None,
    draft: bool,
) -> Answer:
    """Say where the program stands, derived from what was recorded; ID narrows it to one thing.

    \b
    milepost status goal/grow-margin --as-of 2026-09-30
    """
    return status_of(place_of(directory, state), id, as_of, draft=draft)


def status_of(place: "Place", id_: str | None, as_of: date | datetime | None, *, draft: bool) -> Answer:
    """Answer with the status of all, or of one thing and its parts."""
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.status_view import status_data, status_view
    from milepost.rendering.status_text import status_text

    record = place.open_state().record
    found = report_status(place.program, record, now_of(record, clock_from_environment()), as_of, draft=draft)
    status = addressed(found.status, place)
    text = status_text(status_view(status, id_), text_width())
    return Answer(text=text, data=lambda: status_data(status, id_), findings=found.findings)


@click.command()
@click.argument("id")
@about_program()
@verb("trace")
def trace(id: str, directory: Path | None, state: Path | None) -> Answer:  # noqa: A002
    """Walk from ID (an entry, kind/slug, digest or FILE:LINE) down to the files it rests on, and back up.

    \b
    milepost trace experiment/spring-test
    """
    from milepost.actions.trace import trace as trace_id
    from milepost.presentation.trace_view import trace_data, trace_view
    from milepost.rendering.status_text import status_text

    place = place_of(directory, state)
    found = trace_id(id, place.program, place.open_state(), place.open_warehouse())
    return Answer(text=status_text(trace_view(found), text_width()), data=trace_data(found), findings=found.findings)
