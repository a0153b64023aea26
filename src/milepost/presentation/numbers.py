"""How numbers are worded for readers."""

from decimal import Decimal


def fixed(value: float, places: int) -> str:
    """Write with thousands and fixed decimals; never minus zero."""
    text = f"{value:,.{places}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def signed(value: float, places: int) -> str:
    """Write as `fixed`, with a plus where it is above zero."""
    text = fixed(value, places)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def signed_whole(value: float) -> str:
    """Write to the whole unit with its sign, a true minus or a plus where it is not zero: for differences."""
    return true_minus(signed(value, 0))


def true_minus(text: str) -> str:
    """Write a number's hyphen as the minus that amounts have."""
    return text.replace("-", "−")


def number(value: float, digits: int) -> str:
    """Write a p-value: fixed decimals, and `<0.001` below them."""
    least = 10**-digits
    return f"<{least:.{digits}f}" if value < least else f"{value:.{digits}f}"


def chance(value: float) -> str:
    """Write a probability as a percentage that never rounds to certainty."""
    return ">99.9%" if value > 0.999 else "<0.1%" if value < 0.001 else f"{value:.1%}"


def percent(share: float) -> str:
    """Write a simulation's chance in whole percents; never certain, since no simulation is."""
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"


def exact_percent(share: Decimal) -> str:
    """Write a stated share as a percentage with the digits it has: `80%`, `97.5%`."""
    return f"{(share * 100).normalize():f}%"


def places(standard_error: float) -> int:
    """Show two digits of the standard error, as metrology asks (GUM 7.2.6), within zero to eight decimals."""
    return max(0, min(8, -int(f"{standard_error:e}".partition("e")[2]) + 1))
