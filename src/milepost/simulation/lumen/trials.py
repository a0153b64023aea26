"""When and on whom each initiative is tried: the design of Lumen's experiments, which anybody may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from milepost.simulation.lumen.truth import FIRST_DAY, Initiative

WEEKS = 79
"""Weeks from 2025-06-01, a Sunday; the last one has two days."""
PRE_WEEKS = 13
HELD_FROM, HELD_FIRST, HELD_END = 13, 17, 69
"""Weeks of the global holdout: its start, and after a wash-out of four weeks the year that is analysed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A randomised experiment, from week `starts` for `weeks` weeks, half of the eligible treated.

    Eligible are customers who joined before the pre-period and, where `by_mail`, consented to e-mail by the start.
    From week `rolled_out` on every eligible customer outside the global holdout is treated; None is never.
    """

    starts: int
    weeks: int
    by_mail: bool = False
    rolled_out: int | None = None
    cost_per_customer: float = 0.0

    @property
    def ends(self) -> int:
        """Return the first week after the outcome window."""
        return self.starts + self.weeks

    @property
    def period(self) -> tuple[date, date]:
        """Return the outcome window, half open."""
        return day(self.starts), day(self.ends)


def day(week: int) -> date:
    """Return the first day of a week."""
    return FIRST_DAY + timedelta(weeks=week)


TRIALS: Mapping[Initiative, Trial] = MappingProxyType(
    {
        Initiative.MENS_MAIL: Trial(starts=17, weeks=8, by_mail=True, rolled_out=31, cost_per_customer=0.40),
        Initiative.RECOMMENDATIONS: Trial(starts=34, weeks=10, rolled_out=48, cost_per_customer=0.15),
        Initiative.SENTIMENT_MAIL: Trial(starts=40, weeks=6, by_mail=True, cost_per_customer=0.02),
        Initiative.DISCOUNT_POPUP: Trial(starts=56, weeks=8, rolled_out=64, cost_per_customer=0.05),
        Initiative.WIN_BACK: Trial(starts=62, weeks=8, by_mail=True, cost_per_customer=0.30),
        Initiative.SIZE_ADVICE: Trial(starts=60, weeks=10, cost_per_customer=0.20),
    }
)
