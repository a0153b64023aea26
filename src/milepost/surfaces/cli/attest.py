"""The verb `attest`."""

from datetime import date, datetime
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.command()
@click.argument("what")
@about_program()
@click.option("--signer", required=True, metavar="ROLE", help="The role that signs; never the owner.")
@click.option("--document", required=True, metavar="PATH", help="The signed document, inside the program's folder.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds; not for a draw.")
@click.option("--statement", default="", help="What is attested, in words.")
@verb("attest")
def attest(
    what: str,
    directory: Path | None,
    state: Path | None,
    signer: str,
    document: str,
    expires: datetime | None,
    statement: str,
) -> Answer:
    """Sign WHAT: a name that a criterion asks for, or experiment/ID or holdout/ID (drawn at random). Grade D.

    \b
    milepost attest consent-reviewed --signer privacy --document review.md --expires 2027-06-30
    """
    from milepost.actions.attest import Signing
    from milepost.actions.attest import attest as sign
    from milepost.adapters.clock.system import clock_from_environment

    place, day = place_of(directory, state), _day(expires)
    signing = Signing(what=what, signer=signer, document=document, expires=day, statement=statement)
    event = sign(signing, place.program, place.open_state(), clock_from_environment().now())
    more = " It counts after the next `milepost run`." if what.startswith(("experiment/", "holdout/")) else ""
    text = f"{signer} attested {what} by {document}.{more}\n{event.id}"
    return Answer(text=text, data={"event": event.id, "type": event.type, "subject": event.subject})


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
