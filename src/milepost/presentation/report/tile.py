"""A KPI tile: one number with its context, its grade or a tag that no effect is claimed, and its source."""

from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.words import Grade
from milepost.presentation.report.marks import Badge, Phrase, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A level between its baseline and its target, in one unit; `told` says the same in words."""

    baseline: Decimal | None
    level: Decimal
    target: Decimal
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number: `lead` stands before `figure` ("at least"), `lines` below it, `panel` is where more is told."""

    name: str
    figure: Phrase
    panel: str
    lead: str = ""
    lines: tuple[Said, ...] = ()
    tag: str = ""
    badge: Badge | None = None
    grade: Grade | None = None
    bullet: Bullet | None = None
