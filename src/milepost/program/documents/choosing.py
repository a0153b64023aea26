"""By what an operating model is chosen, and what forces a new choice."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from milepost.kernel.time import Duration
from milepost.program.fields import Document, Length, Number, Share


class Measure(StrEnum):
    """What operating models are compared by, all as of 18 months."""

    FIRST_VALUE = "first-value"
    NET = "net"
    GROSS = "gross"
    GOVERNANCE_HOURS = "governance-hours"
    GOVERNANCE_COST = "governance-cost"
    REWORK_HOURS = "rework-hours"
    REWORK_COST = "rework-cost"
    VISIBILITY = "visibility"
    GOALS_MISSED = "goals-missed"


Weight = Annotated[Number, Field(ge=0, le=1000)]


class Weights(Document):
    """How much each measure counts when "best balance" is put to the test; 0 leaves it out.

    Value before costs, hours beside their cost and each goal alone are told, and not counted twice.
    """

    first_value: Weight = Decimal(1)
    net: Weight = Decimal(1)
    governance_cost: Weight = Decimal(1)
    rework_cost: Weight = Decimal(1)
    visibility: Weight = Decimal(1)
    goals_missed: Weight = Decimal(1)


class Limits(Document):
    """Where a new choice is forced. Counts trip when they are reached, all others when they are exceeded.

    `inconclusive` pilots and `missed` milestones (missed or reopened) are counts; `approval` is the median time from a
    signature's request to the signature; `first_value` the time from the program's start to the first proven value;
    `governance_share` that of governance in all booked costs; `forecast_error` the share of measured capabilities whose
    effect lies outside the 80% range that was promised.
    """

    inconclusive: Annotated[int, Field(ge=1)] = 2
    missed: Annotated[int, Field(ge=1)] = 2
    approval: Length = Duration(days=60)
    first_value: Length = Duration(months=12)
    governance_share: Share = Decimal("0.2")
    forecast_error: Share = Decimal("0.5")


class Choosing(Document):
    """How the sponsor chooses: the measure that comes first, the weights of all, and the limits of what was chosen."""

    first: Measure = Measure.NET
    weights: Weights = Weights()
    limits: Limits = Limits()
