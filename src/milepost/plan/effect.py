"""What one plan does differently from another: the same futures drawn twice, and only what is more than their luck.

Common random numbers (Glasserman & Yao 1992, "Some guidelines and guarantees for common random numbers"): a capability
has the same luck in both, so that the difference of a future is the change's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.plan.draws import Floats
from milepost.plan.flows import Lived, tally
from milepost.plan.forecasting import goals_met, quantile
from milepost.plan.model import NEVER
from milepost.plan.simulate import Simulated
from milepost.plan.tail import worst
from milepost.program.documents.capability import CostKind

TAIL = 0.05
BLOCKS = 20
SURE = 3.0
"""Standard errors of the simulation that a difference must exceed to be told."""
DAYS_A_WEEK = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """An amount over all futures: the mean, and what one future in ten lies below, and one in ten above.

    The mean, since of two plans the difference of means is the mean of the differences; of medians it is not.
    """

    mean: float
    p10: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of both plans. `change` is None where the two are the same within the simulation's own error.

    `before` is None with no plan before, and for what the plan before does not have; `after` likewise. `unit` is a
    currency, `weeks` (only the change counts) or `chance` (a share; all three numbers are the same).
    """

    name: str
    unit: str
    before: Spread | None
    after: Spread | None
    change: Spread | None


def effect_of(before: Simulated | None, after: Simulated) -> tuple[Figure, ...]:
    """Return value, cost, risk, dates and chances of both plans: money first, then milestones and goals."""
    same_money = before is None or before.model.currency == after.model.currency
    money = before if same_money else None
    return (*_money(money, after), *_dates(before, after), *_goals(before, after))


def costs_by_kind(drawn: Simulated) -> dict[CostKind, Floats]:
    """Return what each kind costs in each future; together they are the cost of the program."""
    found = {kind: np.zeros(drawn.scenarios) for kind in CostKind}
    whole = np.array([0.0, drawn.model.days])
    for place, each in enumerate(drawn.model.capabilities):
        begun, live = (of[:, place].astype(float) for of in (drawn.begun, drawn.live))
        counted = tally(each, Lived(begun=begun, live=live, works=drawn.works[:, place]), whole)
        for cost in each.costs:
            found[cost.kind] += counted.cost(cost)[0]
    return found


def _money(before: Simulated | None, after: Simulated) -> Iterator[Figure]:
    unit = after.model.currency
    pairs = {name: (_amounts(before)[name] if before else None, amounts) for name, amounts in _amounts(after).items()}
    for name, (one, other) in pairs.items():
        is_kind = name.startswith("cost of")
        if not is_kind or np.any(other) or (one is not None and np.any(one)):
            yield _figure(name, unit, one, other)
    yield _worst(unit, before.net if before else None, after.net)


def _amounts(drawn: Simulated) -> dict[str, Floats]:
    kinds = {f"cost of {kind}": amounts for kind, amounts in costs_by_kind(drawn).items()}
    value, cost = drawn.monthly_value.sum(axis=1), drawn.monthly_cost.sum(axis=1)
    return {"net value": drawn.net, "value": value, "cost": cost, **kinds}


def _figure(name: str, unit: str, one: Floats | None, other: Floats) -> Figure:
    change = None if one is None else other - one
    return Figure(
        name=name,
        unit=unit,
        before=None if one is None else _spread(one),
        after=_spread(other),
        change=_spread(change) if change is not None and _is_sure(change) else None,
    )


def _worst(unit: str, one: Floats | None, other: Floats) -> Figure:
    after = _tail(other)
    before = None if one is None else _tail(one)
    change = None
    if one is not None and before is not None:
        blocks = [_tail(b) - _tail(a) for a, b in zip(_blocks(one), _blocks(other), strict=True)]
        error = float(np.std(blocks, ddof=1)) / BLOCKS**0.5
        change = _point(after - before) if abs(after - before) > SURE * error else None
    return Figure(name="worst 5%", unit=unit, before=_known(before), after=_point(after), change=change)


def _tail(net: Floats) -> float:
    return worst(net, TAIL)[0]


def _blocks(amounts: Floats) -> list[Floats]:
    return [amounts[each::BLOCKS] for each in range(BLOCKS)]


def _dates(before: Simulated | None, after: Simulated) -> Iterator[Figure]:
    old, new = _milestones(before) if before else {}, _milestones(after)
    for slug in [*new, *(each for each in old if each not in new)]:
        one, other = old.get(slug), new.get(slug)
        yield _chance(f"milestone/{slug}", one[1] if one else None, other[1] if other else None)
        if one and other:
            both = np.isfinite(one[0]) & np.isfinite(other[0])
            weeks = (other[0][both] - one[0][both]) / DAYS_A_WEEK
            change = _spread(weeks) if len(weeks) > 1 and _is_sure(weeks) else None
            yield Figure(name=f"milestone/{slug}", unit="weeks", before=None, after=None, change=change)


def _milestones(drawn: Simulated) -> dict[str, tuple[Floats, Floats]]:
    """Return each milestone's days, as days of the calendar, and in which futures it is in time."""
    first = drawn.model.start.toordinal()
    found = {}
    for place, each in enumerate(drawn.model.milestones):
        days = drawn.milestones[:, place].astype(float)
        last = drawn.model.days if each.due == NEVER else each.due
        found[each.slug] = days + first, np.ceil(days - 1e-6) <= last
    return found


def _goals(before: Simulated | None, after: Simulated) -> Iterator[Figure]:
    old, new = goals_met(before) if before else {}, goals_met(after)
    for slug in [*new, *(each for each in old if each not in new)]:
        yield _chance(f"goal/{slug}", old.get(slug), new.get(slug))


def _chance(name: str, one: Floats | None, other: Floats | None) -> Figure:
    before, after = (None if each is None else float(np.mean(each)) for each in (one, other))
    change = None
    if one is not None and other is not None and _is_sure(other.astype(float) - one.astype(float)):
        change = float(np.mean(other)) - float(np.mean(one))
    return Figure(name=name, unit="chance", before=_known(before), after=_known(after), change=_known(change))


def _is_sure(change: Floats) -> bool:
    """Tell whether a difference is more than the simulation's own error of its mean."""
    error = float(np.std(change, ddof=1)) / len(change) ** 0.5
    mean = abs(float(np.mean(change)))
    return mean > SURE * error and mean > 1e-6


def _spread(amounts: Floats) -> Spread:
    return Spread(mean=float(np.mean(amounts)), p10=quantile(amounts, 0.1), p90=quantile(amounts, 0.9))


def _known(value: float | None) -> Spread | None:
    return None if value is None else _point(value)


def _point(value: float) -> Spread:
    return Spread(mean=value, p10=value, p90=value)
