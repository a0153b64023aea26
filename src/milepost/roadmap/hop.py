"""A hop of a trace: what the record says was used, and what is there now."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.kernel.finding import Finding


class Fit(StrEnum):
    """Whether what is there now has the digest that the record names."""

    FITS = "fits"
    DIFFERS = "differs"
    UNSEEN = "not seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link from money to file. `claimed` is the digest that the record names, `found` the one recomputed now.

    `found` is None where there is nothing to digest any more: `fit` is then DIFFERS for what must be there (a kept
    table) and UNSEEN for what may lie elsewhere (a source's file). `place` is a path, with line and column in a text.
    """

    what: str
    id: str
    said: str
    claimed: str
    found: str | None
    fit: Fit
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Hops from the id asked for down to files, and what it leads up to."""

    asked: str
    hops: tuple[Hop, ...]
    leads_to: tuple[str, ...]
    findings: tuple[Finding, ...]


def fit_of(claimed: str, found: str | None) -> Fit:
    """Compare two digests; nothing found differs from everything."""
    return Fit.FITS if claimed == found else Fit.DIFFERS
