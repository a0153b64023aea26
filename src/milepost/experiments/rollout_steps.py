"""The steps of a roll-out, from one start to the next: who had started when, and until when anybody waited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from milepost.experiments.rollout_rules import NO_BEFORE, NOBODY_LEFT, ROWS_LEFT_OUT, TOO_FEW_ORDERS
from milepost.kernel.finding import Finding, Refused, Span
from milepost.outcomes.rollout import GroupStart
from milepost.statistics.moments import Moments
from milepost.statistics.staggered import LEAST_ORDERS, Reals, Rollout, learnt, orders_of

MOST_GROUPS = 200
Cells = Mapping[tuple[str, int], Moments]
"""Moments of a metric by group and step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The stretches that are compared: `edges` are the first day, each start in turn, and `until`, not included.

    `bounds` are all starts within the data, ascending. `starts` gives the step with which each group starts, the
    number of steps where it starts in none of them.
    """

    groups: tuple[GroupStart, ...]
    bounds: tuple[date, ...]
    edges: tuple[date, ...]
    starts: tuple[int, ...]

    @property
    def until(self) -> date:
        """Return the day from which nothing is compared: the last start, or the day after the data."""
        return self.edges[-1]

    @property
    def count(self) -> int:
        """Return how many steps there are."""
        return len(self.edges) - 1


def steps_of(groups: Sequence[GroupStart], source: str) -> Steps:
    """Lay out the steps of a roll-out; raises Refused where nothing can be compared. `source` names the file."""
    span = Span(path=source) if source else None
    _several(groups, span)
    end = max(each.last for each in groups)
    bounds = sorted({each.starts for each in groups if each.starts is not None and each.starts <= end})
    waits = any(each.starts is None or each.starts > end for each in groups)
    if not bounds or (len(bounds) == 1 and not waits):
        message = f"all groups start on {bounds[0]}: they can be read until then" if bounds else "no group ever starts"
        raise Refused(NOBODY_LEFT.at(span, message, NOBODY_LEFT.fix))
    inner = bounds if waits else bounds[:-1]
    until = end + timedelta(days=1) if waits else bounds[-1]
    edges = (min(each.first for each in groups), *inner, until)
    place = {day: step for step, day in enumerate(inner, start=1)}
    starts = tuple(place.get(each.starts or until, len(edges) - 1) for each in groups)
    _with_rows_before(groups, bounds[0], span)
    if (orders := orders_of(starts)) < LEAST_ORDERS:
        message = f"{len(groups)} groups could have started in {orders} orders, and {LEAST_ORDERS} are needed"
        raise Refused(TOO_FEW_ORDERS.at(span, message, TOO_FEW_ORDERS.fix))
    return Steps(groups=tuple(groups), bounds=tuple(bounds), edges=edges, starts=starts)


def left_out(cells: Cells, steps: Steps, source: str) -> tuple[Finding, ...]:
    """Tell of rows from the last start on, which nobody is left to be compared with."""
    rows = sum(each.n for (_, step), each in cells.items() if step >= steps.count)
    if not rows:
        return ()
    message = f"{rows:,} rows from {steps.until} on are not counted: every group has started by then"
    return (ROWS_LEFT_OUT.at(Span(path=source) if source else None, message, ROWS_LEFT_OUT.fix),)


def rollout_of(cells: Cells, steps: Steps, ramp_days: int) -> Rollout:
    """Return groups by steps as the estimator takes them; `ramp_days` is how long a group learns, 0 for not at all."""
    rows, means = np.zeros((2, len(steps.groups), steps.count))
    for g, group in enumerate(steps.groups):
        for step in range(steps.count):
            if (found := cells.get((group.group, step))) is not None:
                rows[g, step], means[g, step] = found.n, found.means[0]
    dose = _dose(steps, ramp_days) if ramp_days else None
    return Rollout(rows=rows, means=means, starts=np.array(steps.starts, dtype=np.int64), dose=dose)


def _dose(steps: Steps, ramp_days: int) -> Reals:
    days = np.array([each.toordinal() for each in steps.edges], dtype=np.float64)
    starts = np.array([(each.starts or date.max).toordinal() for each in steps.groups], dtype=np.float64)
    since = days[None, :] - starts[:, None]
    return learnt(since[:, :-1], since[:, 1:], float(ramp_days))


def _several(groups: Sequence[GroupStart], span: Span | None) -> None:
    if len(groups) > MOST_GROUPS:
        message = f"there are {len(groups):,} groups: is the column that of the row, and not of its group?"
        raise Refused(TOO_FEW_ORDERS.at(span, message, "name the column of what started as one, such as the team"))
    if len(groups) < 2:
        message = f"there is one group only, {groups[0].group!r}" if groups else "there are no rows to read"
        raise Refused(NOBODY_LEFT.at(span, message, NOBODY_LEFT.fix))


def _with_rows_before(groups: Sequence[GroupStart], first: date, span: Span | None) -> None:
    late = [each.group for each in groups if each.first >= first]
    if late:
        more = f" (nor do {len(late) - 1} more)" if len(late) > 1 else ""
        message = f"group {late[0]!r} has no row from before {first}, the first start{more}"
        raise Refused(NO_BEFORE.at(span, message, NO_BEFORE.fix))
