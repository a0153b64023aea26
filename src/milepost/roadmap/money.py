"""How amounts are said: one headline everywhere. Hours and days are said as such, never with a currency."""

from decimal import Decimal

from milepost.kernel.money import Measure
from milepost.ledger.entry import Amount, ValueKind

SMALL = 100


def money(value: Decimal, currency: str) -> str:
    """Write `USD 2,328`, or `310 hours` where the unit is no currency; to the cent below 100, the minus in front."""
    sign, number = _parts(value)
    is_money = Measure(value, currency).is_money
    return f"{sign}{currency} {number}" if is_money else f"{sign}{number} {currency}"


def exact(value: Decimal, currency: str) -> str:
    """Write `USD 2,328.10`, to the cent whatever the size: for amounts that a reader adds up."""
    number = f"{abs(value):,.2f}"
    sign = "−" if value < 0 and number.strip("0.") else ""
    return f"{sign}{currency} {number}" if Measure(value, currency).is_money else f"{sign}{number} {currency}"


def gained(kind: ValueKind) -> str:
    """Return the verb of a gain: margin is earned, capacity and cash are saved."""
    return "earned" if kind is ValueKind.MARGIN else "saved"


def to_gain(kind: ValueKind) -> str:
    """Return the verb as it stands after `to`."""
    return "earn" if kind is ValueKind.MARGIN else "save"


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


def gain_or_loss(amount: Amount) -> str:
    """Write an amount that lies below zero as what was lost, any other as it is."""
    return f"lost {headline_of_loss(amount)}" if amount.upper95 < 0 else headline(amount)


def bare(value: Decimal) -> str:
    """Write the number alone, as `money` would."""
    return "".join(_parts(value))


def foretold(value: float, currency: str) -> str:
    """Write an amount that a plan foretells, to the whole unit: no simulation knows its cents."""
    return with_currency(bare_foretold(value), currency)


def with_currency(number: str, currency: str) -> str:
    """Put a currency before an amount that is written already, behind its minus: `−EUR 1,234`."""
    return f"−{currency} {number[1:]}" if number.startswith("−") else f"{currency} {number}"


def bare_foretold(value: float) -> str:
    """Write the number alone, as `foretold` would."""
    number = f"{abs(value):,.0f}"
    return f"−{number}" if value < 0 and number != "0" else number


def _parts(value: Decimal) -> tuple[str, str]:
    number = f"{abs(value):,.2f}" if abs(value) < SMALL else f"{abs(value):,.0f}"
    return "−" if value < 0 and number.strip("0.") else "", number
