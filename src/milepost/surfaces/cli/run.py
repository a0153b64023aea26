"""The verb `run`: what changed is loaded, checked, measured, read and posted; then the report is written."""

import sys
from pathlib import Path

import click

from milepost.surfaces.cli.arguments import LOCATION
from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.command()
@about_program(positional=True)
@click.option(
    "--source", "sources", multiple=True, type=LOCATION, help="Where a source lies, as NAME=PATH; remembered."
)
@click.option(
    "--step",
    type=click.Choice(["load", "contract", "measure", "read", "post", "cost", "plan"]),
    help="Do only this step.",
)
@verb("run")
def run(
    folder: Path | None,
    directory: Path | None,
    state: Path | None,
    sources: tuple[tuple[str, Path], ...],
    step: str | None,
) -> Answer:
    """Run the accepted program in DIR. Only what changed is done; after a kill it goes on where it was.

    \b
    milepost run --source crm=exports/crm.csv --source costs=exports/focus.csv
    """
    from milepost.actions.run_program import run_program
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.kernel.finding import has_errors
    from milepost.record.canonical import to_json
    from milepost.surfaces.cli.report import write_report
    from milepost.wiring.local import actor_from_environment

    place, now = place_of(directory, state, folder), clock_from_environment().now()
    opened = place.open_state()
    done = run_program(opened, place.open_warehouse(), dict(sources), actor_from_environment(), now, _say, step)
    data = {"steps": to_json(done.steps), "report": None}
    if has_errors(done.findings):
        return Answer(text="", data=data, findings=done.findings)
    page = write_report(place, opened, None)
    return Answer(text=f"report: {page}", data={**data, "report": str(page)}, findings=done.findings)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  progress, not an answer
