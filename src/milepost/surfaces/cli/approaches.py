"""The verb `approaches`, and `approaches choose`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.groups import Defaulted
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, record_of

if TYPE_CHECKING:
    from milepost.actions.compare_approaches import Compared, Size
    from milepost.record.canonical import Json

MODELS = ("top-down", "pilot-led", "hybrid")
FORMS = ("table", "markdown", "csv", "json")
SEED_HELP = "The seed of all luck: the same one gives the same numbers."


@click.group(cls=Defaulted, usual="show", subcommand_metavar="[show] [DIR] | choose MODEL")
def approaches() -> None:
    """Run the program top-down, pilot-led and hybrid, side by side; `choose` records the sponsor's choice.

    \b
    milepost approaches examples/lumen
    milepost approaches show --format markdown --out approaches.md
    milepost approaches choose hybrid --because "pilots first, one data base" --signer cmo
    """


@approaches.command()
@about_program(positional=True)
@click.option("--format", "form", type=click.Choice(FORMS), default="table", help="Default: table, for a terminal.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; one there is replaced.")
@click.option("--seed", type=click.IntRange(0, 2**62), help=SEED_HELP)
@verb("approaches.show")
def show(
    folder: Path | None, directory: Path | None, state: Path | None, form: str, out: Path | None, seed: int | None
) -> Answer:
    """Compare the operating models for the files in DIR: time, value, governance, rework, visibility, goals.

    Grade D: futures of priors, each with its source. No model is recommended while intervals overlap.

    \b
    milepost approaches show examples/lumen --format csv --out approaches.csv
    """
    from milepost.actions.compare_approaches import compare_approaches
    from milepost.actions.report_status import now_of
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.adapters.disk import write_ours
    from milepost.wiring.local import shipped_priors

    place = place_of(directory, state, folder)
    record = record_of(place)
    clock = clock_from_environment()
    now = now_of(record, clock) if record is not None else clock.now()
    compared = compare_approaches(place.program, record, shipped_priors(), now, _size(seed), _say)
    text = _written(compared, form)
    if out is not None:
        write_ours(out, text.encode())
        text = str(out)
    return Answer(text=text, data=lambda: _data(compared), findings=compared.findings)


@approaches.command()
@click.argument("model", type=click.Choice(MODELS), metavar="MODEL")
@about_program()
@click.option("--because", required=True, metavar="TEXT", help="Why: it is read again when a trigger trips.")
@click.option("--signer", required=True, metavar="ROLE", help="The role that chooses: the program's sponsor.")
@click.option("--seed", type=click.IntRange(0, 2**62), help=SEED_HELP)
@verb("approaches.choose")
def choose(
    model: str, directory: Path | None, state: Path | None, because: str, signer: str, seed: int | None
) -> Answer:
    """Record the choice of MODEL (top-down, pilot-led or hybrid) for the accepted program, and who signed.

    The figures of a run of that program, the digest of the priors and the seed go on record with it.

    \b
    milepost approaches choose hybrid --because "pilots first, one data base" --signer cmo
    """
    from milepost.actions.choose_approach import Wish, choose_approach
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.program.documents.outline import Approach
    from milepost.record.canonical import to_json
    from milepost.wiring.local import shipped_priors

    place, wish = place_of(directory, state), Wish(approach=Approach(model), because=because, signer=signer)
    now = clock_from_environment().now()
    found = choose_approach(wish, place.program, place.open_state(), shipped_priors(), now, _size(seed), _say)
    told = found.choice
    known = "" if found.is_new else " It was on record already."
    named = f"By {told.first}, {told.named} was clearly better." if told.named else "The figures recommended no model."
    answers = f" It answers: {'; '.join(told.answers)}." if told.answers else ""
    text = f"{told.approach} is chosen by {told.signer}: {told.because}. {named}{answers}{known}\n{found.event}"
    data: dict[str, Json] = {"event": found.event, "is_new": found.is_new, "choice": to_json(told)}
    return Answer(text=text, data=data, findings=found.compared.findings)


def _written(compared: "Compared", form: str) -> str:
    import json

    from milepost.presentation.approaches_data import approaches_sheet
    from milepost.presentation.approaches_view import approaches_story
    from milepost.rendering.ledger.csv_text import sheet_csv
    from milepost.rendering.markdown import story_markdown
    from milepost.rendering.text import story_text

    if form == "json":
        return json.dumps(_data(compared), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    if form == "csv":
        return sheet_csv(
            approaches_sheet(compared.comparison, compared.judgement, compared.flips, compared.assumptions)
        )
    story = approaches_story(
        compared.program,
        compared.assumptions,
        compared.comparison,
        compared.judgement,
        compared.flips,
        compared.standing,
    )
    return story_markdown(story) if form == "markdown" else story_text(story, text_width())


def _data(compared: "Compared") -> "dict[str, Json]":
    from milepost.presentation.approaches_data import approaches_data

    return approaches_data(
        compared.assumptions, compared.comparison, compared.judgement, compared.flips, compared.standing
    )


def _size(seed: int | None) -> "Size":
    from milepost.actions.compare_approaches import Size

    return Size() if seed is None else Size(seed=seed)


def _say(line: str) -> None:
    click.echo(line, err=True)
