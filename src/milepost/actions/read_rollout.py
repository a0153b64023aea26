"""A table of groups that start one after the other: what it shows. Nothing is written."""

from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.aggregated import aggregated
from milepost.actions.ports import Warehouse
from milepost.experiments.rollout import RolloutDesign, RolloutReading
from milepost.experiments.rollout_reading import rollout_reading
from milepost.experiments.rollout_rules import NO_SUM
from milepost.experiments.rollout_steps import steps_of
from milepost.kernel.finding import Refused, Span
from milepost.kernel.near import hint
from milepost.outcomes.faults import cell_findings, column_findings, first_broken
from milepost.outcomes.metric import MetricKind
from milepost.outcomes.rollout import (
    RolloutSpec,
    by_group,
    cells_of,
    fault_findings,
    faults,
    groups_of,
    start_findings,
    with_cells,
)
from milepost.outcomes.rules import MISSING_COLUMN

if TYPE_CHECKING:
    import ibis


def read_rollout(warehouse: Warehouse, path: Path, design: RolloutDesign) -> RolloutReading:
    """Read a file by the design. Raises Refused with every finding of its first kind of fault.

    Of the file (MP501-MP508), of columns (MP520, MP521), of days and groups (MP650-MP654), of what can be compared
    (MP655-MP659), of cells (MP522-MP525).
    """
    return read_rollout_table(warehouse, warehouse.open_file(path), str(path), design)


def read_rollout_table(warehouse: Warehouse, table: "ibis.Table", name: str, design: RolloutDesign) -> RolloutReading:
    """Read an open table by the design; `name` stands for it in findings. Raises Refused as `read_rollout`."""
    spec = design.spec
    _readable(table, spec, name)
    if found := tuple(fault_findings(warehouse.fetch(faults(table, spec))[0], table, spec, name)):
        raise Refused(*found)
    rows = warehouse.fetch(by_group(table, spec))
    if found := tuple(start_findings(rows, spec, name)):
        raise Refused(*found)
    steps = steps_of(groups_of(rows), name)
    parted = with_cells(table, spec, steps.bounds)
    aggregates = aggregated(warehouse, parted, spec.aggregates, name)
    if aggregates.broken:
        located = warehouse.fetch(first_broken(parted, aggregates))[0]
        raise Refused(*cell_findings(aggregates, located, parted))
    cells = {each.name: cells_of(aggregates, each.name) for each in spec.metrics}
    return rollout_reading(cells, steps, design, name)


def _readable(table: "ibis.Table", spec: RolloutSpec, name: str) -> None:
    found = list(column_findings(table, spec.asked, name))
    for column in spec.days:
        if column not in table.columns:
            message = f"there is no column {column!r} in {name}"
            found.append(MISSING_COLUMN.at(Span(path=name), message, hint(column, table.columns, "column")))
    found += [
        NO_SUM.at(Span(path=name), f"metric {each.name!r} is a ratio", NO_SUM.fix)
        for each in spec.metrics
        if each.kind is MetricKind.RATIO
    ]
    if found:
        raise Refused(*found)
