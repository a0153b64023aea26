"""What is explored beside a verdict: segments, and weeks of first exposure. One SELECT for each column."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from milepost.actions.ports import Warehouse
from milepost.experiments.arms import MOST_ARMS, compared_arms
from milepost.experiments.design import Design
from milepost.experiments.explored import Novelty, Segments
from milepost.experiments.exposure.checks import (
    EVEN_ALPHA,
    day_findings,
    even_p_value,
    exposed_of,
    traffic_findings,
    uneven_finding,
)
from milepost.experiments.exposure.rules import SEGMENT_COLUMN, UNIT_IN_TWO_SEGMENTS
from milepost.experiments.novelty import read_novelty
from milepost.experiments.readout import ReadOut
from milepost.experiments.segments import MOST_SEGMENTS, read_segments, segment_findings
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.near import hint
from milepost.outcomes.aggregates import Aggregates
from milepost.outcomes.aggregation import aggregate, aggregates_of
from milepost.outcomes.exposure import day_in, exposure_query, week_of
from milepost.outcomes.rules import MISSING_COLUMN, WRONG_TYPE
from milepost.outcomes.slices import segment_of, sliced, slices_of

if TYPE_CHECKING:
    import ibis

# So many rows hold every table that makes segments; a column of names would give millions.
_MOST_CELLS = MOST_ARMS * MOST_SEGMENTS + 1


def with_slices(
    warehouse: Warehouse, table: "ibis.Table", name: str, design: Design, aggregates: Aggregates, read: ReadOut
) -> ReadOut:
    """Add segments and novelty where the design asks for them; nothing of the verdict changes.

    After a failed split there are none. Raises Refused with MP520, MP521, MP559, MP564 to MP567 and MP569;
    uneven exposure is a finding of the read-out (MP568).
    """
    if not (design.segments or design.exposed_on) or not read.srm.ok:
        return read
    if findings := [*_missing(table, name, design), *_no_segments(name, design)]:
        raise Refused(*findings)
    arms = compared_arms(aggregates, design)
    segments = _segments(warehouse, table, name, design, arms) if design.segments else None
    novelty, uneven = _novelty(warehouse, table, name, design, arms) if design.exposed_on else (None, ())
    return replace(read, segments=segments, novelty=novelty, findings=(*read.findings, *uneven))


def _missing(table: "ibis.Table", name: str, design: Design) -> list[Finding]:
    columns = (*design.segments, *((design.exposed_on,) if design.exposed_on else ()))
    absent = [each for each in columns if each not in table.columns]
    found = [
        MISSING_COLUMN.at(
            Span(path=name), f"there is no column {each!r} in {name}", hint(each, table.columns, "column")
        )
        for each in absent
    ]
    if (column := design.exposed_on) and column not in absent:
        kind = table[column].type()
        if not (kind.is_string() or kind.is_date() or kind.is_timestamp() or kind.is_null()):
            found.append(WRONG_TYPE.at(Span(path=name), f"column {column!r} holds {kind}, not days", WRONG_TYPE.fix))
    return found


def _no_segments(name: str, design: Design) -> list[Finding]:
    used = {design.arm_column, design.unit, *(column for each in design.measured for column in each.columns)}
    wrong = [each for each in design.segments if each in used]
    fault = "is the arm, the unit or a metric, and no segment"
    return [SEGMENT_COLUMN.at(Span(path=name), f"column {each!r} {fault}", SEGMENT_COLUMN.fix) for each in wrong]


def _segments(warehouse: Warehouse, table: "ibis.Table", name: str, design: Design, arms: tuple[str, ...]) -> Segments:
    by_column, findings = {}, []
    for column in design.segments:
        cut, spec = sliced(table, design.aggregates, segment_of(table, column))
        found = aggregates_of(warehouse.fetch(aggregate(cut, spec).limit(_MOST_CELLS)), spec, name)
        if found.mixed_units and len(slices_of(found)) <= MOST_SEGMENTS:
            message = f"{found.mixed_units:,} units stand in two values of column {column!r}"
            findings.append(UNIT_IN_TWO_SEGMENTS.at(Span(path=name), message, UNIT_IN_TWO_SEGMENTS.fix))
        by_column[column] = slices_of(found)
        findings += segment_findings(by_column[column], column, name)
    if findings:
        raise Refused(*findings)
    return read_segments(by_column, arms, design)


def _novelty(
    warehouse: Warehouse, table: "ibis.Table", name: str, design: Design, arms: tuple[str, ...]
) -> tuple[Novelty | None, tuple[Finding, ...]]:
    column = design.exposed_on or ""
    [row] = warehouse.fetch(exposure_query(table, column, design.started))
    place = tuple(table.columns).index(column) + 1
    if findings := tuple(day_findings(row, column, place, design.started, name)):
        raise Refused(*findings)
    first, last = day_in(row, "first"), day_in(row, "last")
    start = design.started or first or date.min
    cut, spec = sliced(table, design.aggregates, week_of(table, column, design.unit, start))
    slices = slices_of(aggregates_of(warehouse.fetch(aggregate(cut, spec)), spec, name))
    exposed = exposed_of(slices, arms)
    if findings := tuple(traffic_findings(exposed, name)):
        raise Refused(*findings)
    assert first is not None
    assert last is not None
    p_value = even_p_value(exposed)
    uneven = () if p_value >= EVEN_ALPHA else (uneven_finding(exposed, p_value, name),)
    return read_novelty(slices, exposed, p_value, (first, last), design), uneven
