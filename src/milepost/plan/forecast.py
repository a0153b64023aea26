"""What a plan foretells, as the record keeps it: dates, chances and money. Chances are shares with two digits.

Two digits are what a few thousand futures can tell apart. A day is None where it never comes to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

FORETOLD = "plan.forecast"
WON = "forecast.frozen"
SEED = 1
"""One seed for every plan of every program: two forecasts differ by what they are of, never by luck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForecast:
    """When something is there: days by which it is in 10%, 50% and 90% of the futures.

    `chance` is that of being there by `due`, or, where there is no such day, within the horizon.
    """

    p10: date | None
    p50: date | None
    p90: date | None
    chance: Decimal
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanForecast:
    """When milestones are reached, as far as the record of `basis` tells. `basis` digests all that it was made of."""

    basis: str
    seed: int
    scenarios: int
    milestones: Mapping[str, DateForecast]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Three quantiles of an amount in the program's currency, or of what stands beside them."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenForecast:
    """What was foretold when a version was accepted: what it is held to later. Changing it later changes no score.

    `capabilities` tells when each is live and works; `goals` the chance that the target is met. `stats` holds
    `program/net`, `program/value`, `program/cost`, and for each capability `capability/ID/value` and `.../net`.
    """

    basis: str
    seed: int
    scenarios: int
    currency: str
    owners: Mapping[str, str]
    """Who owned what then: `capability/ID` and `milestone/ID`, where somebody does."""
    capabilities: Mapping[str, DateForecast]
    milestones: Mapping[str, DateForecast]
    goals: Mapping[str, Decimal]
    stats: Mapping[str, Quantiles]
