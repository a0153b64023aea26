"""The verbs that put an experiment into the record: register its design, freeze its reading."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of

if TYPE_CHECKING:
    from milepost.actions.register_experiment import Registered
    from milepost.record.canonical import Json


@click.command()
@click.argument("id")
@about_program()
@verb("experiment.register")
def register(id: str, directory: Path | None, state: Path | None) -> Answer:  # noqa: A002
    """Write the design of experiment ID into the record, before its first exposure.

    Metric, population, split, alpha, margins, period, stopping rule and money are kept with their digest; what is
    changed afterwards is shown with each reading and costs it a grade. Once the period has begun, or the data was
    loaded, a registration is recorded as late and claims nothing.

    \b
    milepost experiment register spring-test
    """
    from milepost.actions.register_experiment import register_experiment
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.record.canonical import to_json
    from milepost.wiring.local import actor_from_environment

    opened, slug = place_of(directory, state).open_state(), id.removeprefix("experiment/")
    found = register_experiment(opened, slug, actor_from_environment(), clock_from_environment().now())
    told = found.registration
    data: dict[str, Json] = {
        "experiment": f"experiment/{slug}",
        "event": found.event,
        "is_new": found.is_new,
        "digest": told.digest,
        "parts": to_json(told.parts),
        "late": told.late,
    }
    return Answer(text=_text(found), data=data, findings=found.findings)


def _text(found: "Registered") -> str:
    from milepost.presentation.values import Story, Table, columns
    from milepost.rendering.text import story_text

    told = found.registration
    said = "is registered" if found.is_new else "was registered so before"
    late = ", late: no claim that it was planned so" if told.late else ""
    rows = tuple((part, value) for part, value in told.parts.items())
    story = Story(
        message=f"experiment/{told.experiment} {said}{late}.",
        lines=("What is written down:", f"{told.digest}, {found.event}"),
        tables=(Table(title="", columns=columns("Part", "As registered"), rows=rows),),
    )
    return story_text(story, text_width())


@click.command()
@click.argument("id")
@about_program()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the files. Default: the state."
)
@verb("experiment.freeze")
def freeze(id: str, directory: Path | None, state: Path | None, out: Path | None) -> Answer:  # noqa: A002
    """Freeze the last reading of experiment ID: a page and its JSON, named by the digest of all they say.

    They hold the verdict, the design, its registration and the query. Freezing the same reading again gives the same
    files and records nothing new.

    \b
    milepost experiment freeze spring-test --out board
    """
    from milepost.actions.freeze_experiment import freeze_experiment
    from milepost.rendering.frozen_page import frozen_page
    from milepost.wiring.local import actor_from_environment, snapshot_folder

    place, slug = place_of(directory, state), id.removeprefix("experiment/")
    folder = snapshot_folder(out or place.state_path / "frozen" / slug)
    found = freeze_experiment(place.open_state(), folder, frozen_page, slug, actor_from_environment())
    files: dict[str, Json] = {name: str(path) for name, path in found.files.items()}
    text = "\n".join([f"experiment/{slug} is frozen as {found.snapshot}", *map(str, files.values()), found.event])
    named: dict[str, Json] = {"experiment": f"experiment/{slug}", "snapshot": found.snapshot, "event": found.event}
    return Answer(text=text, data={**named, "files": files, "is_new": found.is_new})
