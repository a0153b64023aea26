"""How returns are said: one headline for each number, the same on the terminal and on the page."""

from datetime import date

from milepost.ledger.returns import Multiple, Returns
from milepost.presentation.numbers import chance, fixed, true_minus
from milepost.roadmap.money import money
from milepost.roadmap.plan_quarters import Held

NOT_REACHED = "not reached"


def times(value: float) -> str:
    """Write a return: `3.62`, `-0.40` with a true minus."""
    return true_minus(fixed(value, 2))


def roi_said(roi: Multiple | None, because: str) -> str:
    """Write `at least X (estimate Y, 95% interval L to H)`, or why there is none."""
    if roi is None:
        return f"none: {because}"
    return (
        f"at least {times(roi.lower95)} (estimate {times(roi.estimate)}, "
        f"95% interval {times(roi.low)} to {times(roi.high)})"
    )


def month_said(month: date | None) -> str:
    """Write `Feb 2027`, or that it is not reached."""
    return f"{month:%b %Y}" if month is not None else NOT_REACHED


def days_said(days: int | None) -> str:
    """Write days from the approval, or that there are none; value that came before the approval says so."""
    if days is None:
        return NOT_REACHED
    return f"{days:,}" if days >= 0 else "before approval"


def probability_said(of: Returns) -> str:
    """Write the probability that the net is above zero."""
    return chance(of.probability_positive)


def variance_said(of: Held, currency: str) -> str:
    """Write a variance, absolute and relative to the plan: `+USD 120 (+4%)`."""
    sign = "+" if of.variance > 0 else ""
    share = f" ({of.share:+.0%})".replace("-", "−") if of.share is not None else ""
    return f"{sign}{money(of.variance, currency)}{share}"


def span_said(low: str, high: str) -> str:
    """Write `Sep 2026 to Feb 2027`, or the one where both are the same."""
    return low if low == high else f"{low} to {high}"


def figure(value: float, digits: int = 3) -> str:
    """Write a number of a forecast in so many digits, with a true minus."""
    text = f"{0.0 if abs(value) < 1e-12 else value:.{digits}g}"  # bisection leaves dust at zero
    return text.replace("-", "−")
