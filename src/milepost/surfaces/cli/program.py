"""The verbs about a program's files beside check: accept, schema, explain."""

import json
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.command()
@about_program(positional=True)
@verb("accept")
def accept(folder: Path | None, directory: Path | None, state: Path | None) -> Answer:
    """Record the program in DIR as the version in force; it counts from now on, never backwards.

    \b
    milepost accept examples/email
    """
    from milepost.actions.accept_program import accept_program
    from milepost.wiring.local import actor_from_environment

    place = place_of(directory, state, folder)
    done = accept_program(place.program, place.open_state(), actor_from_environment())
    said = "is in force from now on" if done.is_new else "was in force already"
    if not done.is_new:
        said += f"; recorded: {', '.join(done.recorded)}" if done.recorded else "; nothing was recorded"
    data = {"program": done.program.program.id, "digest": done.program.digest, "event": done.event}
    text = f"{done.program.program.title} {said}.\n{done.program.digest}\n{done.event}"
    return Answer(text=text, data={**data, "new": done.is_new, "recorded": list(done.recorded)}, findings=done.findings)


@click.command()
@click.argument("code")
@about_program()
@verb("explain")
def explain(code: str, directory: Path | None, state: Path | None) -> Answer:
    """Explain a finding's CODE: why it matters and what to do; or why an id, such as goal/grow, has its word.

    \b
    milepost explain MP305
    milepost explain goal/grow-margin
    """
    from milepost.surfaces.cli.codes import explained
    from milepost.surfaces.cli.status import status_of

    if "/" in code:
        return status_of(place_of(directory, state), code, None, draft=False)
    return explained(code)


@click.command()
@verb("schema")
def schema() -> Answer:
    """Write the JSON Schema of a program's documents, for editors.

    \b
    milepost schema > milepost.schema.json
    """
    from milepost.program.json_schema import json_schema

    made = json_schema()
    return Answer(text=json.dumps(made, indent=2, ensure_ascii=False), data=made)
