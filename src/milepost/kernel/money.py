"""Amounts with their unit. Decimal, never float; rounding is half-even and happens where it is posted."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Self

CENT = Decimal("0.01")
MOST_DIGITS = 30
_UNIT = re.compile(r"[A-Za-z%][A-Za-z0-9%/ _-]{0,31}")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with a unit; an empty unit is a pure number. `Measure(Decimal("0.30"), "USD")`."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".rstrip()

    @property
    def is_money(self) -> bool:
        """Tell whether the unit is a currency (three capitals, as in ISO 4217)."""
        unit = self.unit
        return len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `0.30 USD`, `3.5 hours`, `12 %` or `0.4`; raises ValueError with a sentence for people."""
        number, _, unit = text.strip().partition(" ")
        unit = unit.strip()
        if number.endswith("%") and not unit:
            number, unit = number[:-1], "%"
        value = decimal(number)
        if unit and not _UNIT.fullmatch(unit):
            raise ValueError(f"{unit!r} is not a unit")
        return cls(value, unit)


def decimal(text: str) -> Decimal:
    """Read a finite decimal number or a fraction such as `1/3`; raises ValueError."""
    top, slash, bottom = text.partition("/")
    try:
        value = Decimal(top.strip().replace("_", ""))
        if slash:
            value /= Decimal(bottom.strip())
    except ArithmeticError:
        raise ValueError(f"{text!r} is not a number") from None
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError(f"{text!r} is not a number of at most {MOST_DIGITS} digits")
    return value


def normal(value: Decimal) -> str:
    """Write a decimal in its one canonical form, without exponent or trailing zeros: `0.30` -> `0.3`."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def posted(value: Decimal | float) -> Decimal:
    """Round to the cent, half-even, as an amount is posted to the ledger."""
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    return exact.quantize(CENT, ROUND_HALF_EVEN, Context(prec=400))
