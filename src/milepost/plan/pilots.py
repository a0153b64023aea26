"""Which pilot to buy first: what it is worth to learn of a capability before it is built, against what learning costs.

The choice is to build a capability or not. Not building it saves its cost and loses its value and that of all that
needs it. A pilot tells whether it works and how much it earns, with an error; the worth is that of the better choice.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.draws import Floats, draws_of, quantity_of, stream
from milepost.plan.model import DAYS_A_MONTH, NOTHING, PlanModel, Planned, Range
from milepost.plan.simulate import Simulated, simulate
from milepost.statistics.given_data import quantile_cells
from milepost.statistics.information_worth import Worth, worth_of_certainty, worth_of_learning

METHOD = "expected value of sample information by regression on the futures (Strong et al. 2015)"
DETECTS = 2.802
"""How many standard errors the p50 is away from nothing in a test of 80% power at 5% two-sided: 1.960 + 0.842."""

MOST = 200
"""How many capabilities are looked at: those through which most money goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a pilot takes where nobody says: its months, the share of the reach, the share of what is spent once.

    It is as large as finds the p50 four times of five; of what has no benefit of its own it tells with that power, and
    wrongly one time in twenty, whether it works.
    """

    months: float = 3.0
    reach: float = 0.1
    once: float = 0.25


PILOT = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """A pilot of one capability, in the plan's currency; `days` is how long building waits for it.

    `certainty` is what knowing everything would be worth, `knowing` what knowing for sure whether it works and how much
    it earns would, `telling` what the pilot tells, `delayed` the same with building put off by its days (None where not
    reckoned). `price` is what it costs.
    """

    capability: str
    days: float
    price: float
    certainty: float
    knowing: Worth
    telling: Worth
    delayed: Worth | None

    @property
    def worth(self) -> float:
        """Return what it is worth beyond its price, the delay counted where it was reckoned."""
        return (self.delayed or self.telling).gain - self.price

    @property
    def pays(self) -> bool:
        """Tell whether it is worth its price by more than the simulation's error: three standard errors."""
        return self.worth > 3 * (self.delayed or self.telling).error


def pilots_of(of: Simulated, terms: Terms = PILOT, closely: int = 3) -> tuple[Pilot, ...]:
    """Return a pilot of each capability that is not built yet, the one to buy first at the head.

    The delay is reckoned for the best `closely` that would pay without it: each takes a simulation of its own.
    """
    found = sorted(_quick(of, terms), key=_order)
    near = [each for each in found if each.pays][:closely]
    found = [replace(each, delayed=_delayed(of, each, terms)) if each in near else each for each in found]
    # What was not looked at closely stays behind what was: its worth is told without the delay.
    return tuple(sorted(found, key=lambda each: (each.pays and each.delayed is None, *_order(each))))


def _order(of: Pilot) -> tuple[float, str]:
    return -of.worth, of.capability


def _quick(of: Simulated, terms: Terms) -> Iterator[Pilot]:
    followers = _children(of.model)
    for place in _candidates(of):
        each, luck = of.model.capabilities[place], draws_of(of.model, of.seed, place, of.scenarios)
        net = _gain(of, _with_followers(followers, place))
        works = luck.luck < each.succeeds
        true = _effect(each, luck.benefit, works)
        yield Pilot(
            capability=each.slug,
            days=terms.months * DAYS_A_MONTH,
            price=_price(each, terms),
            certainty=worth_of_certainty(net),
            knowing=worth_of_learning(net, _known(true, works, of.scenarios)),
            telling=worth_of_learning(net, _told(of, each, true, works)),
            delayed=None,
        )


def _candidates(of: Simulated) -> list[int]:
    """Return the capabilities that are not built yet, of very many those through which most money goes."""
    open_ = [n for n, each in enumerate(of.model.capabilities) if each.done is None and each.works is None]
    if len(open_) <= MOST:
        return open_
    moved = of.value.mean(axis=0) + of.cost.mean(axis=0)
    return sorted(open_, key=lambda place: (-moved[place], place))[:MOST]


def _children(model: PlanModel) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in model.capabilities]
    for place, each in enumerate(model.capabilities):
        for before in each.after:
            found[before].append(place)
    return found


def _with_followers(children: list[list[int]], place: int) -> list[int]:
    """Return a capability and all that need it, through others too."""
    found, open_ = {place}, [place]
    while open_:
        fresh = [each for each in children[open_.pop()] if each not in found]
        found.update(fresh)
        open_ += fresh
    return sorted(found)


def _gain(of: Simulated, places: list[int]) -> Floats:
    found = np.zeros(of.scenarios)
    for place in places:
        found += of.value[:, place]
        found -= of.cost[:, place]
    return found


def _measure(each: Planned) -> Range:
    return each.money if each.money != NOTHING else each.level


def _effect(each: Planned, benefit: Floats, works: Floats) -> Floats:
    better = benefit if each.is_up or each.money != NOTHING else -benefit
    return np.where(works, quantity_of(_measure(each), better), 0.0)


def _known(true: Floats, works: Floats, n: int) -> Floats:
    """Return the cells of the truth: one for what does not work, others by how much it earns."""
    many = max(4, min(32, n // 200))
    cells = quantile_cells(true[works], many) if works.any() else np.zeros(0, int)
    found = np.zeros(len(true), int)
    found[works] = cells + 1
    return found


def _told(of: Simulated, each: Planned, true: Floats, works: Floats) -> Floats:
    """Return the cells of what the pilot would say: the truth with its error, from a stream of its own."""
    noise = stream(of.seed, f"pilot/{each.slug}", 0, of.scenarios)
    size = abs(_measure(each).p50)
    if not size:
        passed: Floats = np.where(works, noise[3] < 0.8, noise[3] < 0.05).astype(int)
        return passed
    return quantile_cells(true + noise[0] * size / DETECTS, max(4, min(32, of.scenarios // 200)))


def _price(each: Planned, terms: Terms) -> float:
    days = terms.months * DAYS_A_MONTH * terms.reach
    return math.fsum(cost.once * terms.once + cost.a_month * terms.months + cost.a_day * days for cost in each.costs)


def _delayed(of: Simulated, pilot: Pilot, terms: Terms) -> Worth:
    """Return what the pilot tells when work waits for it: the same futures, begun later."""
    place = next(n for n, each in enumerate(of.model.capabilities) if each.slug == pilot.capability)
    each = of.model.capabilities[place]
    later = replace(each, ready=max(each.ready, of.model.as_of, 0.0) + terms.months * DAYS_A_MONTH)
    capabilities = (*of.model.capabilities[:place], later, *of.model.capabilities[place + 1 :])
    other = simulate(replace(of.model, capabilities=capabilities), of.seed, of.scenarios)
    followers = _with_followers(_children(of.model), place)
    luck = draws_of(of.model, of.seed, place, of.scenarios)
    works = luck.luck < each.succeeds
    cells = _told(of, each, _effect(each, luck.benefit, works), works)
    now = max(0.0, float(_gain(of, followers).mean()))
    return worth_of_learning(_gain(other, followers), cells, now)
