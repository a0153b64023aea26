"""What each option would earn and cost in each future: the plan's own draws of one capability alone, at each start.

A follower earns and costs nothing in a future in which something before it does not work, and is late by as much as
what it needs is later than on paper: as if it were to begin on the very day. That a team's queue grows when work takes
long is not in it; the whole simulation, told beside every choice, has that.
"""

from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.budget.options import Options
from milepost.plan.draws import BLOCK, Floats
from milepost.plan.flows import Lived, months_of, tally
from milepost.plan.model import DAYS_A_MONTH, NEVER, NOTHING, PlanModel, Planned
from milepost.plan.simulate import simulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Value and cost by future (rows) and option (columns), discounted at the model's rate; `chance` of working."""

    value: Floats
    cost: Floats
    chance: Floats

    @property
    def net(self) -> Floats:
        """Return value less cost."""
        found: Floats = self.value - self.cost
        return found

    @property
    def mean(self) -> Floats:
        """Return the expected net of each option."""
        found: Floats = self.net.mean(axis=0, dtype=np.float64)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Luck:
    """By future and capability: days until work begins, days of work, money a day, whether it begins and works.

    `waits` is the approval, and what the latest of its predecessors is late by.
    """

    waits: Floats
    effort: Floats
    money: Floats
    begins: Floats
    works: Floats


def worth_of(options: Options, seed: int, scenarios: int = BLOCK) -> Worth:
    """Reckon every option's worth in the first futures of a seed: the same that the whole simulation draws."""
    model = options.model
    luck = _luck(model, seed, scenarios)
    value = np.zeros((scenarios, len(options)), np.float32)
    cost = np.zeros((scenarios, len(options)), np.float32)
    for place, each in enumerate(model.capabilities):
        mine = options.of(place)
        if len(mine):
            value[:, mine], cost[:, mine] = _of_one(model, each, place, options.day[mine], luck)
    return Worth(value=value, cost=cost, chance=luck.works.mean(axis=0)[options.capability])


def discounts(model: PlanModel) -> Floats:
    """Return what money of each month is worth at the start, each month from its middle."""
    weights: Floats = (1 + model.discount) ** (-(np.arange(model.months) + 0.5) / 12)
    return weights


def _luck(model: PlanModel, seed: int, scenarios: int) -> _Luck:
    """Draw each capability alone through `simulate`, so that nothing of how it draws is written down twice."""
    alone: dict[str, object] = {"after": (), "team": None, "ready": 0.0, "staffed": 0.0, "done": None, "ends": NEVER}
    plain: dict[str, object] = {
        **alone,
        "approval": NOTHING,
        "effort": NOTHING,
        "succeeds": 1.0,
        "works": None,
        "costs": (),
    }
    plain |= {"ramp": 0.0, "half_life": None}
    bare = replace(model, months=1, teams=(), milestones=(), goals=(), as_of=-NEVER)
    timed = simulate(_with(bare, alone), seed, scenarios)
    paid = simulate(_with(bare, plain), seed, scenarios)
    begins = np.ones_like(timed.works)
    works = timed.works.copy()
    for place, each in enumerate(model.capabilities):
        for before in each.after if each.done is None else ():
            begins[:, place] &= works[:, before]
        works[:, place] &= begins[:, place]
    return _Luck(
        waits=timed.begun + _late(model, timed.live),
        effort=timed.live - timed.begun,
        money=paid.value / DAYS_A_MONTH,
        begins=begins,
        works=works,
    )


def _late(model: PlanModel, taken: Floats) -> Floats:
    """Return by how many days what each needs is live later than on paper; `taken` is each one's own time."""
    late = np.zeros_like(taken)
    for place, each in enumerate(model.capabilities):
        for before in each.after if each.done is None else ():
            needed = model.capabilities[before]
            if needed.done is None:
                over = late[:, before] + taken[:, before] - needed.approval.p50 - needed.effort.p50
                late[:, place] = np.maximum(late[:, place], over)
    return late


def _with(model: PlanModel, changes: dict[str, object]) -> PlanModel:
    return replace(model, capabilities=tuple(replace(each, **changes) for each in model.capabilities))  # type: ignore[arg-type]


def _of_one(model: PlanModel, each: Planned, place: int, day: Floats, luck: _Luck) -> tuple[Floats, Floats]:
    begun, live = _times(model, each, place, day, luck)
    works = luck.works[:, place, None] & np.isfinite(live)
    of = Lived(begun=begun.ravel(), live=live.ravel(), works=works.ravel())
    counted = tally(each, of, months_of(model.months)).weighted(discounts(model))
    value = counted.effect.reshape(live.shape) * luck.money[:, place, None] * works
    cost = sum((counted.cost(part) for part in each.costs), np.zeros(live.size))
    return value, cost.reshape(live.shape)


def _times(model: PlanModel, each: Planned, place: int, day: Floats, luck: _Luck) -> tuple[Floats, Floats]:
    """Return when work begins and when it is live, by future and option, NEVER where it never is."""
    shape = (len(luck.begins), len(day))
    if each.done is not None:
        return np.full(shape, float(day[0])), np.full(shape, each.done)
    begun = day[None, :] + luck.waits[:, place, None].astype(float)
    if each.team is not None:
        begun = np.maximum(begun, model.teams[each.team].starts)
    begun = np.where(luck.begins[:, place, None] & (begun < each.ends), begun, NEVER)
    live = begun + luck.effort[:, place, None]
    return begun, np.where(live < each.ends, live, NEVER)
