"""A document as leaves: each value that it holds, by a path that survives moving an item up or down a list."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from milepost.kernel.money import Measure, normal
from milepost.kernel.time import Duration, Quarter
from milepost.kernel.words import Grade
from milepost.program.compiled import plain
from milepost.program.fields import Share

KEYS = (
    ("quarter", "kind"),
    ("kind", "per"),
    ("evidence", "measure"),
    ("metric",),
    ("team", "of"),
    ("team",),
    ("step",),
    ("name",),
    ("rule",),
)
"""By which of its fields an item of a list is known, the first that it has. Else its place is its name."""
ORDER = "order of "
SHARE: object = getattr(Share, "__metadata__")[0]  # noqa: B009  mypy takes it for a Decimal
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value and how people write it."""

    value: object
    text: str

    @property
    def size(self) -> float | None:
        """Return what larger and smaller, later and earlier mean for it; None for words and choices."""
        match self.value:
            case bool() | Grade():
                return None
            case Measure(value=number):
                return float(number)
            case int() | Decimal():
                return float(self.value)
            case date():
                return float(self.value.toordinal())
            case Duration(days=days, months=months):
                return days + months * DAYS_A_MONTH
            case Quarter(year=year, number=number):
                return year * 4.0 + number
        return None

    @property
    def is_date(self) -> bool:
        """Tell whether it is a day or a quarter."""
        return isinstance(self.value, date | Quarter)


def leaves(document: BaseModel) -> dict[str, Leaf]:
    """Return all values that are there, defaults too, by path, such as `exit[kpi/hours].value`."""
    return dict(_of_model(document, ""))


def day_words(day: date) -> str:
    """Write a day as `1 Mar 2026`."""
    return f"{day.day} {day:%b %Y}"


def _of_model(model: BaseModel, at: str) -> Iterator[tuple[str, Leaf]]:
    for name, info in type(model).model_fields.items():
        if name != "id" or at:
            yield from _of(getattr(model, name), f"{at}.{name}" if at else name, is_share=_is_share(info))


def _of(value: object, at: str, *, is_share: bool = False) -> Iterator[tuple[str, Leaf]]:
    match value:
        case None:
            return
        case BaseModel():
            yield from _of_model(value, at)
        case Mapping():
            for key, each in value.items():
                yield from _of(each, f"{at}[{key}]", is_share=is_share)
        case tuple() | list():
            names = _names(value)
            yield from ((f"{ORDER}{at}", Leaf(tuple(names), ", ".join(names))),) if len(names) > 1 else ()
            for name, each in zip(names, value, strict=True):
                yield from _of(each, f"{at}[{name}]")
        case _:
            yield at, Leaf(value, _text(value, is_share=is_share))


def _names(values: tuple[object, ...] | list[object]) -> list[str]:
    """Name items by what they are known by; those of one name get a number."""
    bare = [_name(each, place) for place, each in enumerate(values)]
    counts, seen, found = Counter(bare), Counter[str](), []
    for each in bare:
        seen[each] += 1
        found.append(f"{each} ({seen[each]})" if counts[each] > 1 else each)
    return found


def _name(value: object, place: int) -> str:
    if not isinstance(value, BaseModel):
        return str(plain(value))
    for key in KEYS:
        said = [str(plain(each)) for name in key if (each := getattr(value, name, None)) is not None]
        if said and getattr(value, key[0], None) is not None:
            return " ".join(said)
    inner = getattr(value, "all", None) or getattr(value, "any", None)
    return ("all of" if hasattr(value, "all") else "any of") if inner else str(place + 1)


def _text(value: object, *, is_share: bool) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal() if is_share:
            return f"{normal(value * 100)}%"
        case Measure(value=number, unit=unit):
            return f"{_grouped(number)} {unit}".rstrip()
        case Decimal():
            return _grouped(value)
        case int():
            return f"{value:,}"
        case date():
            return day_words(value)
        case Duration(days=days, months=months):
            return _counted(months, "month") if months else _counted(days, "day")
    return str(plain(value))


def _grouped(number: Decimal) -> str:
    whole, point, rest = normal(number).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", ""} else normal(number)


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def _is_share(info: FieldInfo) -> bool:
    inner = (mark for each in getattr(info.annotation, "__args__", ()) for mark in getattr(each, "__metadata__", ()))
    return any(each is SHARE for each in (*info.metadata, *inner))
