"""What a table says of the held out: how many there are, whether places fit the hash, and whether one was treated."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from milepost.experiments.holdout import in_period
from milepost.experiments.rules import MISPLACED, NO_HELD_OUT, NO_ROWS_AFTER, NOT_HASHABLE, TREATED_HELD_OUT
from milepost.kernel.finding import Finding, Span
from milepost.outcomes.cells import arm_of
from milepost.program.documents.experiment import Experiment
from milepost.program.documents.holdout import Holdout
from milepost.tables.assignment import can_be_hashed, is_within

if TYPE_CHECKING:
    import ibis

Row = Mapping[str, object]


def census(table: "ibis.Table", holdout: Holdout) -> "ibis.Table":
    """Give the one-row expression: rows held out and others, rows in the period, and rows whose place does not fit.

    Data rows are counted from 0. Every column must exist; with a salt the unit must be one that can be hashed.
    """
    import ibis

    rows = table.mutate(milepost_place=ibis.row_number())
    group = arm_of(rows, holdout.column)
    held, inside = group == holdout.held, in_period(rows, holdout)
    columns = {
        "held": rows.count(where=held),
        "others": rows.count(where=group.notnull() & (group != holdout.held)),
        "inside": rows.count() if inside is None else rows.count(where=inside),
    }
    if holdout.salt is not None:
        wrong = (held != is_within(rows, holdout.unit, holdout.salt, holdout.share)).fill_null(False)  # noqa: FBT003
        columns |= {
            "misplaced": rows.count(where=wrong),
            "first": rows.milepost_place.min(where=wrong),
            "unit": rows[holdout.unit].cast("string").argmin(rows.milepost_place, where=wrong),
        }
    return rows.aggregate(**columns)


def type_findings(table: "ibis.Table", holdout: Holdout) -> Iterator[Finding]:
    """Find a unit that can't be hashed although there is a salt."""
    if holdout.salt is not None and not can_be_hashed(table, holdout.unit):
        kind = table.schema()[holdout.unit]
        message = f"source/{holdout.source}: column {holdout.unit!r} holds {kind}, which engines write differently"
        yield NOT_HASHABLE.at(_span(holdout), message, NOT_HASHABLE.fix)


def census_findings(row: Row, holdout: Holdout) -> Iterator[Finding]:
    """Find what `census` shows: nobody held out or nobody else, no row in the period, places of another hash."""
    for name, group in (("held", "is held out"), ("others", "is not held out")):
        if not _int(row[name]):
            message = f"holdout/{holdout.id}: no row {group}: column {holdout.column!r}, held {holdout.held!r}"
            yield NO_HELD_OUT.at(_span(holdout), message, NO_HELD_OUT.fix)
    if not _int(row["inside"]):
        message = f"holdout/{holdout.id}: no row of source/{holdout.source} lies in {holdout.period}"
        yield NO_ROWS_AFTER.at(_span(holdout), message, NO_ROWS_AFTER.fix)
    if count := _int(row.get("misplaced")):
        message = (
            f"row {_int(row['first']) + 1}, column {holdout.column!r}: unit {str(row['unit'])[:40]!r} has not "
            f"the place that the salt of holdout/{holdout.id} gives it ({_rows(count)})"
        )
        yield MISPLACED.at(_span(holdout), message, MISPLACED.fix)


def treated(
    table: "ibis.Table", experiment: Experiment, holdout: Holdout, listed: "ibis.Table | None"
) -> "ibis.Table | None":
    """Give the one-row expression of the held out in an experiment's treatment arm; None where none can be told.

    They are told by the holdout's column where the source has it, by the hash where it has the unit and there is a
    salt, and by the holdout's own list `listed`, where that is loaded. One of them is enough.
    """
    import ibis

    if experiment.arms is None:
        return None
    rows = table.mutate(milepost_place=ibis.row_number())
    held = list(_told(rows, holdout, listed))
    if not held:
        return None
    is_held = held[0]
    for each in held[1:]:
        is_held = is_held | each
    wrong = (arm_of(rows, experiment.arms.column) == experiment.arms.treatment).fill_null(False) & is_held  # noqa: FBT003
    name = rows[holdout.unit].cast("string") if holdout.unit in rows.columns else rows.milepost_place.cast("string")
    marked = rows.select("milepost_place", wrong=wrong, name=name)
    return marked.aggregate(
        treated=marked.count(where=marked.wrong),
        first=marked.milepost_place.min(where=marked.wrong),
        unit=marked.name.argmin(marked.milepost_place, where=marked.wrong),
    )


def treated_findings(row: Row, experiment: Experiment, holdout: Holdout) -> Iterator[Finding]:
    """Find what `treated` shows."""
    if count := _int(row["treated"]):
        message = (
            f"experiment/{experiment.id} treated whom holdout/{holdout.id} holds out: row {_int(row['first']) + 1} of "
            f"source/{experiment.source} first, unit {str(row['unit'])[:40]!r} ({_rows(count)})"
        )
        yield TREATED_HELD_OUT.at(Span(path=f"source/{experiment.source}"), message, TREATED_HELD_OUT.fix)


def _told(
    rows: "ibis.Table", holdout: Holdout, listed: "ibis.Table | None"
) -> Iterator["ibis.expr.types.BooleanValue"]:
    if holdout.column in rows.columns:
        yield (arm_of(rows, holdout.column) == holdout.held).fill_null(False)  # noqa: FBT003  ibis's own
    if holdout.unit not in rows.columns:
        return
    if holdout.salt is not None and can_be_hashed(rows, holdout.unit):
        yield is_within(rows, holdout.unit, holdout.salt, holdout.share).fill_null(False)  # noqa: FBT003
    if listed is not None:
        known = listed.filter(arm_of(listed, holdout.column) == holdout.held)[holdout.unit].cast("string")
        yield rows[holdout.unit].cast("string").isin(known).fill_null(False)  # noqa: FBT003


def _span(holdout: Holdout) -> Span:
    return Span(path=f"source/{holdout.source}")


def _rows(count: int) -> str:
    return "1 such row" if count == 1 else f"{count:,} such rows"


def _int(cell: object) -> int:
    return int(str(cell)) if cell is not None else 0
