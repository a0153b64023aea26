"""The model of `milepost.plan.simulate` a second time, as loops over one scenario after the other: what Numba compiles.

Runs as plain Python too, which is how a test holds the two equal.
"""

from collections.abc import Sequence
from math import exp, inf, isinf, log

import numpy as np

from milepost.plan.model import PlanModel

Floats = np.ndarray

MONTH = 365.25 / 12
TENTH = 1.2815515655446004
PLACES = 64  # servers and pieces of work that a team may have at most
(
    TEAM, READY, STAFFED, APPROVAL, EFFORT, SUCCEEDS, MONEY, LEVEL, RAMP, HALF, EXIT, ONCE, A_MONTH, A_DAY, DONE,
    WORKS, ENDS, UP,
) = (0, 1, 2, 3, 6, 9, 10, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25)  # fmt: skip
WIDE = 26


def table(model: PlanModel) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Give the model as arrays: capabilities, needs by place, teams, and the goals that each moves."""
    rows = np.zeros((len(model.capabilities), WIDE))
    for row, each in zip(rows, model.capabilities, strict=True):
        row[TEAM] = -1 if each.team is None else each.team
        row[READY], row[STAFFED], row[SUCCEEDS] = each.ready, each.staffed, each.succeeds
        for at, of in ((APPROVAL, each.approval), (EFFORT, each.effort), (MONEY, each.money), (LEVEL, each.level)):
            row[at : at + 3] = of.p10, of.p50, of.p90
        row[RAMP], row[HALF], row[EXIT] = each.ramp, each.half_life or 0.0, each.exit_after
        row[ONCE], row[A_MONTH] = sum(c.once for c in each.costs), sum(c.a_month for c in each.costs)
        row[A_DAY] = sum(c.a_day for c in each.costs)
        row[DONE] = np.nan if each.done is None else each.done
        row[WORKS] = np.nan if each.works is None else each.works
        row[ENDS], row[UP] = each.ends, each.is_up
    needs = _ragged([each.after for each in model.capabilities])
    goals = _ragged(
        [[g for g, goal in enumerate(model.goals) if place in goal.capabilities] for place in range(len(rows))]
    )
    teams = np.array([(each.parallel, each.starts) for each in model.teams] or [(0, 0)], float)
    by = np.array([(goal.baseline, goal.by) for goal in model.goals] or [(0, 0)], float)
    return rows, needs, teams, goals, by


def _ragged(lists: Sequence[Sequence[int]]) -> Floats:
    found = np.full((len(lists), max(map(len, lists), default=0) + 1), -1)
    for row, each in zip(found, lists, strict=True):
        row[: len(each)] = each
    return found


def length(low: float, middle: float, high: float, normal: float) -> float:
    """Draw a log-normal on each side of the median."""
    if middle <= 0:
        return 0.0
    side = log(middle / max(low, 1e-9)) if normal < 0 else log(max(high, middle) / middle)
    return middle * exp(normal * max(side, 0.0) / TENTH)


def quantity(low: float, middle: float, high: float, normal: float) -> float:
    """Draw a normal on each side of the median."""
    return middle + normal * (middle - low if normal < 0 else high - middle) / TENTH


def kernel(  # noqa: C901  one loop, as a kernel is written
    rows: Floats, needs: Floats, teams: Floats, goals: Floats, by: Floats, drawn: Floats, months: int
) -> tuple[Floats, ...]:
    """Give begun, live, works, value, cost by scenario and capability; levels; value and cost by month.

    `drawn` is (scenarios, capabilities, 4): approval, effort, benefit, luck.
    """
    count, wide = drawn.shape[0], rows.shape[0]
    begun, live = np.full((count, wide), inf), np.full((count, wide), inf)
    works = np.zeros((count, wide), np.bool_)
    value, cost = np.zeros((count, wide)), np.zeros((count, wide))
    levels = np.zeros((count, by.shape[0]))
    earned, spent = np.zeros((count, months)), np.zeros((count, months))
    start, until = np.empty((teams.shape[0], PLACES)), np.empty((teams.shape[0], PLACES))
    gaps = np.empty(teams.shape[0], np.int64)
    horizon = months * MONTH
    for s in range(count):
        for t in range(teams.shape[0]):
            gaps[t] = min(int(teams[t, 0]), PLACES // 2)
            for g in range(gaps[t]):
                start[t, g], until[t, g] = teams[t, 1], inf
        for g in range(by.shape[0]):
            levels[s, g] = by[g, 0]
        for c in range(wide):
            of = rows[c]
            effort = length(of[EFFORT], of[EFFORT + 1], of[EFFORT + 2], drawn[s, c, 1])
            ends = of[ENDS]
            if of[DONE] == of[DONE]:
                done = of[DONE]
                begin = min(done, max(of[READY], done - of[EFFORT + 1]))
            else:
                ready = max(of[READY], of[STAFFED])
                n = 0
                while needs[c, n] >= 0:
                    before = needs[c, n]
                    ready = max(ready, live[s, before] if works[s, before] else inf)
                    n += 1
                ready += length(of[APPROVAL], of[APPROVAL + 1], of[APPROVAL + 2], drawn[s, c, 0])
                begin, gap, t = ready, -1, int(of[TEAM])
                if t >= 0:
                    begin = inf
                    for g in range(gaps[t]):
                        day = max(start[t, g], ready)
                        if day < begin and day + effort <= until[t, g]:
                            begin, gap = day, g
                done = begin + effort
                if begin >= ends:
                    begin = inf
                if gap >= 0 and not isinf(begin):
                    if begin > start[t, gap]:  # something is left before it
                        start[t, gaps[t]], until[t, gaps[t]] = min(done, ends), until[t, gap]
                        until[t, gap] = begin
                        gaps[t] += 1
                    else:
                        start[t, gap] = min(done, ends)
                if done >= ends or isinf(begin):
                    done = inf
            good = drawn[s, c, 3] < of[SUCCEEDS] if of[WORKS] != of[WORKS] else of[WORKS] > 0
            good = good and not isinf(done)
            begun[s, c], live[s, c], works[s, c] = begin, done, good
            if begin >= horizon:
                continue
            stop = ends if good else min(done + of[EXIT], ends)
            amount = quantity(of[MONEY], of[MONEY + 1], of[MONEY + 2], drawn[s, c, 2]) if good else 0.0
            if of[ONCE] > 0 and begin >= 0:
                spent[s, int(begin / MONTH)] += of[ONCE]
                cost[s, c] += of[ONCE]
            first = max(0, int(min(begin, done) / MONTH))
            ran = max(0.0, min(first * MONTH, stop) - begin)
            age = max(0.0, min(first * MONTH, stop) - done)
            half, ramp = of[HALF], of[RAMP]
            rate = log(2.0) / half if half > 0 else 0.0
            risen = min(age, ramp)
            rise = risen * risen / (2 * ramp) if ramp > 0 else 0.0
            reach = rise + age - risen
            left = exp(-rate * max(age - ramp, 0.0)) if half > 0 else 1.0
            effect = rise + (1 - left) / rate if half > 0 else reach
            fades = exp(-rate * MONTH)
            for m in range(first, months):
                edge = min((m + 1) * MONTH, stop)
                now = max(0.0, edge - begin)
                paid = of[A_MONTH] * (now - ran) / MONTH
                ran = now
                if edge > done and (amount != 0 or of[A_DAY] > 0):
                    age = edge - done
                    risen = min(age, ramp)
                    rise = risen * risen / (2 * ramp) if ramp > 0 else 0.0
                    fresh = rise + age - risen
                    paid += of[A_DAY] * (fresh - reach)
                    reach = fresh
                    if half > 0:
                        if m > first and edge == (m + 1) * MONTH and m * MONTH >= done + ramp:
                            left *= fades
                        else:
                            left = exp(-rate * max(age - ramp, 0.0))
                        fresh = rise + (1 - left) / rate
                    got = amount * (fresh - effect)
                    effect = fresh
                    value[s, c] += got
                    earned[s, m] += got
                cost[s, c] += paid
                spent[s, m] += paid
                if edge >= stop:
                    break
            n = 0
            while good and goals[c, n] >= 0:
                g = goals[c, n]
                n += 1
                day = by[g, 1]
                if day < ends and day > done:
                    old = day - done
                    share = min(old / ramp, 1.0) if ramp > 0 else 1.0
                    if half > 0:
                        share *= 0.5 ** (max(old - ramp, 0.0) / half)
                    moved = drawn[s, c, 2] if of[UP] > 0 else -drawn[s, c, 2]
                    levels[s, g] += share * quantity(of[LEVEL], of[LEVEL + 1], of[LEVEL + 2], moved)
    return begun, live, works, value, cost, levels, earned, spent


def drawn_for(model: PlanModel, seed: int, scenarios: int) -> Floats:
    """Give the very draws that `simulate` uses, as the kernel wants them."""
    from milepost.plan.draws import draws

    found = np.empty((scenarios, len(model.capabilities), 4))
    for place, of in enumerate(draws(model, seed, 0, scenarios)):
        found[:, place, 0], found[:, place, 1] = of.approval, of.effort
        found[:, place, 2], found[:, place, 3] = of.benefit, of.luck
    return found
