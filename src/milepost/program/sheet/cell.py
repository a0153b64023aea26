"""A cell -> the text that a program's file would hold. What can mean two things is a ValueError, in words."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from milepost.kernel.money import Measure, decimal, normal
from milepost.program.sheet.form import Sort
from milepost.program.sheet.rows import tidy
from milepost.program.sheet.table import CellValue

_FIRST_DAY = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Spreadsheets count days from the end of 1899; these are the years 1954 to 2119."""
_LONGEST = 80
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_AMOUNT = re.compile(r"([A-Z]{3}|[€$£¥])?\s*([-−+]?)\s*([A-Z]{3}|[€$£¥])?\s*([\d.,'’_ ]*\d)\s*(\S.*)?")
_GROUPED = re.compile(r"\d{1,3}(['’_ ]\d{3})+")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def cell_text(cell: CellValue, sort: Sort, now: str) -> str:
    """Read a cell; empty for an empty one. `now` is the value in the file: a bare number takes over its unit.

    Raises ValueError with what is wrong and how to write it.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = tidy(cell.replace("\u00a0", " ").replace("\u202f", " "))
        if not text or text == tidy(now):
            return tidy(now) if text else ""
        return _read(text, sort, now)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return _day(cell.date(), sort)
    if isinstance(cell, date):
        return _day(cell, sort)
    if isinstance(cell, int | float):
        return _number(cell, sort, now)
    raise ValueError(f"a time ({cell}) stands here")


def _read(text: str, sort: Sort, now: str) -> str:
    match sort:
        case Sort.AMOUNT:
            return _amount(text, now)
        case Sort.COUNT:
            return _count(text)
        case Sort.SHARE:
            return _share(text)
        case Sort.DAY:
            return _written_day(text)
        case Sort.IDS:
            return ", ".join(each.strip() for each in re.split(r"[,;\n]", text) if each.strip())
        case _:
            return text


def _day(day: date, sort: Sort) -> str:
    if sort in {Sort.AMOUNT, Sort.COUNT, Sort.SHARE, Sort.LENGTH}:
        raise ValueError(f"a day ({day}) stands here; format the cell as text and write the value again")
    return day.isoformat()


def _number(number: float, sort: Sort, now: str) -> str:
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not value.is_finite():
        raise ValueError("no number stands here")
    if sort is Sort.DAY:
        if not _FIRST_SERIAL <= number < _LAST_SERIAL or value != int(value):
            raise ValueError(f"{normal(value)} is no day: write 2026-12-31")
        return (_FIRST_DAY + timedelta(days=int(number))).isoformat()
    said = normal(value)
    if sort is Sort.AMOUNT:
        return _like(Decimal(said), "", now)
    if sort is Sort.LENGTH:
        raise ValueError(f"{said} has no unit: write 6 weeks, 90d or 18 months")
    return said


def _amount(text: str, now: str) -> str:
    found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return text  # the compiler says what is wrong with it, at this cell
    before, sign, second, digits, unit = found.groups()
    told = [_SIGNS.get(each, each) for each in (before, second, unit and unit.strip()) if each]
    if len(set(told)) > 1:
        raise ValueError(f"{text!r} names two units: write one, such as 4.50 EUR")
    unit = told[0] if told else _unit(now)
    value = plain_number(digits, is_money=len(unit) == 3 and unit.isupper()) * (-1 if sign in {"-", "−"} else 1)
    return _like(value, unit, now)


def _like(value: Decimal, unit: str, now: str) -> str:
    """Write an amount; without a unit it has that of the value in the file, and the same amount stays as it was."""
    unit = unit or _unit(now)
    if now and _parsed(now) == Measure(value, unit):
        return tidy(now)
    return f"{value:f}%" if unit == "%" else f"{value:f} {unit}".rstrip()


def _unit(now: str) -> str:
    found = _parsed(now)
    return found.unit if found else ""


def _parsed(text: str) -> Measure | None:
    try:
        return Measure.parse(text) if text else None
    except ValueError:
        return None


def plain_number(text: str, *, is_money: bool = False) -> Decimal:
    """Read digits with a decimal point or comma and marks of thousands; raises ValueError where both could be meant.

    Money has no three decimals: there a point may be a mark of thousands too.
    """
    if _GROUPED.fullmatch(re.split(r"[.,]", text)[0]):
        text = re.sub(r"['’_ ]", "", text)
    dots, commas = text.count("."), text.count(",")
    last = max(text.rfind("."), text.rfind(","))
    if dots and commas:  # the later one is the decimal mark
        whole, fraction = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
        return decimal(f"{whole}.{fraction}")
    mark = "," if commas else "."
    groups = text.split(mark)
    is_grouped = 1 <= len(groups[0]) <= 3 and groups[0] != "0" and all(len(each) == 3 for each in groups[1:])
    if dots + commas > 1:
        if not is_grouped:
            raise ValueError(f"{text!r} is not a number: write 1400.50")
        return decimal("".join(groups))
    if dots + commas == 1 and is_grouped and (commas or is_money):
        raise ValueError(f"{text!r} is {''.join(groups)} to some and {'.'.join(groups)} to others: write one of these")
    return decimal(text.replace(",", "."))


def _count(text: str) -> str:
    marks = re.sub(r"[.,'’_ ](?=\d{3}(\D|$))", "", text)
    if marks.isdigit():
        return text if text.isdigit() else marks
    number = plain_number(text)
    return normal(number)


def _share(text: str) -> str:
    percent = "%" if text.endswith("%") else ""
    digits = text.removesuffix("%").strip()
    return f"{plain_number(digits):f}{percent}" if re.fullmatch(r"[\d.,]+", digits) else text


def _written_day(text: str) -> str:
    if (found := _DOTTED.fullmatch(text)) is not None:
        day, month, year = map(int, found.groups())
        return _checked(year, month, day, text)
    if (found := _SLASHED.fullmatch(text)) is not None:
        one, two, year = map(int, found.groups())
        if one <= 12 and two <= 12 and one != two:
            raise ValueError(f"{text!r} is two days, by where one lives: write {year}-{two:02d}-{one:02d} or the other")
        return _checked(year, *((two, one) if one > 12 else (one, two)), text)
    return text.removesuffix(" 00:00:00").removesuffix("T00:00:00")


def _checked(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no day: write 2026-12-31") from None
