"""Why not: what stands in the way of each capability left out or delayed, and what a little more of a limit is worth.

Prices come from the relaxation, in which parts of a capability can be built; where time allows the problem is solved
again with the line raised, and the gain is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from milepost.plan.budget.choice import Choice
from milepost.plan.budget.greedy import needed
from milepost.plan.budget.limits import Limit, Sort, rows_of
from milepost.plan.budget.options import Options
from milepost.plan.budget.solve import CLOSE, Left, Problem, Relaxed, relax, solve
from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH, NEVER

STEP = 10_000.0
FULL = 0.98
BINDING = (Sort.LINE, Sort.TEAM, Sort.FLOOR)
APPETITE, WAIT = "the appetite for risk", "the wait for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one more step of some limits is worth: `STEP` of money for a line, one more at once for a team.

    `is_exact` where it was solved again; else it is the relaxation's, for a small step the most it can be.
    """

    limits: tuple[Limit, ...]
    step: float
    gain: float
    is_exact: bool

    @property
    def is_of_all(self) -> bool:
        """Tell whether all ceilings are raised together: what runs on needs money in each quarter."""
        return len(self.limits) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One capability that is left out (`month` None) or begins later than it could.

    `alone` is what it would earn at its best start, money and people no matter, with what it needs and is not built;
    `chance` that it works. `binds` names what stands in the way and `charge` what its use of that is worth to others;
    both None where it earns nothing anyway. `cost` is what insisting on it would cost, None where that was not solved,
    infinite where nothing keeps the limits then.
    """

    slug: str
    place: int
    month: int | None
    alone: float
    binds: str | None
    charge: float
    cost: float | None = None
    never: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reasons, the dearest first, and the prices of what binds."""

    reasons: tuple[Reason, ...]
    prices: tuple[Price, ...]


def why_not(choice: Choice, left: Left) -> Why:
    """Tell why capabilities are left out or late, and what binds is worth, as exactly as the time left allows."""
    problem = choice.problem
    relaxed = relax(problem, left=left)
    if relaxed is None:
        return Why(reasons=tuple(_of_none(problem)), prices=())
    reasons = [_reason(choice, relaxed, place) for place in range(len(problem.options.model.capabilities))]
    told = sorted((each for each in reasons if each is not None), key=lambda each: -each.alone)
    steps: list[tuple[int, ...]] = [(index,) for index in _binding(choice, relaxed)]
    ceilings = tuple(index for index, each in enumerate(problem.limits) if is_ceiling(each))
    if len(ceilings) > 1 and any(index in ceilings for index, *_ in steps):
        steps = [ceilings, *steps]
    prices = [_price(choice, relaxed, step, left) for step in steps]
    worth_telling = tuple(sorted((each for each in prices if each.gain > CLOSE * problem.scale), key=lambda e: -e.gain))
    return Why(reasons=tuple(_insisted(choice, each, left) for each in told), prices=worth_telling)


def used(limit: Limit, vector: Floats) -> Floats:
    """Return how much of each row of a limit a choice uses."""
    found = np.zeros(len(limit.upper))
    np.add.at(found, limit.rows.row, limit.rows.value * vector[limit.rows.column])
    return found


def _binding(choice: Choice, relaxed: Relaxed) -> Iterator[int]:
    """Give the lines and teams that have a price, or are as good as used up."""
    problem = choice.problem
    for index, limit in enumerate(problem.limits):
        if limit.sort not in {Sort.LINE, Sort.TEAM}:
            continue
        full = (used(limit, choice.vector) >= FULL * limit.upper).any() and limit.sort is Sort.LINE
        if full or relaxed.prices[index].sum() > CLOSE:
            yield index


def _price(choice: Choice, relaxed: Relaxed, places: tuple[int, ...], left: Left) -> Price:
    problem = choice.problem
    limits = tuple(problem.limits[place] for place in places)
    step = STEP if limits[0].sort is Sort.LINE else 1.0
    if left() > 0 and choice.is_whole:
        raised = tuple(
            replace(each, upper=each.upper + step) if place in places else each
            for place, each in enumerate(problem.limits)
        )
        found = solve(replace(problem, limits=raised), left)
        if found.choice is not None and found.is_whole:
            gain = max(0.0, float(problem.mean @ found.choice) - choice.net)
            return Price(limits=limits, step=step, gain=gain, is_exact=True)
    slope = sum(float(relaxed.prices[place].sum()) for place in places) * step
    return Price(limits=limits, step=step, gain=slope, is_exact=False)


def _reason(choice: Choice, relaxed: Relaxed, place: int) -> Reason | None:
    problem = choice.problem
    options = problem.options
    each, mine = options.model.capabilities[place], options.of(place)
    taken = choice.chosen.get(place)
    if each.done is not None or (taken is not None and (taken == mine[0] or not _better_before(problem, mine, taken))):
        return None
    if not len(mine):
        return Reason(
            slug=each.slug, place=place, month=None, alone=0.0, binds=None, charge=0.0, never=never(options, place)
        )
    wanted = mine[int(np.argmax(problem.mean[mine]))]
    alone = float(problem.mean[wanted])
    if taken is None:
        alone += sum(_best(problem, before) for before in needed(problem, place)[:-1] if before not in choice.chosen)
    else:
        alone -= float(problem.mean[taken])
    binds, charge = _dearest(choice, relaxed, int(wanted), place)
    return Reason(
        slug=each.slug,
        place=place,
        month=None if taken is None else int(options.month[taken]),
        alone=alone,
        binds=binds if alone > 0 else None,
        charge=charge,
    )


