"""The verbs about the books: show, close, restate, export."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.kernel.time import Quarter
from milepost.surfaces.cli.arguments import MOMENT
from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of
from milepost.surfaces.cli.values import Parsed

if TYPE_CHECKING:
    from milepost.actions.ports import RecordReader
    from milepost.actions.value_books import Kept

QUARTER = Parsed("2026Q1", Quarter.parse)
AS_OF = "A day (its end, in the program's zone) or an instant with a zone."


@click.group()
def value() -> None:
    """Show, close, restate and export the books: what was earned, how surely, and what it cost."""


@value.command()
@about_program()
@click.option("--as-of", type=MOMENT, help=AS_OF)
@click.option("--period", type=QUARTER, help="Only what was booked in this fiscal quarter.")
@verb("value.show")
def show(directory: Path | None, state: Path | None, as_of: date | datetime | None, period: Quarter | None) -> Answer:
    """Show the balance: value realised and projected, costs by kind and capability, what is left, restatements."""
    from milepost.ledger.balance import balance
    from milepost.presentation.value_view import period_title, value_data, value_view
    from milepost.rendering.status_text import status_text

    kept = _kept(place_of(directory, state).open_state().record, as_of)
    shown = balance(kept.books, period)
    title = f"{kept.program.program.title}: {period_title(period)}"
    text = status_text(value_view(kept.books, shown, title), text_width())
    return Answer(text=text, data=value_data(kept.books, shown), findings=kept.findings)


@value.command()
@click.argument("quarter", type=QUARTER)
@about_program()
@click.option("--signer", required=True, metavar="ROLE", help="The role that the ledger's `closed_by` names.")
@verb("value.close")
def close(directory: Path | None, state: Path | None, quarter: Quarter, signer: str) -> Answer:
    """Close a fiscal QUARTER: what comes later about it is booked in the first open one, as a restatement."""
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
    """List what was recorded about a closed period: what, by how much, why, and since when."""
    from milepost.ledger.balance import balance
    from milepost.presentation.value_view import restate_data, restate_view
    from milepost.rendering.status_text import status_text

    kept = _kept(place_of(directory, state).open_state().record, as_of)
    told = balance(kept.books, period).restatements
    view = restate_view(kept.books, told, f"{kept.program.program.title}: restatements")
    return Answer(
        text=status_text(view, text_width()), data={"restatements": restate_data(told)}, findings=kept.findings
    )


def _kept(record: "RecordReader", as_of: date | datetime | None) -> "Kept":
    from milepost.actions.report_status import now_of
    from milepost.actions.value_books import keep_books
    from milepost.adapters.clock.system import clock_from_environment

    return keep_books(record, now_of(record, clock_from_environment()), as_of)
