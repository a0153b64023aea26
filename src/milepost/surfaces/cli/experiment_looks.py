"""`milepost experiment read --aggregates`: looks at experiments whose rows stay elsewhere."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width


def looks_answer(
    table: Path,
    html: Path | None,
    *,
    alpha: float,
    sequential: bool,
    planned: int | None,
    split: Mapping[str, Decimal],
) -> Answer:
    """Read a table of aggregates and answer; write the page where one is asked for. Raises as `read_aggregates`."""
    if planned is not None and not sequential:
        raise click.UsageError("--planned is where --sequential intervals are tightest; give both")
    from milepost.actions.read_looks import read_aggregates
    from milepost.actions.snapshot import looks_snapshot
    from milepost.presentation.looks_data import looks_data
    from milepost.presentation.looks_view import looks_method, looks_view
    from milepost.presentation.readout_trust import Known
    from milepost.rendering.text import story_text
    from milepost.wiring.local import plain_warehouse

    warehouse, shares = plain_warehouse(), _shares(split)
    found, findings = read_aggregates(
        warehouse, table, alpha=alpha, sequential=sequential, planned=planned, split=shares
    )
    rows = warehouse.file_digest(table)
    known = Known(
        method=looks_method(found),
        query=tuple(warehouse.statements),
        snapshot=looks_snapshot(rows, alpha=alpha, sequential=sequential, planned=planned, split=shares),
    )
    view = looks_view(found, known)
    if html is not None:
        from milepost.adapters.disk import write_page
        from milepost.rendering.looks_page import looks_page

        write_page(html, looks_page(view))
    text = story_text(view.story, text_width())
    return Answer(text=text, data=lambda: looks_data(found, known), findings=findings)


def _shares(split: Mapping[str, Decimal]) -> tuple[float, float] | None:
    if not split:
        return None
    if (
        set(split) != {"c", "t"}
        or min(split.values()) <= 0
        or abs(sum(split.values(), Decimal(0)) - 1) > Decimal("1e-6")
    ):
        raise click.UsageError(
            "the arms of --aggregates are c and t, as in its columns: write --split c=0.5,t=0.5, shares above zero "
            "that sum to 1"
        )
    return float(split["c"]), float(split["t"])
