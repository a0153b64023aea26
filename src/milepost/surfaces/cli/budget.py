"""The verbs of `budget`: choose, lines, export, import."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.surfaces.cli.groups import Defaulted
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of, record_of

if TYPE_CHECKING:
    from milepost.record.canonical import Json


@click.group(cls=Defaulted, usual="choose")
def budget() -> None:
    """Choose what is built under the budget, and hold its lines against the plan and what was spent.

    Without a verb it chooses.
    """


@budget.command()
@about_program(positional=True)
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=10.0, help="Time to search, and to explain. 10.")
@click.option("--scenarios", type=click.IntRange(100, 1_000_000), default=10_000, help="Futures of a whole plan.")
@click.option("--seed", type=click.IntRange(0), default=1, help="The seed of all luck. Default: 1.")
@verb("budget.choose")
def choose(
    folder: Path | None, directory: Path | None, state: Path | None, seconds: float, scenarios: int, seed: int
) -> Answer:
    """Choose and time what DIR describes: the highest expected net that lines, teams, order and appetite allow.

    Says why the rest is left out, what a little more of a line is worth, and what other beliefs would change. Where
    nothing keeps all limits, the lines in conflict are findings, each with the change that would do.

    \b
    milepost budget choose examples/lumen --seconds 5
    """
    import time

    from milepost.actions.choose_budget import Effort, Starts, choose_budget
    from milepost.presentation.budget_data import budget_data
    from milepost.presentation.budget_view import budget_story
    from milepost.rendering.text import story_text

    place = place_of(directory, state, folder)
    effort = Effort(seed=seed, scenarios=scenarios, seconds=seconds, left=Starts(time.perf_counter))
    with _quiet():
        shown, findings = choose_budget(place.program, record_of(place), effort)
    text = story_text(budget_story(shown), text_width())
    return Answer(text=text, data=lambda: budget_data(shown), findings=findings)


@budget.command()
@about_program(positional=True)
@verb("budget.lines")
def lines(folder: Path | None, directory: Path | None, state: Path | None) -> Answer:
    """Hold the budget's lines against the plan declared in DIR and what was spent, by fiscal quarter and kind.

    What was spent is what `run` read from the ledger's source of costs; without a record, nothing is.

    \b
    milepost budget lines examples/lumen
    """
    from milepost.actions.budget_lines import budget_lines
    from milepost.actions.report_status import now_of
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.presentation.budget_lines_view import lines_rows, lines_story
    from milepost.rendering.text import story_text

    place = place_of(directory, state, folder)
    record = place.open_state().record
    shown, findings = budget_lines(place.program, record, now_of(record, clock_from_environment()))
    data: dict[str, Json] = {"currency": shown.currency, "lines": lines_rows(shown)}
    return Answer(text=story_text(lines_story(shown), text_width()), data=data, findings=findings)


@budget.command()
@about_program()
@click.option(
    "--focus",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file, .csv or .parquet; one there is replaced.",
)
@verb("budget.export")
def export(directory: Path | None, state: Path | None, out: Path) -> Answer:
    """Write the budget's lines and the plan's costs as FOCUS 1.2 rows, with x_CapabilityId, x_CostKind and x_Basis.

    A row of the plan is a fiscal month of a capability and a kind, on paper; x_Basis tells it from a line.

    \b
    milepost budget export -C examples/lumen --focus budget.csv
    milepost budget export -C examples/lumen --focus budget.parquet
    """
    from milepost.actions.budget_lines import planned_charges
    from milepost.adapters.disk import write_ours
    from milepost.presentation.budget_focus import planned_sheet
    from milepost.rendering.ledger.csv_text import sheet_csv
    from milepost.rendering.ledger.parquet import sheet_parquet

    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise click.UsageError(f"{out} ends in neither .csv nor .parquet")
    program, charges, findings = planned_charges(place_of(directory, state).program)
    sheet = planned_sheet(program, charges)
    write_ours(out, sheet_parquet(sheet) if out.suffix.lower() == ".parquet" else sheet_csv(sheet).encode())
    return Answer(
        text=f"{out}: {len(sheet.rows):,} rows", data={"path": str(out), "rows": len(sheet.rows)}, findings=findings
    )


@budget.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@about_program()
@click.option("--focus", is_flag=True, required=True, help="FILE holds FOCUS 1.2 rows.")
@click.option(
    "--as", "meaning", type=click.Choice(["lines", "actuals"]), default="actuals", help="What they are. actuals."
)
@verb("budget.import")
def import_(file: Path, directory: Path | None, state: Path | None, focus: bool, meaning: str) -> Answer:  # noqa: ARG001
    """Show FOCUS rows of FILE (CSV, Parquet, Excel) against the plan: as charges, or as lines for the Budget.

    Nothing is written: lines are printed as they stand in a Budget; charges come into the books by `milepost run`.

    \b
    milepost budget import bills.csv --focus
    milepost budget import budget.parquet --focus --as lines
    """
    from milepost.actions.budget_lines import import_actuals, import_lines
    from milepost.presentation.budget_lines_view import lines_rows, lines_story, lines_yaml
    from milepost.rendering.text import story_text
    from milepost.wiring.local import plain_warehouse

    read = import_lines if meaning == "lines" else import_actuals
    found, findings = read(place_of(directory, state).program, plain_warehouse(), file)
    text = story_text(lines_story(found.shown), text_width())
    snippet = lines_yaml(found.lines) if found.lines else ""
    data: dict[str, Json] = {
        "as": meaning,
        "rows": found.rows,
        "currency": found.shown.currency,
        "lines": lines_rows(found.shown),
        "yaml": snippet,
    }
    return Answer(text=f"{text}\n{snippet}" if snippet else text, data=data, findings=findings)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the solver's library prints off stdout, where it would stand in the data."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
