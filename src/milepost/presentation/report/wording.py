"""How the report words days, owners and the reasons of a status for a reader who does not know the ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from milepost.kernel.money import Measure
from milepost.kernel.time import day_in, format_instant
from milepost.program.compiled import CompiledProgram
from milepost.roadmap.money import SMALL, money

_REF = re.compile(r"\b(kpi|milestone|capability|goal|experiment|holdout)/([a-z0-9-]+)")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_PLAIN = (("lower95", "lower bound"), ("upper95", "upper bound"), (">=", "≥"), ("<=", "≤"))
_WORD = re.compile(r"\broi\b")
_MONEY = re.compile(r"(?<![\w.,])(-?\d[\d.,]*) ([A-Z]{3})\b")
_MINUS = ((re.compile(r"([A-Z]{3}) -(?=\d)"), r"−\1 "), (re.compile(r"(?<![\w-])-(?=\d)"), "−"))
_CENTS = re.compile(r"\b([A-Z]{3}) (\d[\d,]*\.\d+)\b")
_NAMED = re.compile(r"\S*[a-z0-9][./][a-z]")
_SIGNER = re.compile(r"\b(by|signature of) ([a-z0-9-]+)")


@dataclass(frozen=True)
class Wording:
    """Words of one program: its titles and people, days in its time zone."""

    program: CompiledProgram
    more_titles: Mapping[str, str]
    """Titles of what earlier accepted versions held, by ref."""

    @property
    def zone(self) -> str:
        """Return the program's time zone."""
        return self.program.program.time_zone

    def day_of(self, at: datetime) -> date:
        """Return the calendar day of an instant."""
        return day_in(at, self.zone)

    def day(self, at: datetime | date) -> str:
        """Write `20 Oct 2026`; an instant in the program's time zone."""
        on = self.day_of(at) if isinstance(at, datetime) else at
        return f"{on.day} {on:%b %Y}"

    def instant(self, at: datetime) -> str:
        """Write day, time and zone."""
        return f"{self.day(at)}, {at.astimezone(ZoneInfo(self.zone)):%H:%M} {self.zone}"

    def owner(self, role: str | None) -> str:
        """Write who holds a role and what it is called; empty for no role."""
        found = self.program.roles.get(role or "")
        if found is None:
            return role or ""
        title = found.title or found.id
        return f"{found.held_by}, {title}" if found.held_by else f"{title} (unfilled)"

    def title(self, ref: str) -> str:
        """Return the title of `kind/slug`, or the ref itself."""
        return self._titles.get(ref, ref)

    def plainly(self, text: str) -> str:
        """Word a reason: titles for ids, people for roles, days and money as everywhere, bounds in plain words."""
        text = _REF.sub(lambda found: self._named(found[0]), text)
        text = _DAY.sub(lambda found: self._day_in_text(found[0]), text)
        text = _MONEY.sub(r"\2 \1", text)
        for found, minus in _MINUS:
            text = found.sub(minus, text)
        text = _CENTS.sub(_rounded, text)
        text = _SIGNER.sub(lambda found: f"{found[1]} {self.owner(found[2])}", text)
        for short, long in _PLAIN:
            text = text.replace(short, long)
        return _WORD.sub("ROI", text)

    @cached_property
    def _titles(self) -> dict[str, str]:
        of = self.program
        found = dict(self.more_titles)
        found |= {f"kpi/{slug}": each.title or slug for slug, each in of.kpis.items()}
        found |= {f"milestone/{slug}": each.title or slug for slug, each in of.milestones.items()}
        found |= {f"capability/{slug}": each.title for slug, each in of.capabilities.items()}
        found |= {f"goal/{slug}": each.title for slug, each in of.goals.items()}
        found |= {f"holdout/{slug}": each.title or slug for slug, each in of.holdouts.items()}
        return found | {f"experiment/{slug}": each.title or slug for slug, each in of.experiments.items()}

    def _named(self, ref: str) -> str:
        title = self._titles.get(ref)
        if title is None:
            return ref
        return title if ref.startswith("kpi/") else f"“{title}”"

    def _day_in_text(self, text: str) -> str:
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text


def _rounded(found: re.Match[str]) -> str:
    """Write an amount of a hundred or more as everywhere, without cents."""
    value = Decimal(found[2].replace(",", ""))
    return money(value, found[1]) if value >= SMALL else found[0]


def measure_said(measure: Measure) -> str:
    """Write a measure: money as everywhere, else number and unit."""
    return money(measure.value, measure.unit) if measure.is_money else str(measure)


def capital(text: str) -> str:
    """Begin with a capital letter, unless the first word is a file or an id."""
    return text if _NAMED.match(text) else text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write `1 milestone`, `2,000 milestones`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def instant_argument(at: datetime) -> str:
    """Write an instant for a command line, without idle zeros."""
    return format_instant(at).replace(".000000Z", "Z")
