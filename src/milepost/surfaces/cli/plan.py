"""The verbs `plan` and `apply`: what accepting would change, and doing just that."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.output import FAILED, OK, Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, said_of

if TYPE_CHECKING:
    from milepost.actions.make_plan import Plan
    from milepost.presentation.plan_view import Planned

PENDING = 3


@click.command()
@about_program(positional=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Save the plan, to be applied exactly.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 3 where changes are pending, 0 where there are none.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="How it is written.")
@verb("plan")
def plan(
    folder: Path | None,
    directory: Path | None,
    state: Path | None,
    out: Path | None,
    detailed_exitcode: bool,
    form: str,
) -> Answer:
    """Show what accepting the files in DIR would change, what it does, and who must approve. It changes nothing.

    \b
    milepost plan examples/lumen --out lumen.plan
    """
    from milepost.actions.make_plan import make_plan
    from milepost.kernel.finding import has_errors
    from milepost.presentation.plan_view import plan_data, plan_view
    from milepost.rendering.plan_markdown import plan_markdown
    from milepost.rendering.plan_text import plan_text

    place = place_of(directory, state, folder)
    found = make_plan(place.program, place.open_state().record)
    is_refused = has_errors(found.findings)
    view = plan_view(_planned(found), _saved(found, out, said_of(place)) if not is_refused else "")
    text = plan_markdown(view) if form == "markdown" else plan_text(view, text_width())
    pending = PENDING if detailed_exitcode and not found.is_empty else OK
    data = {**plan_data(_planned(found)), "saved": str(out) if out and not is_refused else None}
    return Answer(text=text, data=data, findings=found.findings, exit_code=FAILED if is_refused else pending)


def _planned(of: "Plan") -> "Planned":
    from milepost.kernel.time import day_in
    from milepost.plan.leaves import day_words
    from milepost.presentation.plan_view import Planned

    against = "No version is in force yet: all is new."
    if of.before is not None and of.base_at is not None:
        day = day_words(day_in(of.base_at, of.before.program.time_zone))
        against = f"Against the version accepted on {day}, {of.before.digest.removeprefix('sha256:')[:12]}."
    return Planned(
        before=of.before,
        after=of.after,
        against=against,
        steps=of.steps,
        approvals=of.approvals,
        figures=of.figures,
        seed=of.seed,
        scenarios=of.scenarios,
    )


def _saved(of: "Plan", out: Path | None, said: str) -> str:
    """Write the plan's file and say what comes next."""
    import shlex

    from milepost.actions.make_plan import saved_plan
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.adapters.disk import write_ours
    from milepost.plan.saved import saved_bytes
    from milepost.wiring.local import actor_from_environment

    if of.is_empty and out is None:
        return ""
    if out is None:
        return f"Next: {f'milepost plan --out FILE {said}'.rstrip()}, then milepost apply FILE"
    write_ours(out, saved_bytes(saved_plan(of, actor_from_environment(), clock_from_environment().now())))
    command = f"milepost apply {shlex.quote(str(out))} {said}".rstrip()
    return f"Saved {out}, valid until the state changes. Next: {command}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@about_program()
@verb("apply")
def apply(file: Path, directory: Path | None, state: Path | None) -> Answer:
    """Accept just the program of the plan saved in FILE; refused if the state, the files or the plan changed since.

    \b
    milepost apply lumen.plan -C examples/lumen
    """
    from milepost.actions.apply_plan import apply_plan
    from milepost.actions.plan_rules import NO_PLAN
    from milepost.kernel.finding import Refused, Span
    from milepost.wiring.local import actor_from_environment

    place = place_of(directory, state)
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"{file} can't be read: {error.strerror or error}"
        raise Refused(NO_PLAN.at(Span(path=str(file)), message, NO_PLAN.fix)) from error
    done = apply_plan(str(file), content, place.program, place.open_state(), actor_from_environment())
    accepted = done.accepted
    said = "is in force from now on" if accepted.is_new else "was in force already; nothing was recorded"
    data = {"program": accepted.program.program.id, "digest": accepted.program.digest, "event": accepted.event}
    text = f"{accepted.program.program.title} {said}.\n{accepted.program.digest}\n{accepted.event}"
    return Answer(
        text=text,
        data={**data, "new": accepted.is_new, "recorded": list(accepted.recorded)},
        findings=accepted.findings,
    )
