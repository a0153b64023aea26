"""A KPI tile: one number with its context, its grade or a tag that no effect is claimed, and its source."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.words import Grade
from milepost.presentation.report.levels import Level
from milepost.presentation.report.marks import Badge, Phrase, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A level between its baseline and its target, in one unit; `told` says the same in words."""

    baseline: Decimal | None
    level: Decimal
    target: Decimal
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """Two levels or more over time, and the target; `first` and `last` name the ends of the axis."""

    levels: tuple[Level, ...]
    target: Decimal
    first: str
    last: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number: `lead` stands before `figure` ("at least"), `lines` below it, `panel` is where more is told.

    `tag` says what the number is not; `as_of` is the day it holds for, empty where there is no number.
    """

    name: str
    figure: Phrase
    panel: str
    lead: str = ""
    lines: tuple[Said, ...] = ()
    tag: str = ""
    is_simulated: bool = False
    as_of: str = ""
    badge: Badge | None = None
    grade: Grade | None = None
    grade_because: str = ""
    drawn: Bullet | Spark | None = None
