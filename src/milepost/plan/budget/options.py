"""When each capability may begin, and what that costs and takes on paper: at the median, with everything working."""

from dataclasses import dataclass

import numpy as np

from milepost.plan.budget.asked import KINDS, FiscalDays, edges_of
from milepost.plan.draws import Floats
from milepost.plan.flows import Lived, tally
from milepost.plan.model import DAYS_A_MONTH, NEVER, PlanModel, Planned
from milepost.plan.schedule import known_begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every capability at every month in which it could begin and be live within the horizon. One value an option.

    `capability` is its place in the model, `month` counts from 0, `day` is the first on which work may begin. `begun`
    and `live` are days on paper. `paper` is the cost on paper by option, kind and fiscal quarter.
    """

    model: PlanModel
    quarters: tuple[FiscalDays, ...]
    capability: np.ndarray
    month: np.ndarray
    day: Floats
    begun: Floats
    live: Floats
    paper: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.capability)

    def of(self, place: int) -> np.ndarray:
        """Return a capability's options, the earliest first."""
        return np.flatnonzero(self.capability == place)


def options_of(model: PlanModel, quarters: tuple[FiscalDays, ...]) -> Options:
    """List the options. What is live already has one, as it is.

    None is before what a capability needs can be live, nor before the day up to which the record was read.
    """
    edges = np.array(edges_of(quarters))
    found: list[_Times] = []
    for each in model.capabilities:
        found.append(_of_one(model, each, [found[before] for before in each.after]))
    paper = [
        cost_on_paper(each, found[place][2], found[place][3], edges) for place, each in enumerate(model.capabilities)
    ]
    count = [len(each[0]) for each in found]
    return Options(
        model=model,
        quarters=quarters,
        capability=np.repeat(np.arange(len(found)), count),
        month=_joined([each[0] for each in found]).astype(int),
        day=_joined([each[1] for each in found]),
        begun=_joined([each[2] for each in found]),
        live=_joined([each[3] for each in found]),
        paper=np.concatenate(paper) if paper else np.zeros((0, len(KINDS), len(quarters))),
    )


_Times = tuple[Floats, Floats, Floats, Floats]
"""Of each option: month, first day, begin and end of work."""


def cost_on_paper(each: Planned, begun: Floats, live: Floats, edges: Floats) -> Floats:
    """Return what it costs by kind between the edges, for each begin and end of work, while everything works.

    What is known not to work costs money until its exit.
    """
    works = np.full(len(live), each.works is not False)
    counted = tally(each, Lived(begun=begun, live=live, works=works), edges)
    found = np.zeros((len(begun), len(KINDS), len(edges) - 1))
    for cost in each.costs:
        found[:, KINDS.index(cost.kind)] += counted.cost(cost).T
    return found


def _of_one(model: PlanModel, each: Planned, before: list[_Times]) -> _Times:
    if each.done is not None:
        begun = np.array([known_begin(each, each.done)])
        return np.zeros(1), begun, begun, np.array([each.done])
    months = np.arange(model.months)
    # What a capability needs is live no earlier than at its own earliest start; never where it has none.
    soonest = max((float(times[3].min()) if len(times[3]) else NEVER for times in before), default=0.0)
    first = max(each.ready, each.staffed, soonest, model.as_of)
    months = months[(months + 1) * DAYS_A_MONTH > first]
    day = np.maximum(months * DAYS_A_MONTH, first)
    begun = day + each.approval.p50
    if each.team is not None:
        begun = np.maximum(begun, model.teams[each.team].starts)
    live = begun + each.effort.p50
    kept = (live < model.days) & (live < each.ends)
    return months[kept], day[kept], begun[kept], live[kept]


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
