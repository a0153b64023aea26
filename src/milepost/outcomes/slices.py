"""A table cut into slices, such as segments or weeks: each arm is aggregated within each slice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milepost.outcomes.aggregates import Aggregates, AggregateSpec
from milepost.outcomes.cells import arm_of
from milepost.statistics.moments import Moments

if TYPE_CHECKING:
    import ibis

EMPTY = "(empty)"
_CELL, _APART = "milepost_cell", "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceArm:
    """One arm within one slice: `n` units and the moments of each metric by name, as in ArmAggregates."""

    n: int
    moments: Mapping[str, Moments]

    def merged(self, other: "SliceArm") -> "SliceArm":
        """Join two disjoint sets of units."""
        moments = {name: each.merged(other.moments[name]) for name, each in self.moments.items()}
        return SliceArm(n=self.n + other.n, moments=moments)


Slices = Mapping[str, Mapping[str, SliceArm]]
"""Arms by slice, then by name."""


def sliced(
    table: "ibis.Table", spec: AggregateSpec, slice_: "ibis.expr.types.StringValue"
) -> tuple["ibis.Table", AggregateSpec]:
    """Give the table and the spec by which `aggregate` cuts every arm into slices; an empty slice is `(empty)`.

    A unit whose rows are in two slices counts among the aggregates' `mixed_units`.
    """
    import ibis

    cell = arm_of(table, spec.arm_column) + ibis.literal(_APART) + slice_.fill_null(EMPTY)
    return table.mutate(**{_CELL: cell}), replace(spec, arm_column=_CELL)


def segment_of(table: "ibis.Table", column: str) -> "ibis.expr.types.StringValue":
    """Read a segment as text, without blanks around it; an empty one is null."""
    return table[column].cast("string").strip().nullif("")


def slices_of(aggregates: Aggregates) -> Slices:
    """Give the aggregates of a sliced table by slice and arm."""
    found: dict[str, dict[str, SliceArm]] = {}
    for each in aggregates.arms:
        arm, _, slice_ = each.arm.rpartition(_APART)
        found.setdefault(slice_, {})[arm] = SliceArm(n=each.n, moments=each.moments)
    return found
