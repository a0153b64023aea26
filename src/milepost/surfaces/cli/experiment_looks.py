"""`milepost experiment read --aggregates`: looks at experiments whose rows stay elsewhere."""

from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width


def looks_answer(table: Path, *, alpha: float, sequential: bool, planned: int | None) -> Answer:
    """Read a table of aggregates and answer. Raises Refused as `read_aggregates`."""
    if planned is not None and not sequential:
        raise click.UsageError("--planned is where --sequential intervals are tightest; give both")
    from milepost.actions.read_looks import read_aggregates
    from milepost.actions.snapshot import looks_snapshot
    from milepost.presentation.looks_view import looks_data, looks_story
    from milepost.rendering.text import story_text
    from milepost.wiring.local import plain_warehouse

    warehouse = plain_warehouse()
    found, findings = read_aggregates(warehouse, table, alpha=alpha, sequential=sequential, planned=planned)
    rows = warehouse.file_digest(table)
    snapshot = looks_snapshot(rows, alpha=alpha, sequential=sequential, planned=planned)
    query = tuple(warehouse.statements)
    return Answer(
        text=story_text(looks_story(found, snapshot), text_width()),
        data=lambda: looks_data(found, snapshot, query),
        findings=findings,
    )
