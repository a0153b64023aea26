"""The answer of `experiment read`: the read-out as text, as data and as a page."""

from pathlib import Path
from typing import TYPE_CHECKING

from milepost.surfaces.cli.output import Answer, text_width

if TYPE_CHECKING:
    from milepost.experiments.design import Design


def read_answer(table: Path, html: Path | None, design: "Design", decides_for: int | None) -> Answer:
    """Read a table by its design and answer; write the page where one is asked for. Raises Refused.

    `decides_for` are the units a week that the decision is about; with them waiting is priced.
    """
    from milepost.actions.read_experiment import read_experiment
    from milepost.actions.snapshot import snapshot_of
    from milepost.experiments.waiting import intake_of, waits
    from milepost.presentation.readout_data import readout_data
    from milepost.presentation.readout_method import method_of
    from milepost.presentation.readout_trust import Known
    from milepost.presentation.readout_view import view_of
    from milepost.rendering.readout_text import readout_text
    from milepost.wiring.local import plain_warehouse

    warehouse = plain_warehouse()
    found = read_experiment(warehouse, table, design)
    known = Known(
        method=(
            *method_of(design, found),
            *(f"Query: {name} stands for {path.name}." for name, path in warehouse.files.items()),
        ),
        query=tuple(warehouse.statements),
        snapshot=snapshot_of(warehouse.file_digest(table), design),
        waits=waits(found, intake_of(found, decides_for)) if decides_for else (),
    )
    view = view_of(found, known)
    if html is not None:
        from milepost.adapters.disk import write_page
        from milepost.rendering.readout_page import readout_page

        write_page(html, readout_page(view))
    return Answer(text=readout_text(view, text_width()), data=readout_data(found, known), findings=found.findings)
