"""A run of customers as arrays."""

from dataclasses import dataclass, fields

from milepost.simulation.lumen.chance import Claims, Counts, Reals

NEVER = -1_000_000
"""The day of what did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A run of customers as arrays of one length; days count from 2025-06-01 as 0 and may be negative.

    `rate` is orders a week in an ordinary market, `basket` the mean spend of an order in EUR. `consented` and
    `withdrew` are the days of e-mail consent and of its withdrawal, NEVER where neither happened.
    """

    ids: Counts
    joined: Counts
    rate: Reals
    basket: Reals
    kind: Counts
    held_out: Claims
    consented: Counts
    withdrew: Counts

    def mailable(self, on: int) -> Claims:
        """Tell who may be mailed on a day."""
        given: Claims = (self.consented != NEVER) & (self.consented <= on)
        kept: Claims = (self.withdrew == NEVER) | (self.withdrew > on)
        return given & kept

    def where(self, claims: Claims | Counts) -> "People":
        """Keep some of the customers, told by claims or by positions."""
        return People(**{each.name: getattr(self, each.name)[claims] for each in fields(self)})
