"""The verb `roadmap`: goals, milestones and capabilities in time, with the accepted baseline under each."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, said_of
from milepost.surfaces.cli.values import Parsed

if TYPE_CHECKING:
    from milepost.actions.report_status import Reported
    from milepost.kernel.finding import Finding
    from milepost.presentation.roadmap_view import RoadmapView
    from milepost.roadmap.outlook import Outlook
    from milepost.wiring.local import Place


def slip(text: str) -> tuple[str, float]:
    """Read `capability/x=3w` as a slug and days; raises ValueError."""
    from milepost.kernel.time import Duration
    from milepost.plan.model import DAYS_A_MONTH

    name, equals, length = text.partition("=")
    if not equals or not name or not length:
        raise ValueError(f"{text!r} is not CAPABILITY=LENGTH: write --slip capability/customer-data=3w")
    read = Duration.parse(length)
    return name.removeprefix("capability/"), read.days + read.months * DAYS_A_MONTH


SLIP = Parsed("CAPABILITY=LENGTH", slip)


@click.command()
@about_program()
@click.option("--as-of", type=MOMENT, help="A day (its end, in the program's zone) or an instant with a zone.")
@click.option("--draft", is_flag=True, help="Draw the files as they are now against the accepted baseline.")
@click.option(
    "--group", type=click.Choice(["goal", "block", "team"]), default="goal", show_default=True,
    help="What capabilities stand under.",
)  # fmt: skip
@click.option("--slip", "slips", type=SLIP, multiple=True, help="What if it took so much longer: customer-data=3w.")
@click.option("--all", "show_all", is_flag=True, help="All rows of a long roadmap, not only those that press.")
@click.option("--ascii", "is_ascii", is_flag=True, help="Draw with ASCII only. Default where the output is not UTF-8.")
@click.option("--to", type=click.Choice(["svg", "html"]), help="Write a picture or a page instead of text.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to. Default: the state folder.")
@verb("roadmap")
def roadmap(
    directory: Path | None,
    state: Path | None,
    as_of: date | datetime | None,
    draft: bool,
    group: str,
    slips: tuple[tuple[str, float], ...],
    show_all: bool,
    is_ascii: bool,
    to: str | None,
    out: Path | None,
) -> Answer:
    """Draw the roadmap: what is late, what that delays, and the chance of each date.

    The baseline of each thing is what was promised when it was first accepted. A program never accepted is drawn on
    paper. Forecasts are the plan's, grade D.

    \b
    milepost roadmap --group block --slip capability/customer-data=3w
    """
    from milepost.presentation.roadmap_data import roadmap_data
    from milepost.presentation.roadmap_view import Grouping, roadmap_view
    from milepost.rendering.roadmap_text import roadmap_text
    from milepost.roadmap.outlook_reckoned import outlook_of

    if out is not None and to is None:
        raise click.UsageError("--out needs --to svg or --to html")
    place = place_of(directory, state)
    found = _reported(place, as_of, draft=draft)
    outlook = outlook_of(found.status, found.facts, _checked(found, dict(slips)))
    # What `check` finds in a draft is its to say.
    findings = (*(() if found.status.draft else found.findings), *_live(outlook, slips))
    view = roadmap_view(
        found.status, outlook, Grouping(group), show_all=show_all or to is not None, place=said_of(place)
    )
    if to is not None:
        written = _written(view, place, to, out)
        return Answer(text=str(written), data={"roadmap": str(written)}, findings=findings)
    plain = is_ascii or not (sys.stdout.encoding or "").lower().startswith("utf")
    return Answer(
        text=roadmap_text(view, text_width(), is_ascii=plain),
        data=lambda: roadmap_data(found.status, outlook, view),
        findings=findings,
    )


def _reported(place: "Place", as_of: date | datetime | None, *, draft: bool) -> "Reported":
    """Derive the status; of a program that was never accepted, that of its files."""
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.program.acceptance import ACCEPTED

    record = place.open_state().record
    now = now_of(record, clock_from_environment())
    is_paper = not record.events(ACCEPTED)
    found = report_status(place.program, record, now, as_of, draft=draft or is_paper, with_spans=True)
    starts = found.status.program.program.starts
    if is_paper and as_of is None and now.date() > starts:
        # On paper nothing has passed yet: a word such as missed would be of a date that nobody promised.
        return report_status(place.program, record, now, starts, draft=True)
    return found


def _checked(found: "Reported", slips: Mapping[str, float]) -> Mapping[str, float]:
    """Refuse slips of what is not there."""
    from milepost.kernel.finding import Refused
    from milepost.kernel.near import hint
    from milepost.roadmap.rules import NO_SUCH_SLIP

    known = found.status.program.capabilities
    findings = [
        NO_SUCH_SLIP.at(None, f"the program has no capability/{each}", hint(each, known, "capability"))
        for each in slips
        if each not in known
    ]
    if findings:
        raise Refused(*findings)
    return slips


def _live(outlook: "Outlook", slips: tuple[tuple[str, float], ...]) -> "Iterator[Finding]":
    """Say of what is live or retired that it slips no more."""
    from milepost.roadmap.rules import IS_LIVE

    asked = {f"capability/{slug}" for slug, _ in slips}
    for each in outlook.capabilities:
        if each.ref in asked and each.is_done:
            since = f"live since {each.done}" if each.done else "retired"
            yield IS_LIVE.at(None, f"{each.ref} is {since}: it no longer slips", IS_LIVE.fix)


def _written(view: "RoadmapView", place: "Place", to: str, out: Path | None) -> Path:
    """Write the picture or page, whole or not at all; returns its path."""
    from milepost.adapters.disk import write_ours, write_page
    from milepost.rendering.html.roadmap import render_roadmap
    from milepost.rendering.html.roadmap_svg import roadmap_svg

    drawn = render_roadmap(view) if to == "html" else roadmap_svg(view)
    if out is None:
        return place.open_state().write_page(f"roadmap.{to}", drawn)
    if to == "html":
        write_page(out, drawn)
    else:
        write_ours(out, drawn.encode())
    return out
