"""Chance by counting: a number is a function of (seed, purpose, counter), so no order of drawing matters.

A customer's draws stay the same whatever the number of customers, the size of chunks or the version of numpy.
SplitMix64: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators".
"""

import hashlib

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Counts = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Claims = npt.NDArray[np.bool_]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MOST_EVENTS = 30


def uniform(seed: int, purpose: str, counters: Counts) -> Reals:
    """Draw one number for each counter, inside (0, 1); counters are integers from 0 up to 2**63."""
    name = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    z = counters.astype(np.uint64)
    z *= _GOLDEN
    z += np.uint64(int.from_bytes(name, "little"))
    shifted = np.empty_like(z)
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        np.right_shift(z, np.uint64(shift), out=shifted)
        z ^= shifted
        z *= factor
    np.right_shift(z, np.uint64(31), out=shifted)
    z ^= shifted
    z >>= np.uint64(11)
    drawn: Reals = z.astype(np.float64)
    drawn += 0.5
    drawn *= 2.0**-53
    return drawn


def normal(seed: int, purpose: str, counters: Counts) -> Reals:
    """Draw standard normal numbers."""
    drawn: Reals = ndtri(uniform(seed, purpose, counters))
    return drawn


def lognormal(seed: int, purpose: str, counters: Counts, sigma: float) -> Reals:
    """Draw factors of mean 1; `sigma` is the standard deviation of their logarithm."""
    drawn: Reals = np.exp(sigma * normal(seed, purpose, counters) - sigma * sigma / 2)
    return drawn


def pick(seed: int, purpose: str, counters: Counts, shares: tuple[float, ...]) -> Counts:
    """Draw positions in `shares`, which are above zero and sum to one."""
    edges = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, uniform(seed, purpose, counters), side="right").astype(np.int64)


def whole(seed: int, purpose: str, counters: Counts, below: int) -> Counts:
    """Draw whole numbers from 0 to `below` - 1, each as likely."""
    return (uniform(seed, purpose, counters) * below).astype(np.int64)


def events(drawn: Reals, mean: Reals) -> tuple[Counts, Counts]:
    """Turn uniform numbers into Poisson counts of the given means, by inversion: more mean never means fewer events.

    Gives the flat positions that have events, ascending, and how many (at most 30: means are small here).
    """
    none = np.exp(-mean)
    where = np.flatnonzero(drawn > none)
    left, means = drawn.ravel()[where], mean.ravel()[where]
    term = none.ravel()[where]
    below, counts = term.copy(), np.zeros(len(where), dtype=np.int64)
    for k in range(1, _MOST_EVENTS + 1):
        more = left > below
        if not more.any():
            break
        counts += more
        term *= means / k
        below += term
    return where, counts
