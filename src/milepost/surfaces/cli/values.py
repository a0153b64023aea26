"""Values as people type them. A value that can't be read is a usage error, exit 2."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

import click

from milepost.kernel.money import decimal

T = TypeVar("T")
# An arm's name may hold commas, spaces and signs of equality: a share ends at a comma before the next name.
_SHARE = re.compile(r"\s*(.+?)\s*=\s*([0-9.][0-9._/ ]*)\s*(?:,|$)")


_REPEATED = {"metrics": "metric", "covariates": "covariate", "guardrails": "guardrail", "segments": "segment"}


def flag(name: str) -> str:
    """Write a parameter's name as it is typed: `--cost-per-unit`, and `--metric` for `metrics`."""
    return "--" + _REPEATED.get(name, name).replace("_", "-")


class Parsed(click.ParamType[T]):
    """A parameter read by a function that raises ValueError with a sentence for people."""

    def __init__(self, name: str, read: Callable[[str], T]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read the text given; click asks again for a value already read, which stays."""
        if not isinstance(value, str):
            return value  # type: ignore[return-value]
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def day(text: str) -> date:
    """Read a day; raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a day: write 2026-11-22") from None


def split(text: str) -> dict[str, Decimal]:
    """Read `A=0.5,B=1/2`; nothing gives no shares. Raises ValueError; sums are for the design to judge."""
    shares: dict[str, Decimal] = {}
    place = 0
    while place < len(text):
        if (match := _SHARE.match(text, place)) is None:
            raise ValueError(f"{text[place:]!r} is not ARM=SHARE: write A=0.5,B=0.5")
        if match[1] in shares:
            raise ValueError(f"arm {match[1]!r} is given two shares")
        shares[match[1]] = decimal(match[2])
        place = match.end()
    return shares


def share(text: str) -> Decimal:
    """Read a share above 0, to 1; raises ValueError."""
    value = decimal(text)
    if not 0 < value <= 1:
        raise ValueError(f"{text} is not above 0 and at most 1: write 0.30 for 30%")
    return value


def part(text: str) -> Decimal:
    """Read a share from 0 to 1, `0.2` or `20%`; raises ValueError."""
    value = decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 <= value <= 1:
        raise ValueError(f"{text} is not from 0 to 1: write 0.20 or 20%")
    return value


def amount(text: str) -> Decimal:
    """Read an amount of 0 or more; raises ValueError."""
    value = decimal(text)
    if value < 0:
        raise ValueError(f"{text} is below zero")
    return value


def currency(text: str) -> str:
    """Read a currency, three capitals as in ISO 4217; raises ValueError."""
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise ValueError(f"{text!r} is not a currency: write three capitals, such as USD")
    return text


def _metric(text: str) -> object:
    from milepost.outcomes.metric import parse_metric

    return parse_metric(text)


METRIC = Parsed("COL[:mean|proportion|ratio=DEN]", _metric)
SPLIT = Parsed("A=0.5,B=0.5", split)
SHARE = Parsed("share", share)
PART = Parsed("share", part)
AMOUNT = Parsed("amount", amount)
CURRENCY = Parsed("XXX", currency)
