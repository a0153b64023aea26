"""Everything that a choice has to keep, as named rows of `A x <= b` over the options; each can be taken out alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from milepost.plan.budget.asked import KINDS, Asked
from milepost.plan.budget.options import Options
from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH


class Sort(StrEnum):
    """What kind of limit it is."""

    LINE = "line"
    MUST = "must"
    DATE = "date"
    TEAM = "team"
    AFTER = "after"
    FLOOR = "floor"
    APPETITE = "appetite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A matrix by its cells that are not zero: a value at a row and an option."""

    row: np.ndarray
    column: np.ndarray
    value: Floats

    def dense(self, height: int, width: int) -> Floats:
        """Return the whole matrix."""
        whole = np.zeros((height, width))
        whole[self.row, self.column] = self.value
        return whole


def rows_of(dense: Floats) -> Rows:
    """Return a whole matrix by its cells."""
    row, column = np.nonzero(dense)
    return Rows(row=row, column=column, value=dense[row, column])


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: `rows` times the choice is at most `upper`, a value a row.

    `place` is the line's index among the asked lines, or the place of the capability or team; `name` is for people.
    The appetite has no rows: it is held by cuts. `sort` APPETITE and FLOOR are not monotone: more may mend them.
    """

    sort: Sort
    name: str
    rows: Rows
    upper: Floats
    place: int = -1


def limits_of(options: Options, asked: Asked) -> tuple[Limit, ...]:
    """Return all limits, in the order in which they are told."""
    made = [*_lines(options, asked), *_must(options, asked), *_teams(options), *_after(options)]
    made += _floors(options, asked)
    if asked.floor is not None:
        name = f"appetite of {asked.floor:,.0f} in the worst {asked.tail * 100:.3g}%"
        made.append(Limit(sort=Sort.APPETITE, name=name, rows=rows_of(np.zeros((0, 0))), upper=np.zeros(0)))
    return tuple(made)


def stacked(limits: Sequence[Limit]) -> tuple[Rows, Floats]:
    """Return the rows and bounds of several limits as one matrix."""
    heights = np.cumsum([0, *(len(each.upper) for each in limits)])
    row = [each.rows.row + first for each, first in zip(limits, heights, strict=False)]
    empty = np.zeros(0)
    return Rows(
        row=np.concatenate([empty, *row]).astype(int),
        column=np.concatenate([empty, *(each.rows.column for each in limits)]).astype(int),
        value=np.concatenate([empty, *(each.rows.value for each in limits)]),
    ), np.concatenate([empty, *(each.upper for each in limits)])


def _lines(options: Options, asked: Asked) -> Iterator[Limit]:
    for index, line in enumerate(asked.lines):
        quarter = str(asked.quarters[line.quarter].quarter)
        cost = options.paper[:, :, line.quarter]
        row = cost.sum(axis=1) if line.kind is None else cost[:, KINDS.index(line.kind)]
        name = f"{quarter} {line.kind}" if line.kind else quarter
        yield Limit(sort=Sort.LINE, name=name, rows=rows_of(row[None, :]), upper=np.array([line.amount]), place=index)


def _must(options: Options, asked: Asked) -> Iterator[Limit]:
    for place in asked.must:
        slug = options.model.capabilities[place].slug
        mine = options.capability == place
        yield Limit(sort=Sort.MUST, name=slug, rows=rows_of(-1.0 * mine[None, :]), upper=np.array([-1.0]), place=place)
        if (due := asked.due.get(place)) is not None:
            # Built at all, it is live in time; that it is built is the other limit's to say.
            late = mine & (options.live > due.day)
            name = f"{slug} by milestone/{due.milestone}"
            yield Limit(sort=Sort.DATE, name=name, rows=rows_of(1.0 * late[None, :]), upper=np.zeros(1), place=place)


def _teams(options: Options) -> Iterator[Limit]:
    """Give each team's load month by month: the share of the month that its work on paper takes."""
    model = options.model
    edges = np.arange(model.months + 1) * DAYS_A_MONTH
    ends = np.clip(edges[None, :], options.begun[:, None], options.live[:, None])
    load = np.diff(ends, axis=1).T / DAYS_A_MONTH
    team_of = np.array([-1 if each.team is None else each.team for each in model.capabilities], int)
    done = np.array([each.done is not None for each in model.capabilities], bool)
    for place, team in enumerate(model.teams):
        mine = (team_of == place) & ~done
        if mine.sum() <= team.parallel:
            continue
        rows = load * mine[options.capability][None, :]
        kept = rows.any(axis=1)
        if kept.any():
            upper = np.full(int(kept.sum()), float(team.parallel))
            yield Limit(sort=Sort.TEAM, name=team.slug, rows=rows_of(rows[kept]), upper=upper, place=place)


def _after(options: Options) -> Iterator[Limit]:
    """Give for each follower and month: begun by then at most as often as what it needs is live by then."""
    model = options.model
    for place, each in enumerate(model.capabilities):
        mine = options.of(place)
        if each.done is not None or not each.after or not len(mine):
            continue
        edges = [_edge(options, mine, before) for before in each.after]
        parts = [
            Limit(sort=Sort.AFTER, name=each.slug, rows=rows_of(edge), upper=np.zeros(len(mine))) for edge in edges
        ]
        rows, upper = stacked(parts)
        yield Limit(sort=Sort.AFTER, name=each.slug, rows=rows, upper=upper, place=place)


def _edge(options: Options, mine: np.ndarray, before: int) -> Floats:
    rows = np.zeros((len(mine), len(options)))
    others = options.of(before)
    for row, option in enumerate(mine):
        rows[row, mine[: row + 1]] = 1.0
        rows[row, others[options.live[others] <= options.day[option]]] = -1.0
    return rows


def _floors(options: Options, asked: Asked) -> Iterator[Limit]:
    whole = options.paper.sum(axis=(1, 2))
    for kind, share in asked.floors.items():
        if share > 0:
            row = share * whole - options.paper[:, KINDS.index(kind)].sum(axis=1)
            name = f"the floor of {kind}"
            yield Limit(
                sort=Sort.FLOOR, name=name, rows=rows_of(row[None, :]), upper=np.zeros(1), place=KINDS.index(kind)
            )
