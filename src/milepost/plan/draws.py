"""Chance: standard normals and uniforms for each capability, from a stream of its own.

A stream is named by the seed and the capability's slug: adding or taking out a capability leaves the futures of all
others as they were, so that two plans differ by what differs, not by luck (common random numbers).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from milepost.plan.model import PlanModel

Floats = np.ndarray
"""An array of floats, one value a scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """One capability's luck in each scenario: standard normals, and `luck` uniform on [0, 1)."""

    approval: Floats
    effort: Floats
    benefit: Floats
    luck: Floats


def draws(model: PlanModel, seed: int, first: int, last: int) -> Iterator[Draws]:
    """Draw the scenarios from `first` up to, not including, `last`: capability by capability, in the model's order.

    Any cut of the scenarios gives the same values.
    """
    factor = _stream(seed, "", first, last)[0]
    shared, alone = np.sqrt(model.correlation), np.sqrt(1 - model.correlation)
    for each in model.capabilities:
        own = _stream(seed, each.stream or each.slug, first, last)
        # One factor that all benefits share: any two correlate by the model's correlation.
        benefit = shared * factor + alone * own[2]
        yield Draws(approval=own[0], effort=own[1], benefit=benefit, luck=own[3])


def at_the_median(model: PlanModel) -> Iterator[Draws]:
    """Give one scenario in which everything takes and earns its median, and everything works: the plan on paper."""
    zero = np.zeros(1)
    for _ in model.capabilities:
        yield Draws(approval=zero, effort=zero, benefit=zero, luck=np.full(1, -1.0))


BLOCK = 1_000


def _stream(seed: int, name: str, first: int, last: int) -> np.ndarray:
    """Draw in blocks of scenarios, so that a part of them can be drawn without the rest."""
    key = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big")
    parts = []
    for block in range(first // BLOCK, (last - 1) // BLOCK + 1):
        rng = np.random.Generator(np.random.Philox(key=[key, block]))
        normals = rng.standard_normal((3, BLOCK))
        parts.append(np.concatenate([normals, rng.random((1, BLOCK))]))
    whole = np.concatenate(parts, axis=1)
    begin = first // BLOCK * BLOCK
    return whole[:, first - begin : last - begin]
