"""The verb `experiment read`: what does this table of outcomes show?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.aggregated import aggregated
from milepost.actions.ports import Warehouse
from milepost.actions.read_slices import with_slices
from milepost.experiments.arms import arm_findings
from milepost.experiments.covariates import covariate_findings
from milepost.experiments.design import Design
from milepost.experiments.groupings import groupings_asked
from milepost.experiments.judge import read_out
from milepost.experiments.readout import ReadOut
from milepost.kernel.finding import Finding, Refused
from milepost.outcomes.aggregates import Aggregates, AggregateSpec
from milepost.outcomes.faults import cell_findings, column_findings, first_broken, first_mixed, mixed_finding
from milepost.outcomes.grouping import Grouped, Grouping, distinct, grouped, grouped_of

if TYPE_CHECKING:
    import ibis


def read_experiment(warehouse: Warehouse, path: Path, design: Design) -> ReadOut:
    """Read a table of outcomes and judge it by the design; nothing is written.

    One SELECT over the table, and one for each column it is explored by; more only where a cell is at fault, where
    values are asked for, or where a mean is too skewed for its moments. Raises Refused with every finding: of the file
    (MP501-MP508), else of columns (MP520, MP521, MP552), else of cells and arms (MP522-MP547), else of covariates
    (MP553, MP554), segments and exposure (MP564-MP569).
    """
    return read_table(warehouse, warehouse.open_file(path), str(path), design)


def read_table(warehouse: Warehouse, table: "ibis.Table", name: str, design: Design) -> ReadOut:
    """Read an open table by the design; `name` stands for it in findings. Raises Refused as `read_experiment`."""
    spec = design.aggregates
    if findings := (*covariate_findings(design, name), *column_findings(table, spec, name)):
        raise Refused(*findings)
    aggregates = aggregated(warehouse, table, spec, name)
    if findings := tuple(dict.fromkeys(_findings(warehouse, table, design, aggregates))):
        raise Refused(*findings)
    groups = _groups(warehouse, table, spec, groupings_asked(aggregates, design))
    return with_slices(warehouse, table, name, design, aggregates, read_out(aggregates, design, groups))


def _groups(
    warehouse: Warehouse, table: "ibis.Table", spec: AggregateSpec, asked: Mapping[str, Grouping]
) -> Mapping[str, Mapping[str, Grouped]]:
    if not asked:
        return {}
    [counts] = warehouse.fetch(distinct(table, spec, tuple(asked.values())))
    found = {}
    for k, (name, grouping) in enumerate(asked.items()):
        count = int(str(counts[f"distinct{k}"]))
        found[name] = grouped_of(warehouse.fetch(grouped(table, spec, grouping, count)), grouping, count)
    return found


def _findings(warehouse: Warehouse, table: "ibis.Table", design: Design, aggregates: Aggregates) -> Iterator[Finding]:
    # Without an arm in any row, or with units in several, the arms counted are not the arms there are.
    if not aggregates.mixed_units and (aggregates.arms or not aggregates.broken):
        yield from arm_findings(aggregates, design)
    spec = design.aggregates
    if aggregates.broken:
        located = warehouse.fetch(first_broken(table, aggregates))
        yield from cell_findings(aggregates, located[0], table)
    if aggregates.mixed_units:
        located = warehouse.fetch(first_mixed(table, spec))
        yield mixed_finding(aggregates, located[0], table, spec)
