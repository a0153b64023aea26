"""An operating model: what is assumed of a way to run a program, each number with its source."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator

from milepost.kernel.words import Grade
from milepost.program.documents.outline import Approach
from milepost.program.fields import Document, Number, Slug, Text


class Unit(StrEnum):
    """What a prior's numbers count. A share lies between 0 and 1; `money` is an amount of the program's currency."""

    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    COUNT = "count"
    SHARE = "share"
    MONEY = "money"


class Prior(Document):
    """A quantity before anything is measured: it is `p10` or less one time in ten, `p90` or more one time in ten.

    Grade D, whoever says it: what is measured of a program stands in its record, not here.
    """

    p10: Number
    p50: Number
    p90: Number
    unit: Unit
    source: Text
    grade: Literal[Grade.D] = Grade.D
    note: Text | None = None


class Priors(Document):
    """What an operating model does to a plan. None where a document leaves it to Milepost's own priors.

    `time_to_value`: from the start to the first value, on the reference program; pilot-led, the length of one pilot.
    `pilot`: the length of a pilot within a hybrid. `gates` a capability passes, each waiting half of `steering_every`
    on average; `approval` is the factor on how long a signature takes. `steering_hours` a month for the program;
    `gate_hours` a gate; `lineage_hours` and `coordination_hours` a month for each capability at work; `hour` what an
    hour costs. `coordination` is the share added to all effort, `reuse` the share that a shared platform saves,
    `platform` its cost as a share of the plan's. `pilot_effort`, `pilot_cost` and `pilot_reach` are a pilot's shares of
    the whole. `inconclusive` is the chance that a pilot says neither yes nor no; `adapt` how long it then takes until
    something else is done, and how long what failed goes on costing. `scales` is the chance that what works in a pilot
    works at full reach. `rework` is the share of a capability's effort done again; `crew` the people who do it;
    `duplicates` the share of running costs paid twice. `steered` is the share of value at full reach that a common
    measurement and steering sees, `steered_pilots` that of value in pilots.
    """

    time_to_value: Prior | None = None
    pilot: Prior | None = None
    approval: Prior | None = None
    gates: Prior | None = None
    steering_every: Prior | None = None
    steering_hours: Prior | None = None
    gate_hours: Prior | None = None
    lineage_hours: Prior | None = None
    coordination_hours: Prior | None = None
    hour: Prior | None = None
    coordination: Prior | None = None
    reuse: Prior | None = None
    platform: Prior | None = None
    pilot_effort: Prior | None = None
    pilot_cost: Prior | None = None
    pilot_reach: Prior | None = None
    inconclusive: Prior | None = None
    adapt: Prior | None = None
    scales: Prior | None = None
    rework: Prior | None = None
    crew: Prior | None = None
    duplicates: Prior | None = None
    steered: Prior | None = None
    steered_pilots: Prior | None = None


UNITS: dict[str, Unit] = {
    **dict.fromkeys(("time_to_value", "pilot", "adapt"), Unit.MONTHS),
    "steering_every": Unit.DAYS,
    **dict.fromkeys(("steering_hours", "gate_hours", "lineage_hours", "coordination_hours"), Unit.HOURS),
    **dict.fromkeys(("approval", "gates", "crew"), Unit.COUNT),
    "hour": Unit.MONEY,
    **dict.fromkeys(("coordination", "reuse", "platform", "pilot_effort", "pilot_cost", "pilot_reach"), Unit.SHARE),
    **dict.fromkeys(("inconclusive", "scales", "rework", "duplicates", "steered", "steered_pilots"), Unit.SHARE),
}
"""The unit of each prior: one in another unit is a finding, never converted."""


def _approach(slug: str) -> str:
    if slug not in {each.value for each in Approach}:
        raise ValueError(f"{slug!r} is not an operating model: write top-down, pilot-led or hybrid")
    return slug


class OperatingModel(Document):
    """One of the three ways to run a program. A program's own takes the place of Milepost's, prior by prior."""

    id: Annotated[Slug, AfterValidator(_approach)]
    title: Text | None = None
    governance: Text | None = None
    risk: Text | None = None
    priors: Priors = Priors()
