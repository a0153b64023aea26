"""The verb `value roi`: what came of the money, beside what was planned."""

from datetime import date, datetime
from pathlib import Path

import click

from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of

BY = ("capability", "milestone", "channel", "goal", "quarter", "program")


@click.command()
@click.argument("id", required=False)
@about_program()
@click.option("--by", type=click.Choice(BY), help="What returns are told by. Default: what ID is, else capability.")
@click.option("--as-of", type=MOMENT, help="A day (its end, in the program's zone) or an instant with a zone.")
@verb("value.roi")
def roi(
    id: str | None,  # noqa: A002  the word on the command line
    directory: Path | None,
    state: Path | None,
    by: str | None,
    as_of: date | datetime | None,
) -> Answer:
    """Reckon net, ROI, present value, payback and time to value; ID narrows it to one thing, told in full.

    Each number stands with its interval, by one joint distribution. Realised, measured and planned are never added;
    the program's return is claimed only where a global holdout shows its total.

    \b
    milepost value roi --by goal
    milepost value roi capability/mens-mail
    """
    import numpy as np

    from milepost.actions.report_returns import Question, report_returns
    from milepost.actions.report_status import now_of
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.returns_data import returns_data
    from milepost.presentation.returns_view import returns_story
    from milepost.rendering.text import story_text
    from milepost.roadmap.returns import By

    place = place_of(directory, state)
    record = place.open_state().record
    now = now_of(record, clock_from_environment())
    question = Question(by=By(by) if by else None, id=id, day=as_of)
    found, findings = report_returns(question, place.program, record, now, np.random.default_rng)
    return Answer(
        text=story_text(returns_story(found), text_width()), data=lambda: returns_data(found), findings=findings
    )
