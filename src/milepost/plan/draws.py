"""Chance: standard normals and uniforms for each capability, from a stream of its own.

A stream is named by the seed and the capability's slug: adding or taking out a capability leaves the futures of all
others as they were, so that two plans differ by what differs, not by luck (common random numbers).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from milepost.plan.model import PlanModel, Range
from milepost.statistics.portfolio import STANDARD

Floats = np.ndarray
"""An array of floats, one value a scenario."""
_TENTH = STANDARD.inv_cdf(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """One capability's luck in each scenario: standard normals, and `luck` uniform on [0, 1).

    `benefit` is above zero where the benefit is better than its median, whichever way its KPI shall go.
    """

    approval: Floats
    effort: Floats
    benefit: Floats
    luck: Floats


def draws(model: PlanModel, seed: int, first: int, last: int) -> Iterator[Draws]:
    """Draw the scenarios from `first` up to, not including, `last`: capability by capability, in the model's order.

    Any cut of the scenarios gives the same values.
    """
    factor = stream(seed, "", first, last)[0]
    for each in model.capabilities:
        yield _drawn(model, stream(seed, each.stream or each.slug, first, last), factor)


def draws_of(model: PlanModel, seed: int, place: int, scenarios: int) -> Draws:
    """Draw the first scenarios of one capability alone, by its place: the same values that `draws` gives."""
    each = model.capabilities[place]
    return _drawn(model, stream(seed, each.stream or each.slug, 0, scenarios), stream(seed, "", 0, scenarios)[0])


def _drawn(model: PlanModel, own: np.ndarray, factor: Floats) -> Draws:
    # One factor that all benefits share: any two correlate by the model's correlation.
    benefit = np.sqrt(model.correlation) * factor + np.sqrt(1 - model.correlation) * own[2]
    return Draws(approval=own[0], effort=own[1], benefit=benefit, luck=own[3])


def at_the_median(model: PlanModel) -> Iterator[Draws]:
    """Give one scenario in which everything takes and earns its median, and everything works: the plan on paper."""
    zero = np.zeros(1)
    for _ in model.capabilities:
        yield Draws(approval=zero, effort=zero, benefit=zero, luck=np.full(1, -1.0))


BLOCK = 1_000


def stream(seed: int, name: str, first: int, last: int) -> np.ndarray:
    """Draw three rows of standard normals and one of uniforms, for the scenarios from `first` up to `last`.

    The rows are a capability's approval, effort, own benefit and luck; with an empty name the first is the factor that
    all benefits share. Drawn in blocks, so that a part of the scenarios can be had without the rest.
    """
    key = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big")
    parts = []
    for block in range(first // BLOCK, (last - 1) // BLOCK + 1):
        parts.append(_block(key, block))
    whole = np.concatenate(parts, axis=1) if len(parts) > 1 else parts[0]
    begin = first // BLOCK * BLOCK
    return whole[:, first - begin : last - begin]


@lru_cache(maxsize=256)
def _block(key: int, block: int) -> np.ndarray:
    """Draw a block; the last ones are kept, 8 MB of them: who tries many versions of one plan draws the same again."""
    rng = np.random.Generator(np.random.Philox(key=[key, block]))
    drawn = np.concatenate([rng.standard_normal((3, BLOCK)), rng.random((1, BLOCK))])
    drawn.setflags(write=False)
    return drawn


def length_of(range_: Range, normal: Floats) -> Floats:
    """Draw a length from its quantiles: log-normal on each side of the median, so that none is negative."""
    if range_.p50 <= 0:
        return np.zeros_like(normal)
    down, up = log_sides(range_)
    drawn: Floats = range_.p50 * np.exp(normal * np.where(normal < 0, down, up))
    return drawn


def log_sides(range_: Range) -> tuple[float, float]:
    """Return the standard deviations of a length's logarithm below and above its median, which is above zero."""
    down, up = np.log(range_.p50 / max(range_.p10, 1e-9)), np.log(max(range_.p90, range_.p50) / range_.p50)
    return max(0.0, down) / _TENTH, up / _TENTH


def quantity_of(range_: Range, normal: Floats) -> Floats:
    """Draw a quantity from its quantiles: normal on each side of the median."""
    down, up = range_.p50 - range_.p10, range_.p90 - range_.p50
    drawn: Floats = range_.p50 + normal * np.where(normal < 0, down, up) / _TENTH
    return drawn
