"""The verbs `integration list` and `integration test`: the systems of others that the program needs."""

from datetime import date, datetime
from pathlib import Path

import click

from milepost.surfaces.cli.arguments import ADDRESS, MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.group()
def integration() -> None:
    """Show and try the points at which the program needs systems that others run."""


@integration.command("list")
@about_program()
@click.option("--as-of", type=MOMENT, help="A day (its end, in the program's zone) or an instant with a zone.")
@verb("integration.list")
def list_(directory: Path | None, state: Path | None, as_of: date | datetime | None) -> Answer:
    """Show each integration: system, owner, direction, contract, what is promised, and how it last answered.

    \b
    milepost integration list -C examples/lumen
    """
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.integrations_view import integrations_data, integrations_story
    from milepost.rendering.text import story_text

    place = place_of(directory, state)
    record = place.open_state().record
    found = report_status(place.program, record, now_of(record, clock_from_environment()), as_of)
    return Answer(
        text=story_text(integrations_story(found.status), text_width()),
        data=lambda: integrations_data(found.status),
        findings=found.findings,
    )


@integration.command("test")
@click.argument("names", metavar="[ID]...", nargs=-1)
@about_program()
@click.option("--at", "addresses", multiple=True, type=ADDRESS, help="Where one answers, as NAME=ADDRESS; remembered.")
@click.option("--allow-private", is_flag=True, help="Also ask addresses inside your own network.")
@verb("integration.test")
def test(
    names: tuple[str, ...],
    directory: Path | None,
    state: Path | None,
    addresses: tuple[tuple[str, str], ...],
    allow_private: bool,
) -> Answer:
    """Ask the systems, or just those named by ID, and record their answers; what needs one that is down is blocked.

    \b
    milepost integration test --at mail-delivery=smtp.example.com:587
    """
    from milepost.actions.probe_integrations import probe_integrations
    from milepost.presentation.integrations_view import probed_data, probed_story
    from milepost.rendering.text import story_text
    from milepost.wiring.local import actor_from_environment, open_prober

    place = place_of(directory, state)
    only = [name.removeprefix("integration/") for name in names]
    prober = open_prober(allow_private=allow_private)
    done = probe_integrations(place.open_state(), prober, dict(addresses), actor_from_environment(), only)
    failed = 1 if any(not each.ok for each in done.results.values()) else None
    return Answer(
        text=story_text(probed_story(done.results), text_width()),
        data=probed_data(done.results),
        findings=done.findings,
        exit_code=failed,
    )
