"""How amounts are said: one headline everywhere."""

from decimal import Decimal

from milepost.ledger.entry import Amount

SMALL = 100


def money(value: Decimal, currency: str) -> str:
    """Write `USD 2,328`, or with cents below a hundred; the minus sign stands in front."""
    sign, number = _parts(value)
    return f"{sign}{currency} {number}"


def headline(amount: Amount) -> str:
    """Write `at least X (estimate Y, 95% interval L to H)`."""
    interval = f"{bare(amount.low)} to {bare(amount.high)}"
    return (
        f"at least {money(amount.lower95, amount.currency)} "
        f"(estimate {money(amount.estimate, amount.currency)}, 95% interval {interval})"
    )


def headline_of_loss(amount: Amount) -> str:
    """Write a loss: `at least X (estimate Y, 95% interval L to H)`, all as amounts lost."""
    interval = f"{bare(-amount.high)} to {bare(-amount.low)}"
    return (
        f"at least {money(-amount.upper95, amount.currency)} "
        f"(estimate {money(-amount.estimate, amount.currency)}, 95% interval {interval})"
    )


def bare(value: Decimal) -> str:
    """Write the number alone, as `money` would."""
    return "".join(_parts(value))


def _parts(value: Decimal) -> tuple[str, str]:
    number = f"{abs(value):,.2f}" if abs(value) < SMALL else f"{abs(value):,.0f}"
    return "−" if value < 0 and number.strip("0.") else "", number
