"""How a plan's numbers are said: days as dates, chances in whole percents, amounts short enough for a table."""

import math
from decimal import Decimal

from milepost.plan.distributions import Amounts, Chance, Days
from milepost.plan.model import PlanModel
from milepost.presentation import numbers
from milepost.presentation.returns_words import figure
from milepost.presentation.values import NOTHING
from milepost.roadmap.money import bare, bare_foretold, with_currency

NEVER_SAID = "never"


def rounded(value: float, error: float) -> Decimal:
    """Round to the digit that the simulation's error leaves standing: two of a standard error's digits at most."""
    if not error:
        return Decimal(f"{value:.2f}")
    place = max(0, math.floor(math.log10(error)))
    return Decimal(round(value / 10**place) * 10**place)


def amount(value: float, of: Amounts) -> str:
    """Write an amount without its currency, no finer than the simulation knows its mean."""
    found = rounded(value, of.error)
    return bare_foretold(float(found)) if of.error or not found else bare(found)


def amount_with(value: float, of: Amounts, currency: str) -> str:
    """Write an amount with its currency."""
    return with_currency(amount(value, of), currency)


def percent(of: Chance) -> str:
    """Write a chance in whole percents."""
    return numbers.percent(of.value)


def day(number: float, model: PlanModel) -> str:
    """Write the calendar day of a day number."""
    found = model.day(number)
    return found.isoformat() if found else NEVER_SAID


def known_said(model: PlanModel) -> str:
    """Write `as of 2026-10-04 with 5 of them known to be live`; empty where the record says nothing."""
    live = sum(each.done is not None for each in model.capabilities)
    at = f"as of {day(model.as_of, model)} " if math.isfinite(model.as_of) else ""
    return f"{at}with {live} of them known to be live" if at or live else ""


def days_between(of: Days, model: PlanModel) -> str:
    """Write the 80% interval of a day: `2026-03-01 to 2026-05-09`."""
    low, high = day(of.p10, model), day(of.p90, model)
    return low if low == high else f"{low} to {high}"


def level(value: float) -> str:
    """Write a KPI's level."""
    return figure(value, 4)


def month(of: Days) -> str:
    """Write the median month of a payback, or that there is none."""
    return f"month {of.p50:.0f}" if math.isfinite(of.p50) else NOTHING
