"""The verb `review`: what is to be decided, with the numbers and what to type."""

from datetime import date, datetime
from pathlib import Path

import click

from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, said_of


@click.command()
@about_program()
@click.option("--as-of", type=MOMENT, help="A day (its end, in the program's zone) or an instant with a zone.")
@verb("review")
def review(directory: Path | None, state: Path | None, as_of: date | datetime | None) -> Answer:
    """Propose for each capability to stop, extend, scale or keep it, with the numbers; only people decide.

    Signatures that are overdue, waivers, and the dates that were promised at acceptance stand beside. The rules are one
    table: docs/returns.md.

    \b
    milepost review --as-of 2026-09-30
    """
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.review_view import review_data, review_view
    from milepost.rendering.status_text import status_text
    from milepost.roadmap.dates_scored import dates_scored
    from milepost.roadmap.review import review_of

    place = place_of(directory, state)
    record = place.open_state().record
    found = report_status(place.program, record, now_of(record, clock_from_environment()), as_of)
    dates = dates_scored(found.status.program, found.facts, found.status.as_of)
    told = review_of(found.status, dates)
    findings = (*found.findings, *told.findings)
    return Answer(
        text=status_text(review_view(told, said_of(place)), text_width()),
        data=lambda: review_data(told),
        findings=findings,
    )
