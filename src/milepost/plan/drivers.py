"""What the spread of a plan's outcome comes from: ranked by first-order Sobol' indices of the draws already made."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from milepost.plan.draws import Floats, stream
from milepost.plan.model import Planned
from milepost.plan.simulate import Simulated
from milepost.statistics.given_data import Index, first_order, floor_of, normal_cells, ranked

METHOD = "first-order Sobol' indices, estimated from the futures themselves (Plischke et al. 2013)"


class Factor(StrEnum):
    """What is uncertain about a capability, or about all benefits together."""

    LUCK = "luck"
    BENEFIT = "benefit"
    EFFORT = "effort"
    APPROVAL = "approval"
    SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One uncertain thing and the share of the variance that it explains alone, with its standard error.

    `capability` is empty for the factor that all benefits share.
    """

    capability: str
    factor: Factor
    share: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """What drives an outcome: those above the noise, the largest first.

    `capabilities` tells for each capability what its luck, benefit, effort and approval explain together, above the
    noise, what they do to each other counted in. `explained` is the sum of the single shares; what is missing to one is
    what several capabilities do together, or is below `floor`, the share that luck alone can feign.
    """

    drivers: tuple[Driver, ...]
    capabilities: tuple[tuple[str, float], ...]
    explained: float
    floor: float


def drivers_of(of: Simulated, outcome: Floats) -> Drivers:
    """Rank what an outcome varies with, one value a scenario; by the plan's seed the draws are had again."""
    many = max(4, min(20, of.scenarios // 250))
    alone: list[tuple[str, Index]] = []
    groups: list[tuple[str, Index]] = []
    if of.model.correlation > 0:
        shared = stream(of.seed, "", 0, of.scenarios)[0]
        alone.append((f"/{Factor.SHARED}", first_order(outcome, normal_cells(shared, many))))
    for each in of.model.capabilities:
        luck = stream(of.seed, each.slug, 0, of.scenarios)
        causes = dict(_causes(each, luck, many))
        alone += [(f"{each.slug}/{factor}", first_order(outcome, cells)) for factor, cells in causes.items()]
        if causes:
            groups.append((each.slug, first_order(outcome, _together(each, luck))))
    n = of.scenarios
    found = ranked(alone, n)
    return Drivers(
        drivers=tuple(_driver(name, index) for name, index in found),
        capabilities=tuple((slug, index.share) for slug, index in ranked(groups, n)),
        explained=sum(index.share for _, index in found),
        floor=floor_of(many, n, len(alone)),
    )


def _causes(each: Planned, luck: Floats, many: int) -> Iterator[tuple[Factor, Floats]]:
    """Give the cells of what is uncertain about a capability; what is known drives nothing."""
    if each.works is None and 0 < each.succeeds < 1:
        yield Factor.LUCK, (luck[3] < each.succeeds).astype(int)
    if each.money.p10 < each.money.p90 or each.level.p10 < each.level.p90:
        yield Factor.BENEFIT, normal_cells(luck[2], many)
    if each.done is None and each.effort.p10 < each.effort.p90:
        yield Factor.EFFORT, normal_cells(luck[1], many)
    if each.done is None and each.approval.p10 < each.approval.p90:
        yield Factor.APPROVAL, normal_cells(luck[0], many)


def _together(each: Planned, luck: Floats) -> Floats:
    """Return cells of all that is uncertain about a capability alone: works or not, benefit, and the days it takes."""
    works = (luck[3] < each.succeeds).astype(int)
    sides = [normal_cells(luck[row], cells) for row, cells in ((2, 5), (1, 3), (0, 2))]
    found: Floats = ((works * 5 + sides[0]) * 3 + sides[1]) * 2 + sides[2]
    return found


def _driver(name: str, index: Index) -> Driver:
    slug, _, factor = name.partition("/")
    return Driver(capability=slug, factor=Factor(factor), share=index.share, error=index.error)


def net_drivers(of: Simulated) -> Drivers:
    """Rank what the program's net varies with."""
    return drivers_of(of, np.asarray(of.net, np.float64))
