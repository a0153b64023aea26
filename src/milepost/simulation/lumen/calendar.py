"""What all customers share: the weekly cycle, the season, market shocks and paid media with their lift."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np

from milepost.simulation.lumen.chance import Counts, Reals, lognormal, normal
from milepost.simulation.lumen.trials import WEEKS
from milepost.simulation.lumen.truth import DAYS, FIRST_DAY, Lumen

WEEKDAY = np.array([1.18, 0.93, 0.90, 0.92, 0.97, 1.05, 1.05])
"""Demand from Sunday to Saturday; the mean is 1."""
SHOCKS = ((21, 24, -0.12), (45, 49, -0.15), (60, 62, 0.10))
"""Market shocks: first week, end week, change of demand (a carrier's strike, a supply gap, a warm spring)."""
MEDIA_SPEND = {"search": 5_000.0, "social": 3_000.0, "display": 3_500.0}
"""Usual spend of a media channel in EUR a week at 20,000 customers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Weekly series. `index` is 1 in an ordinary market; `media` gives spend in EUR; `lift` is what media bring."""

    index: Reals
    competitor_price: Reals
    media: dict[str, Reals]
    lift: dict[str, Reals]

    @property
    def media_factor(self) -> Reals:
        """Return the factor that all media together put on orders, week by week."""
        factor: Reals = 1.0 + np.add.reduce(list(self.lift.values()))
        return factor


def season(days: Counts) -> Reals:
    """Return demand by the calendar alone, 1 in a middling week: late-year gifts, a January sale, a dull summer."""
    of_year = np.array([(FIRST_DAY + timedelta(days=int(d))).timetuple().tm_yday for d in days], dtype=np.float64)
    wave = 1 + 0.08 * np.cos(2 * np.pi * (of_year - 330) / 365)
    bump = 0.55 * np.exp(-(((of_year - 343) / 13) ** 2)) + 0.18 * np.exp(-(((of_year - 10) / 6) ** 2))
    demand: Reals = wave + bump
    return demand


@cache
def weekly_season() -> Reals:
    """Return the season of each week, times the share of the week that lies inside the 548 days."""
    days = np.arange(DAYS, dtype=np.int64)
    weeks: Reals = np.bincount(days // 7, season(days) * WEEKDAY[days % 7], WEEKS) / 7
    weeks.flags.writeable = False
    return weeks


def market(lumen: Lumen) -> Market:
    """Draw the market of a company: an autoregressive index with shocks, a rival's price, media and their lift."""
    weeks, seed = np.arange(WEEKS, dtype=np.int64), lumen.seed
    index = np.exp(_autoregressive(0.025 * normal(seed, "market", weeks), 0.7))
    for first, end, change in SHOCKS:
        index[first:end] *= 1 + change
    price = 100 * np.exp(_autoregressive(0.012 * normal(seed, "competitor", weeks), 0.9))
    media, lift = {}, {}
    for channel, usual in MEDIA_SPEND.items():
        burst = lognormal(seed, f"media/{channel}", weeks, 0.35)
        media[channel] = np.round(usual * lumen.scale.customers / 20_000 * burst, 2)
        full = lumen.effects.media.get(channel, 0.0)
        lift[channel] = full * bent(carried(burst, lumen.effects.media_half_life_days), lumen.effects.media_saturation)
    return Market(index=index, competitor_price=price, media=media, lift=lift)


def demand(lumen: Lumen) -> Reals:
    """Return the factor on every customer's purchase rate, week by week."""
    drawn = market(lumen)
    # A rival's price 10% above its start brings 4% more orders.
    rival = (drawn.competitor_price / 100) ** 0.4
    factor: Reals = weekly_season() * drawn.index * drawn.media_factor * rival
    return factor


def carried(exposure: Reals, half_life_days: float) -> Reals:
    """Let weekly exposure linger: a geometric adstock that is 1 under a constant exposure of 1."""
    keep = 0.5 ** (7 / half_life_days) if half_life_days > 0 else 0.0
    return _autoregressive((1 - keep) * exposure, keep)


def bent(stock: Reals, saturation: float) -> Reals:
    """Bend a stock so that more brings ever less; 0 stays 0 and 1 stays 1. Straight where saturation is 0."""
    response: Reals = stock * (1 + saturation) / (1 + saturation * stock)
    return response


def _autoregressive(steps: Reals, keep: float) -> Reals:
    out, last = np.empty_like(steps), 0.0
    for at, step in enumerate(steps):
        last = keep * last + float(step)
        out[at] = last
    return out
