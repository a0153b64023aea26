"""RFC 8785 canonical JSON, and typed values to and from it."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar

import msgspec
import rfc8785

from milepost.kernel.digest import Digest, digest_of
from milepost.kernel.money import normal
from milepost.kernel.time import format_instant

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")
_BEYOND = re.compile("[\ud800-\U0010ffff]")


def canonical_bytes(value: Json) -> bytes:
    """Give the one byte string that stands for `value`; raises ValueError for NaN or an infinity."""
    return rfc8785.dumps(value)


def canonical_text_bytes(value: Json) -> bytes:
    """Give the same bytes as `canonical_bytes`, a good deal sooner, for a value that holds no number and no truth.

    Below U+D800 the order of code points is that of UTF-16, which RFC 8785 asks of keys.
    """
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return canonical_bytes(value) if _BEYOND.search(written) else written.encode()


def canonical_digest(value: Json) -> Digest:
    """Digest the canonical bytes of `value`."""
    return digest_of(canonical_bytes(value))


def to_json(value: object) -> Json:
    """Turn dataclasses, decimals, dates, enums and tuples into JSON values.

    Decimals become normalised strings; instants end in Z. Raises ValueError for a float that is not finite.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("only finite numbers are recorded")
    if isinstance(value, Enum):
        return to_json(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return normal(value)
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((to_json(each) for each in value), key=canonical_bytes)
    return {field: to_json(getattr(value, field)) for field in _fields(value)}


def from_json(data: object, type_: type[T]) -> T:
    """Read a JSON value back into `type_`; raises msgspec.ValidationError, a fault in the record."""
    return msgspec.convert(data, type_, strict=False)


def _fields(value: object) -> tuple[str, ...]:
    names = getattr(type(value), "__dataclass_fields__", None)
    if names is None:
        raise TypeError(f"{type(value).__name__} has no place in the record")
    return tuple(names)
