"""The verbs about the record itself: verify, rebuild, export."""

import json
from pathlib import Path

import click

from milepost.record.canonical import Json
from milepost.surfaces.cli.output import Answer, verb
from milepost.surfaces.cli.place import about_program, place_of


@click.group()
def record() -> None:
    """Verify, export and replay the record."""


@record.command()
@about_program()
@verb("record.verify")
def verify(directory: Path | None, state: Path | None) -> Answer:
    """Recompute every link of the chain, and hold the state tables against a replay.

    Entries cut off at the end are not seen: that needs a checkpoint held elsewhere, which is not built yet.

    \b
    milepost record verify
    """
    from milepost.actions.verify_record import verify_record
    from milepost.wiring.local import STATE_TABLES

    found = verify_record(place_of(directory, state).open_state().record, STATE_TABLES)
    text = f"{found.entries} entries, {'no' if not found.findings else len(found.findings)} faults; last {found.last}"
    return Answer(text=text, data={"entries": found.entries, "last": found.last}, findings=found.findings)


@record.command()
@about_program()
@verb("record.rebuild")
def rebuild(directory: Path | None, state: Path | None) -> Answer:
    """Drop the state tables and replay the record into new ones.

    \b
    milepost record rebuild
    """
    opened = place_of(directory, state).open_state()
    with opened.lock():
        opened.record.rebuild()
    return Answer(text="rebuilt", data={"rebuilt": True})


@record.command()
@about_program()
@verb("record.export")
def export(directory: Path | None, state: Path | None) -> Answer:
    """Write every entry as a line of JSON: sequence, previous digest, digest, and the event as stored.

    \b
    milepost record export > record.jsonl
    """
    links = place_of(directory, state).open_state().record.links()
    lines: list[Json] = [
        {
            "sequence": each.sequence,
            "previous": each.previous,
            "digest": each.digest,
            "event": json.loads(each.stored),
        }
        for each in links
    ]
    return Answer(text="\n".join(json.dumps(each, ensure_ascii=False) for each in lines), data={"entries": lines})
