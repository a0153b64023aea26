"""The verbs about the books: show, close, restate, export."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.kernel.time import Quarter
from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of
from milepost.surfaces.cli.returns import roi
from milepost.surfaces.cli.values import Parsed

if TYPE_CHECKING:
    from milepost.actions.ports import RecordReader, State
    from milepost.actions.value_books import Kept
    from milepost.kernel.finding import Finding
    from milepost.record.canonical import Json
    from milepost.wiring.local import Place

QUARTER = Parsed("2026Q1", Quarter.parse)
AS_OF = "A day (its end, in the program's zone) or an instant with a zone."


@click.group()
def value() -> None:
    """Show, close, restate and export the books: what was earned, how surely, and what it cost."""


value.add_command(roi)


@value.command()
@about_program()
@click.option("--as-of", type=MOMENT, help=AS_OF)
@click.option("--period", type=QUARTER, help="Only what was booked in this fiscal quarter.")
@verb("value.show")
def show(directory: Path | None, state: Path | None, as_of: date | datetime | None, period: Quarter | None) -> Answer:
    """Show the balance: value realised and projected, costs by kind and capability, what is left, restatements.

    \b
    milepost value show --period 2026Q1 --as-of 2026-06-30
    """
    from milepost.actions.value_books import balance_of
    from milepost.presentation.value_view import period_title, value_data, value_view
    from milepost.rendering.status_text import status_text

    record = place_of(directory, state).open_state().record
    kept = _kept(record, as_of)
    shown = balance_of(record, kept, period)
    title = f"{kept.program.program.title}: {period_title(period)}"
    text = status_text(value_view(kept.books, shown, title), text_width())
    return Answer(text=text, data=value_data(kept.books, shown), findings=kept.findings)


@value.command()
@click.argument("quarter", type=QUARTER)
@about_program()
@click.option("--signer", required=True, metavar="ROLE", help="The role that the ledger's `closed_by` names.")
@verb("value.close")
def close(directory: Path | None, state: Path | None, quarter: Quarter, signer: str) -> Answer:
    """Close a fiscal QUARTER: what comes later about it is booked in the first open one, as a restatement.

    \b
    milepost value close 2026Q1 --signer finance
    """
    from milepost.actions.close_period import close_period
    from milepost.adapters.clock.system import clock_from_environment
    from milepost.record.canonical import to_json

    opened = place_of(directory, state).open_state()
    event, closing = close_period(opened, quarter, signer, clock_from_environment().now())
    text = f"{quarter} is closed: {len(closing.trial)} accounts, {closing.digest}\n{event.id}"
    return Answer(text=text, data={"event": event.id, "closing": to_json(closing)})


@value.command()
@about_program()
@click.option("--as-of", type=MOMENT, help=AS_OF)
@click.option("--period", type=QUARTER, help="Only restatements of this fiscal quarter, or booked in it.")
@verb("value.restate")
def restate(
    directory: Path | None, state: Path | None, as_of: date | datetime | None, period: Quarter | None
) -> Answer:
    """List what was recorded about a closed period: what, by how much, why, and since when.

    \b
    milepost value restate --period 2026Q1
    """
    from milepost.ledger.balance import balance
    from milepost.presentation.value_view import restate_data, restate_view
    from milepost.rendering.status_text import status_text

    kept = _kept(place_of(directory, state).open_state().record, as_of)
    told = balance(kept.books, period).restatements
    view = restate_view(kept.books, told, f"{kept.program.program.title}: restatements")
    return Answer(
        text=status_text(view, text_width()), data={"restatements": restate_data(told)}, findings=kept.findings
    )


@value.command()
@about_program()
@click.option("--to", "form", type=click.Choice(["beancount", "csv", "xlsx", "focus"]), required=True, help="The form.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file; one there is replaced."
)
@click.option("--as-of", type=MOMENT, help=AS_OF)
@verb("value.export")
def export(directory: Path | None, state: Path | None, form: str, out: Path, as_of: date | datetime | None) -> Answer:
    """Write the books: Beancount, the journal as CSV, a workbook with a tie-out to actuals, costs as FOCUS 1.2.

    \b
    milepost value export --to beancount --out books.beancount
    milepost value export --to xlsx --out books.xlsx
    """
    from milepost.adapters.disk import write_ours

    place = place_of(directory, state)
    opened = place.open_state()
    kept = _kept(opened.record, as_of)
    content, findings = _exported(kept, form, place, opened)
    write_ours(out, content)
    text = f"{out}: {len(kept.books.transactions):,} transactions"
    data: dict[str, Json] = {"path": str(out), "to": form, "transactions": len(kept.books.transactions)}
    return Answer(text=text, data=data, findings=(*kept.findings, *findings))


def _exported(kept: "Kept", form: str, place: "Place", opened: "State") -> "tuple[bytes, tuple[Finding, ...]]":
    from milepost.presentation.ledger_sheets import focus_sheet, journal_sheet
    from milepost.rendering.ledger.beancount import beancount_text
    from milepost.rendering.ledger.csv_text import sheet_csv

    if form == "beancount":
        return beancount_text(kept.books, kept.program.program.title).encode(), ()
    if form == "xlsx":
        return _workbook(kept, place, opened)
    sheet = focus_sheet(kept.books, kept.program) if form == "focus" else journal_sheet(kept.books)
    return sheet_csv(sheet).encode(), ()


def _workbook(kept: "Kept", place: "Place", opened: "State") -> "tuple[bytes, tuple[Finding, ...]]":
    from milepost.actions.export_value import read_actuals
    from milepost.ledger.balance import balance
    from milepost.ledger.tie_out import tie_out
    from milepost.presentation.ledger_sheets import balance_sheet, journal_sheet, tie_sheet, trial_sheet
    from milepost.rendering.ledger.workbook import workbook

    books = kept.books
    source = kept.program.ledger.actuals if kept.program.ledger else None
    tied = tie_out(books, read_actuals(opened, place.open_warehouse(), kept.program), f"source/{source}")
    sheets = (balance_sheet(balance(books)), tie_sheet(tied, books.currency), trial_sheet(books), journal_sheet(books))
    return workbook(sheets), tied.findings


def _kept(record: "RecordReader", as_of: date | datetime | None) -> "Kept":
    from milepost.actions.report_status import now_of
    from milepost.actions.value_books import keep_books
    from milepost.adapters.clock.system import clock_from_environment

    return keep_books(record, now_of(record, clock_from_environment()), as_of)
