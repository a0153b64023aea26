"""The priors of one operating model as plain numbers: at their medians, or drawn for one set of assumptions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from milepost.plan.approaches.priors import SHARED, Assumptions, Held
from milepost.program.documents.operating import Unit
from milepost.program.documents.outline import Approach
from milepost.statistics.portfolio import STANDARD

_TENTH = STANDARD.inv_cdf(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What an operating model does, in the units of its priors (see `Priors`); 0 where it has no such thing."""

    time_to_value: float = 0.0
    pilot: float = 0.0
    approval: float = 0.0
    gates: float = 0.0
    steering_every: float = 0.0
    steering_hours: float = 0.0
    gate_hours: float = 0.0
    lineage_hours: float = 0.0
    coordination_hours: float = 0.0
    hour: float = 0.0
    coordination: float = 0.0
    reuse: float = 0.0
    platform: float = 0.0
    pilot_effort: float = 0.0
    pilot_cost: float = 0.0
    pilot_reach: float = 0.0
    inconclusive: float = 0.0
    adapt: float = 0.0
    scales: float = 0.0
    rework: float = 0.0
    crew: float = 0.0
    duplicates: float = 0.0
    steered: float = 0.0
    steered_pilots: float = 0.0


NAMES = tuple(each.name for each in fields(Traits))


def medians(held: Mapping[str, Held]) -> Traits:
    """Return an operating model with every prior at its median."""
    return Traits(**{name: each.quantiles[1] for name, each in held.items()})


def drawn(assumptions: Assumptions, seed: int, count: int) -> dict[Approach, list[Traits]]:
    """Draw `count` sets of assumptions for each operating model.

    Each prior has luck of its own, but for what is the company's: an hour costs the same in all three. Normal on each
    side of the median, never below zero, shares never above one.
    """
    return {each: _of(assumptions.of(each), each, seed, count) for each in Approach}


def _of(held: Mapping[str, Held], approach: Approach, seed: int, count: int) -> list[Traits]:
    columns = {name: _column(each, approach, seed, count) for name, each in held.items()}
    return [Traits(**{name: float(column[place]) for name, column in columns.items()}) for place in range(count)]


def _column(held: Held, approach: Approach, seed: int, count: int) -> np.ndarray:
    whose = "company" if held.name in SHARED else approach.value
    normal = np.random.Generator(np.random.Philox(key=number_of(seed, "prior", whose, held.name))).standard_normal(
        count
    )
    p10, p50, p90 = held.quantiles
    values = p50 + normal * np.where(normal < 0, p50 - p10, p90 - p50) / _TENTH
    return np.clip(values, 0.0, 1.0 if held.prior.unit is Unit.SHARE else np.inf)


def number_of(*parts: object) -> int:
    """Return 63 bits that stand for the parts: the name of a stream of luck."""
    text = "/".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
