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
APPETITE = "the appetite for risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one more step of a limit is worth: `STEP` of money for a line, one more at once for a team.

    `is_exact` where it was solved again; else it is the relaxation's, for a small step the most it can be.
    """

    limit: Limit
    step: float
    gain: float
    is_exact: bool


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
    relaxed = relax(problem)
    if relaxed is None:
        return Why(reasons=tuple(_of_none(problem)), prices=())
    reasons = [_reason(choice, relaxed, place) for place in range(len(problem.options.model.capabilities))]
    told = sorted((each for each in reasons if each is not None), key=lambda each: -each.alone)
    prices = tuple(_price(choice, relaxed, index, left) for index in _binding(choice, relaxed))
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


def _price(choice: Choice, relaxed: Relaxed, index: int, left: Left) -> Price:
    problem, limit = choice.problem, choice.problem.limits[index]
    step = STEP if limit.sort is Sort.LINE else 1.0
    slope = float(relaxed.prices[index].sum()) * step
    if left() > 0 and choice.is_whole:
        raised = replace(limit, upper=limit.upper + step)
        limits = (*problem.limits[:index], raised, *problem.limits[index + 1 :])
        found = solve(replace(problem, limits=limits), left)
        if found.choice is not None and found.is_whole:
            gain = max(0.0, float(problem.mean @ found.choice) - choice.net)
            return Price(limit=limit, step=step, gain=gain, is_exact=True)
    return Price(limit=limit, step=step, gain=slope, is_exact=False)


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
    """Return what an option uses that is worth most to others; precedence only where nothing else is scarce."""
    problem = choice.problem
    charges: list[tuple[float, str]] = []
    for limit, prices in zip(problem.limits, relaxed.prices, strict=True):
        at = limit.rows.column == option
        charge = float((limit.rows.value[at] * prices[limit.rows.row[at]]).sum())
        if limit.sort in BINDING and charge > 0:
            charges.append((charge, _said(limit)))
    of_tail = sum(float(-cut[option] * price) for cut, price in zip(problem.cuts, relaxed.of_appetite, strict=False))
    if of_tail > 0:
        charges.append((of_tail, APPETITE))
    if charges:
        charge, name = max(charges)
        return name, charge
    tight = [_said(limit) for limit in problem.limits if limit.sort in BINDING and _would_break(choice, limit, option)]
    if tight:
        return tight[0], 0.0
    after = problem.options.model.capabilities[place].after
    slugs = [problem.options.model.capabilities[before].slug for before in after]
    return (f"what it needs first ({', '.join(slugs)})" if slugs else None), 0.0


def _would_break(choice: Choice, limit: Limit, option: int) -> bool:
    vector = choice.vector
    vector[choice.problem.options.of(int(choice.problem.options.capability[option]))] = 0.0
    vector[option] = 1.0
    return bool((used(limit, vector) > limit.upper + CLOSE * (1 + np.abs(limit.upper))).any())


def _said(limit: Limit) -> str:
    match limit.sort:
        case Sort.LINE:
            return f"the line {limit.name}" if " " in limit.name else f"the ceiling of {limit.name}"
        case Sort.TEAM:
            return f"team/{limit.name}"
        case _:
            return limit.name


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
