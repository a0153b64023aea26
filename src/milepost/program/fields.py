"""The field types of a program's documents: text in, kernel values out, and back in one canonical form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from milepost.kernel.ids import Ref, is_slug
from milepost.kernel.money import Measure, decimal
from milepost.kernel.time import Duration, Period, Quarter


class Document(BaseModel):
    """A value as it stands in a file. Frozen; an unknown key is a finding."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field that names another document of this kind."""

    kind: str


_REMEMBERED = 16_384
"""How many texts of one form are read once only: a program says the same length, amount and name again and again."""


def _text(parse: Callable[[str], object], type_: type) -> PlainValidator:
    parse = lru_cache(_REMEMBERED)(parse)

    def read(value: object) -> object:
        if isinstance(value, type_) and not isinstance(value, str):
            return value
        if not isinstance(value, str):
            raise ValueError("text is expected here")
        return parse(value)

    return PlainValidator(read)


def _must_be_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text is expected here")
    return value


def _slug(value: object) -> str:
    text = _must_be_text(value)
    if not is_slug(text):
        raise ValueError(f"{text!r} is not an id: lower-case letters, digits and hyphens, 63 at most")
    return text


def _zone(value: object) -> str:
    text = _must_be_text(value)
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text!r} is not a time zone such as Europe/Berlin") from None
    return text


def _money(text: str) -> Measure:
    measure = Measure.parse(text)
    if not measure.is_money:
        raise ValueError(f"{text!r} is not an amount with its currency, such as 0.30 USD")
    return measure


def _share(text: str) -> Decimal:
    value = decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 <= value <= 1:
        raise ValueError(f"{text!r} is not a share between 0 and 1 (or 0% and 100%)")
    return value


def _truth(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError(f"{text!r} is not true or false")
    return text.lower() == "true"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date: write 2026-10-01") from None


def _month_day(value: object) -> str:
    text = _must_be_text(value)
    if not re.fullmatch(r"\d\d-\d\d", text):
        raise ValueError(f"{text!r} is not a month and day: write 02-01")
    _date(f"2001-{text}")
    return text


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _names(kind: str) -> BeforeValidator:
    named = lru_cache(_REMEMBERED)(lambda text: Ref.parse(text, kind).slug)
    return BeforeValidator(lambda value: named(_must_be_text(value)))


Slug = Annotated[str, BeforeValidator(_slug)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Number = Annotated[Decimal, _text(decimal, Decimal)]
Truth = Annotated[bool, _text(_truth, bool)]
Share = Annotated[Decimal, _text(_share, Decimal)]
Amount = Annotated[Measure, _text(Measure.parse, Measure)]
Money = Annotated[Measure, _text(_money, Measure)]
Day = Annotated[date, _text(_date, date)]
Span = Annotated[Period, _text(Period.parse, Period)]
Length = Annotated[Duration, _text(Duration.parse, Duration)]
FiscalQuarter = Annotated[Quarter, _text(Quarter.parse, Quarter)]
TimeZone = Annotated[str, BeforeValidator(_zone)]
MonthDay = Annotated[str, BeforeValidator(_month_day)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]

ToRole = Annotated[str, _names("role"), Reference("role")]
ToGoal = Annotated[str, _names("goal"), Reference("goal")]
ToKpi = Annotated[str, _names("kpi"), Reference("kpi")]
ToMetric = Annotated[str, _names("metric"), Reference("metric")]
ToSource = Annotated[str, _names("source"), Reference("source")]
ToCapability = Annotated[str, _names("capability"), Reference("capability")]
ToMilestone = Annotated[str, _names("milestone"), Reference("milestone")]
ToAttestation = Annotated[str, _names("attestation")]
ToIntegration = Annotated[str, _names("integration"), Reference("integration")]
ToChannel = Annotated[str, _names("channel"), Reference("channel")]
ToContract = Annotated[str, BeforeValidator(_slug), Reference("contract")]
Goals = Annotated[tuple[ToGoal, ...], BeforeValidator(_listed)]
Sources = Annotated[tuple[ToSource, ...], BeforeValidator(_listed)]
Roles = Annotated[tuple[ToRole, ...], BeforeValidator(_listed)]
Capabilities = Annotated[tuple[ToCapability, ...], BeforeValidator(_listed)]
Milestones = Annotated[tuple[ToMilestone, ...], BeforeValidator(_listed)]
Integrations = Annotated[tuple[ToIntegration, ...], BeforeValidator(_listed)]
Channels = Annotated[tuple[ToChannel, ...], BeforeValidator(_listed)]


class Spread(Document):
    """A length that nobody knows exactly: one time in ten it is `p10` or less, one time in ten `p90` or more."""

    p10: Length
    p50: Length
    p90: Length
