"""The verb `playbook`: checklists that read the program's own names, owners and dates."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, said_of

if TYPE_CHECKING:
    from milepost.presentation.playbook.standing import Standing
    from milepost.presentation.playbook.values import Checklist
    from milepost.wiring.local import Place


@click.command()
@click.argument("name", required=False)
@about_program()
@click.option("--for", "capability", metavar="capability/ID", help="Narrow it to one capability.")
@click.option("--to", "form", type=click.Choice(["text", "md", "html"]), default="text", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it into this file.")
@verb("playbook")
def playbook(
    name: str | None,
    directory: Path | None,
    state: Path | None,
    capability: str | None,
    form: str,
    out: Path | None,
) -> Answer:
    """Print a checklist for this program: who, by when, what to type, what shows it. Without NAME, which there are.

    Boxes are ticked by what the record shows, never by hand.

    \b
    milepost playbook pilot --for capability/trigger-mail --to md
    """
    from milepost.presentation.playbook.registry import PLAYBOOKS, checklist

    if name is None:
        lines = [f"{key:<24}{each.about}" for key, each in PLAYBOOKS.items()]
        return Answer(text="\n".join(_wrapped(lines)), data={"playbooks": list(PLAYBOOKS)})
    _known(name, tuple(PLAYBOOKS))
    place = place_of(directory, state)
    made = checklist(name, _standing(place, capability))
    return _given(made, form, out)


def _known(name: str, names: tuple[str, ...]) -> None:
    from milepost.actions.rules import NO_SUCH_PLAYBOOK
    from milepost.kernel.finding import Refused
    from milepost.kernel.near import hint

    if name not in names:
        raise Refused(NO_SUCH_PLAYBOOK.at(None, f"there is no playbook {name}", hint(name, names, "playbook")))


def _standing(place: "Place", capability: str | None) -> "Standing":
    """Read the files and, where there is one, the record; what was never accepted has nothing done."""
    from milepost.actions.check_program import check_program
    from milepost.actions.report_status import now_of, report_status
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.kernel.finding import Refused
    from milepost.kernel.time import day_in
    from milepost.presentation.playbook.standing import Standing

    made = check_program(place.program)
    if made.program is None:
        raise Refused(*made.findings)
    program, record = made.program, place.open_state().record
    now = now_of(record, clock_from_environment())
    try:
        reported = report_status(place.program, record, now)
    except Refused as refused:
        if any(each.code != "MP620" for each in refused.findings):
            raise
        reported = None
    return Standing(
        program=program,
        today=day_in(now, program.program.time_zone),
        scope=_scope(capability, tuple(program.capabilities)),
        facts=reported.facts if reported else None,
        status=reported.status if reported else None,
        place=said_of(place),
        files={str(ref): each.source.path for ref, each in made.draft.origins.items()},
    )


def _scope(capability: str | None, names: tuple[str, ...]) -> tuple[str, ...]:
    from milepost.actions.rules import NO_SUCH_CAPABILITY
    from milepost.kernel.finding import Refused
    from milepost.kernel.near import hint

    slug = capability.removeprefix("capability/") if capability else None
    if slug is not None and slug not in names:
        raise Refused(NO_SUCH_CAPABILITY.at(None, f"there is no capability/{slug}", hint(slug, names, "capability")))
    return names if slug is None else (slug,)


def _given(made: "Checklist", form: str, out: Path | None) -> Answer:
    from milepost.adapters.disk import write_page, write_whole
    from milepost.record.canonical import to_json
    from milepost.rendering.checklist_text import checklist_markdown, checklist_text

    if form == "html":
        from milepost.rendering.checklist_page import checklist_page

        text = checklist_page(made)
    else:
        text = checklist_markdown(made) if form == "md" else checklist_text(made, text_width())
    data = {"playbook": to_json(made), "out": str(out) if out else None}
    if out is None:
        return Answer(text=text, data=data)
    if form == "html":
        write_page(out, text)
    else:
        write_whole(out, text.encode())
    return Answer(text=f"{made.title}: {made.counted}; written to {shlex.quote(str(out))}", data=data)


def _wrapped(lines: list[str]) -> list[str]:
    import textwrap

    return [each for line in lines for each in textwrap.wrap(line, text_width(), subsequent_indent=" " * 24)]
