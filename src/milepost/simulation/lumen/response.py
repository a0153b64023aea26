"""How initiatives move customers: exposure to response, and the joint factors of all initiatives week by week.

Overlapping initiatives multiply. Customers are told apart by their type and by their group in each initiative, so
that all factors are one look-up in a table of (code, week).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np

from milepost.simulation.lumen.calendar import bent, carried
from milepost.simulation.lumen.chance import Counts, Reals
from milepost.simulation.lumen.customers import RESPONSE, TYPES
from milepost.simulation.lumen.groups import CONTROL, GROUPS, TREATED, group
from milepost.simulation.lumen.people import People
from milepost.simulation.lumen.trials import TRIALS, WEEKS, Trial
from milepost.simulation.lumen.truth import FIRST_DAY, Effect, Effects, Initiative

_PLACE = {initiative: len(TYPES) * GROUPS**at for at, initiative in enumerate(Initiative)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """Tables of (week, code): factors on purchase rate, spend an order and returns; `margin` is added to a share.

    Row 0 is week `first`.
    """

    first: int
    orders: Reals
    basket: Reals
    returns: Reals
    margin: Reals


def codes(seed: int, who: People) -> Counts:
    """Return each customer's column in the tables of factors."""
    code = who.kind.copy()
    for each, place in _PLACE.items():
        code += group(seed, who, each) * place
    return code


def moved(code: Counts, initiative: Initiative, to: int) -> Counts:
    """Return the codes of the same customers had they been in another group of an initiative."""
    place = _PLACE[initiative]
    other: Counts = code + (to - code // place % GROUPS) * place
    return other


def response(effect: Effect, trial: Trial, of: int) -> Reals:
    """Return the weekly response of a group, 0 without and 1 at full effect."""
    exposed = np.zeros(WEEKS)
    if of == TREATED:
        exposed[trial.starts : trial.ends] = 1.0
    if of in (CONTROL, TREATED) and trial.rolled_out is not None:
        exposed[trial.rolled_out :] = 1.0
    days = 7 * np.cumsum(exposed)
    if effect.ramp_days > 0:
        exposed *= np.minimum(1.0, days / effect.ramp_days)
    if effect.wear_out_days > 0:
        exposed *= 0.5 ** (np.maximum(0.0, days - 7) / effect.wear_out_days)
    return bent(carried(exposed, effect.half_life_days), effect.saturation) * _seasonal(effect.season)


def factors(effects: Effects, first: int, end: int) -> Factors:
    """Multiply the effects of all initiatives for the weeks from `first` to `end` - 1."""
    shape = (end - first, len(TYPES) * GROUPS ** len(_PLACE))
    orders, basket, returns = np.ones(shape), np.ones(shape), np.ones(shape)
    margin, code = np.zeros(shape), np.arange(shape[1])
    kinds = np.array(RESPONSE)[code % len(TYPES)]
    for initiative, place in _PLACE.items():
        effect = effects.of(initiative)
        each = np.stack([response(effect, TRIALS[initiative], of)[first:end] for of in range(GROUPS)], axis=1)
        if effect == Effect() or not each.any():
            continue
        felt = each[:, code // place % GROUPS]
        orders *= np.maximum(0.0, 1 + effect.orders * felt * kinds)
        basket *= 1 + effect.basket * felt
        returns *= 1 + effect.returns * felt
        margin += effect.margin * felt
    return Factors(first=first, orders=orders, basket=basket, returns=returns, margin=margin)


def responses(effects: Effects) -> Mapping[Initiative, Reals]:
    """Return the weekly response of the treated for each initiative, to be kept with the truth."""
    return {each: response(effects.of(each), trial, TREATED) for each, trial in TRIALS.items()}


def _seasonal(quarters: tuple[float, float, float, float]) -> Reals:
    return np.array(quarters)[_quarters()]


@cache
def _quarters() -> Counts:
    months = [(FIRST_DAY + timedelta(weeks=week)).month for week in range(WEEKS)]
    return np.array([(month - 1) // 3 for month in months], dtype=np.int64)
