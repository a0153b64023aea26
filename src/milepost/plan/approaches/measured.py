"""What came of a plan under an operating model, in each future: the nine measures, and which goals are missed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from milepost.plan.approaches.shaped import Shaped
from milepost.plan.draws import Floats
from milepost.plan.model import DAYS_A_MONTH
from milepost.plan.simulate import Simulated
from milepost.program.documents.choosing import Measure

HOURS_A_DAY = 8 * 5 / 7
"""Working hours in a day of the calendar."""
LESS_IS_BETTER = frozenset(
    {Measure.FIRST_VALUE, Measure.GOVERNANCE_HOURS, Measure.GOVERNANCE_COST, Measure.REWORK_HOURS}
    | {Measure.REWORK_COST, Measure.GOALS_MISSED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """Futures of one operating model, one value a future. `missed` has a column for each goal of the plan.

    `first-value` is in months, at most the horizon: a future without any has the horizon's. Money is in the plan's
    currency; `net` is value less the plan's costs, platform, duplicates, governance and rework. `visibility` is the
    share of value that a common measurement and steering sees, 0 where there is none; `goals-missed` a share of goals.
    """

    values: Mapping[Measure, Floats]
    missed: Floats


def measured(shaped: Shaped, told: Simulated) -> Futures:
    """Measure simulated futures of a shaped plan."""
    traits, days = shaped.traits, shaped.model.days
    first, last = list(shaped.first), list(shaped.last)
    gross, spent = told.monthly_value.sum(axis=1), told.monthly_cost.sum(axis=1)
    governance, rework = _governance(shaped, told, days), _rework(shaped, told, days)
    missed = _missed(shaped, told)
    values = {
        Measure.FIRST_VALUE: _first_value(shaped, told, days),
        Measure.NET: gross - spent - (governance + rework) * traits.hour,
        Measure.GROSS: gross,
        Measure.GOVERNANCE_HOURS: governance,
        Measure.GOVERNANCE_COST: governance * traits.hour,
        Measure.REWORK_HOURS: rework,
        Measure.REWORK_COST: rework * traits.hour,
        Measure.VISIBILITY: _visibility(shaped, told, first, last),
        Measure.GOALS_MISSED: missed.mean(axis=1) if missed.shape[1] else np.zeros(told.scenarios),
    }
    return Futures(values=values, missed=missed)


def _first_value(shaped: Shaped, told: Simulated, days: float) -> Floats:
    parts = shaped.model.capabilities
    places = sorted({*shaped.first, *shaped.last})
    moving = [each for each in places if parts[each].money.p50 or parts[each].level.p50] or places
    live = np.where(told.works[:, moving], told.live[:, moving], np.inf)
    months: Floats = np.clip(live.min(axis=1), 0.0, days) / DAYS_A_MONTH
    return months


def _governance(shaped: Shaped, told: Simulated, days: float) -> Floats:
    """Return the hours of steering, gates, lineage and coordination."""
    traits, first, last = shaped.traits, list(shaped.first), list(shaped.last)
    begun, begun_last = told.begun[:, first], told.begun[:, last]
    parts = shaped.model.capabilities
    out = np.array([parts[each].exit_after for each in first])
    ends = np.array([parts[each].ends for each in first])
    stopped = np.where(told.works[:, first], np.inf, told.live[:, first] + out)
    until = np.minimum(np.minimum(stopped, ends), days)
    at_work = np.clip(until - np.clip(begun, 0.0, days), 0.0, None).sum(axis=1) / DAYS_A_MONTH
    is_new = np.array([each.done is None for each in shaped.plan.capabilities])
    one, more = min(1.0, traits.gates), max(0.0, traits.gates - 1)
    gates = ((begun < days) * is_new).sum(axis=1) * one + ((begun_last < days) * is_new).sum(axis=1) * more
    hours: Floats = (
        traits.steering_hours * shaped.model.months
        + traits.gate_hours * gates
        + (traits.lineage_hours + traits.coordination_hours) * at_work
    )
    return hours


def _rework(shaped: Shaped, told: Simulated, days: float) -> Floats:
    """Return the hours of work done again by what was built to full reach, or begun to be."""
    efforts = np.array([each.effort.p50 if each.done is None else 0.0 for each in shaped.plan.capabilities])
    again = (told.begun[:, list(shaped.last)] < days) @ efforts * shaped.traits.rework
    hours: Floats = again * shaped.traits.crew * HOURS_A_DAY
    return hours


def _visibility(shaped: Shaped, told: Simulated, first: list[int], last: list[int]) -> Floats:
    piloted = [one for one, other in zip(first, last, strict=True) if one != other]
    small = np.clip(told.value[:, piloted], 0.0, None).sum(axis=1, dtype=float)
    full = np.clip(told.value[:, last], 0.0, None).sum(axis=1, dtype=float)
    whole = small + full
    seen = small * shaped.traits.steered_pilots + full * shaped.traits.steered
    share: Floats = np.divide(seen, whole, out=np.zeros_like(whole), where=whole > 0)
    return share


def _missed(shaped: Shaped, told: Simulated) -> Floats:
    missed = np.zeros((told.scenarios, len(shaped.model.goals)), bool)
    for place, goal in enumerate(shaped.model.goals):
        level = told.levels[:, place]
        # Levels are kept in single precision: a target met to the last digit is met.
        slack = 1e-6 * max(abs(goal.target), abs(goal.baseline))
        missed[:, place] = level < goal.target - slack if goal.is_up else level > goal.target + slack
    return missed
