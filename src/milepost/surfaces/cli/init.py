"""The verb `init`: a starting program, one of four templates, or one written from the answers of an interview."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.output import Answer, verb

if TYPE_CHECKING:
    from datetime import date

    from milepost.record.canonical import Json

TEMPLATES = ("retail", "subscription", "b2b", "financial-services")
PLAIN = "blank"
SEED = 4
NEW = ("check", "simulate", "roadmap", "playbook kick-off", "plan", "accept")
"""What is typed next: what is wrong with it, what may come of it, who does what, what accepting does."""
LIVED = ("run", "status", "roadmap")
_HERE = Path()


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("-C", "directory", type=click.Path(path_type=Path), help="The new program's folder. Default: this one.")
@click.option("--template", type=click.Choice(TEMPLATES), help="Start from a complete program of a sector.")
@click.option("--with-data", is_flag=True, help="With a template: simulated tables too, of a program a year old.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Which simulated year.")
@click.option("--interview", is_flag=True, help="Ask the questions of a first program, and write it from the answers.")
@click.option("--answers", type=click.Path(path_type=Path, dir_okay=False),
              help="Take the interview's answers from a YAML or JSON file.")  # fmt: skip
@click.option("--questions", is_flag=True, help="Write the interview's questions as a form to fill in.")
@verb("init")
def init(
    folder: Path | None,
    directory: Path | None,
    template: str | None,
    with_data: bool,
    seed: int,
    interview: bool,
    answers: Path | None,
    questions: bool,
) -> Answer:
    """Write a first program into DIR, which is new or empty; nothing is ever written over.

    \b
    milepost init program
    milepost init --template retail --with-data shop
    milepost init --interview --questions > answers.yaml
    milepost init --interview --answers answers.yaml program
    """
    from milepost.surfaces.cli.interview import answered, asked, form

    if (with_data and template is None) or (template and (interview or answers or questions)):
        raise click.UsageError("--with-data goes with --template; --template goes without the interview")
    if questions:
        return form(_today())
    if folder is not None and directory is not None and folder != directory:
        raise click.UsageError(f"{folder} and -C {directory} name two folders")
    folder = folder or directory or _HERE
    if answers is not None:
        return answered(folder, answers, _today())
    if interview:
        return asked(folder, _today())
    return _from_template(folder, template or PLAIN, _today(), seed if with_data else None)


def _from_template(folder: Path, template: str, today: "date", seed: int | None) -> Answer:
    from milepost.adapters.program_folder.new import write_new
    from milepost.program.starting.calendar import marked_simulated, moved, quarters_to, started

    texts = _texts(template)
    quarters = quarters_to(started(texts), today, lived=seed is not None)
    texts = {name: moved(text, quarters) for name, text in texts.items()}
    if seed is not None:
        from milepost.simulation.rehearsal.lived import DOCUMENT, SAYS

        texts = {name: marked_simulated(text) for name, text in texts.items()} | {DOCUMENT: SAYS}
    write_new(folder, texts)
    rows = _simulated(folder, seed, today) if seed is not None else {}
    data: dict[str, Json] = {
        "folder": str(folder),
        "template": template,
        "files": [*sorted(texts)],
        "sources": dict(rows),
    }
    return Answer(text=_next(folder, len(texts), rows), data=data)


def _texts(template: str) -> dict[str, str]:
    """Read a template's files by relative path."""
    from milepost.wiring.local import example_folder

    root = example_folder("templates") / template
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.relative_to(root).parts[0][0] != ".")
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _simulated(folder: Path, seed: int, today: "date") -> dict[str, int]:
    """Write the tables of the program's sources and remember where they lie; gives the rows of each."""
    from milepost.actions.check_program import check_program
    from milepost.adapters.clock.system import FixedClock
    from milepost.simulation.rehearsal.lived import live
    from milepost.simulation.rehearsal.write import write
    from milepost.wiring.local import Place

    place = Place(folder=folder)
    program = check_program(place.program).program
    assert program is not None, "a template compiles"
    state, rows = place.open_state(), {}
    with state.lock():
        for source, path, count in write(program, folder, seed, today):
            state.remember_location(source, path)
            rows[source] = count
            click.echo(f"  simulated {source:<28} {count:>8,} rows", err=True)
    signed = live(program, lambda at: Place(folder=folder, clock=FixedClock(at)), today)
    click.echo(f"  simulated {'signatures':<28} {signed:>8,}", err=True)
    return rows


def _today() -> "date":
    from milepost.adapters.clock.system import clock_from_environment

    return clock_from_environment().now().date()


def _next(folder: Path, files: int, rows: dict[str, int]) -> str:
    said = [f"{files} files in {'this folder' if folder == _HERE else folder}."]
    if rows:
        said += [
            f"{sum(rows.values()):,} simulated rows for {len(rows)} sources; what was planted: {folder}/.truth.",
            "Accepted on its first day, and signed since, by people who do not exist.",
        ]
    return "\n".join([*said, "", "Next:", *(f"  {_command(each, folder)}" for each in (LIVED if rows else NEW))])


def _command(words: str, folder: Path) -> str:
    import shlex

    place = "" if folder == _HERE else shlex.quote(str(folder))
    option = "" if words in {"check", "accept", "run"} else "-C "
    return f"milepost {words} {option}{place}".rstrip() if place else f"milepost {words}"