def _of_none(problem: Problem) -> Iterator[Reason]:
    """Give the reasons where no capability has any start."""
    for place, each in enumerate(problem.options.model.capabilities):
        reason = never(problem.options, place)
        yield Reason(slug=each.slug, place=place, month=None, alone=0.0, binds=None, charge=0.0, never=reason)


def never(options: Options, place: int) -> str:
    """Say why a capability has no start at all."""
    model = options.model
    each = model.capabilities[place]
    if each.staffed == NEVER:
        return "a role it needs is unfilled, and nobody knows until when"
    without = [model.capabilities[before].slug for before in each.after if not len(options.of(before))]
    if without:
        return f"what it needs, {', '.join(without)}, cannot be live in time"
    soonest = max((float(options.live[options.of(before)].min()) for before in each.after), default=0.0)
    begun = max(each.ready, each.staffed, soonest) + each.approval.p50
    if each.team is not None:
        begun = max(begun, model.teams[each.team].starts)
    if begun + each.effort.p50 >= each.ends:
        return "it would be retired before it is live"
    months = (begun + each.effort.p50 - model.days) / DAYS_A_MONTH
    return f"it would be live {months:.1f} months after the horizon's end"


def _better_before(problem: Problem, mine: np.ndarray, taken: int) -> bool:
    earlier = mine[mine < taken]
    return len(earlier) > 0 and bool((problem.mean[earlier] > problem.mean[taken] + CLOSE * problem.scale).any())


def _best(problem: Problem, place: int) -> float:
    mine = problem.options.of(place)
    return float(problem.mean[mine].max()) if len(mine) else 0.0


def _dearest(choice: Choice, relaxed: Relaxed, option: int, place: int) -> tuple[str | None, float]:
    """Return what has no room left for an option, the dearest first; else what it uses that is worth most to others."""
    problem = choice.problem
    charges: list[tuple[float, Limit]] = []
    for limit, prices in zip(problem.limits, relaxed.prices, strict=True):
        if limit.sort in BINDING:
            at = limit.rows.column == option
            charges.append((float((limit.rows.value[at] * prices[limit.rows.row[at]]).sum()), limit))
    full = [(charge, limit) for charge, limit in charges if _would_break(choice, limit, option)]
    of_tail = sum(float(-cut[option] * price) for cut, price in zip(problem.cuts, relaxed.of_appetite, strict=False))
    dear = full or [each for each in charges if each[0] > 0]
    whole = sum(charge for charge, _ in dear)
    if of_tail > whole:
        return APPETITE, of_tail
    if dear:
        return said([limit for _, limit in sorted(dear, key=lambda each: -each[0])]), whole
    after = [
        problem.options.model.capabilities[before].slug for before in problem.options.model.capabilities[place].after
    ]
    return (f"{WAIT} {', '.join(after)}" if after else None), 0.0


def is_ceiling(limit: Limit) -> bool:
    """Tell whether a limit is the money of all kinds of a quarter."""
    return limit.sort is Sort.LINE and " " not in limit.name


def said(limits: list[Limit]) -> str:
    """Name limits in the order given, ceilings together: `the ceilings of 2026Q1, 2026Q2, team/data`."""
    ceilings = sorted(each.name for each in limits if is_ceiling(each))
    parts = [f"the ceiling{'s' if len(ceilings) > 1 else ''} of {_some(ceilings)}"] if ceilings else []
    lines = sorted(each.name for each in limits if each.sort is Sort.LINE and not is_ceiling(each))
    parts += [f"the line{'s' if len(lines) > 1 else ''} {_some(lines)}"] if lines else []
    parts += [
        f"team/{each.name}" if each.sort is Sort.TEAM else each.name for each in limits if each.sort is not Sort.LINE
    ]
    return " and ".join(parts[:3])


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _would_break(choice: Choice, limit: Limit, option: int) -> bool:
    vector = choice.vector
    vector[choice.problem.options.of(int(choice.problem.options.capability[option]))] = 0.0
    vector[option] = 1.0
    return bool((used(limit, vector) > limit.upper + CLOSE * (1 + np.abs(limit.upper))).any())


def _insisted(choice: Choice, reason: Reason, left: Left) -> Reason:
    """Solve again with what was left out built nonetheless."""
    if reason.month is not None or reason.never is not None or left() <= 0 or not choice.is_whole:
        return reason
    problem = choice.problem
    forced = -1.0 * (problem.options.capability == reason.place)
    insisted = Limit(
        sort=Sort.MUST, name=reason.slug, rows=rows_of(forced[None, :]), upper=np.array([-1.0]), place=reason.place
    )
    found = solve(replace(problem, limits=(*problem.limits, insisted)), left)
    if found.is_infeasible:
        return replace(reason, cost=float("inf"))
    if found.choice is None or not found.is_whole:
        return reason
    return replace(reason, cost=max(0.0, choice.net - float(problem.mean @ found.choice)))
