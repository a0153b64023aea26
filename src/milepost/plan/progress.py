"""What the record knows of a program's progress, in the plan's words. Whoever reads the record fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from milepost.plan.model import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One capability: since when it is live, whether it works, and what a measurement says of its effect a unit.

    Each is None where nothing is known. `effect` is in the unit of the capability's `moves`.
    """

    live: date | None = None
    works: bool | None = None
    effect: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How things stand on `day`: what is known of each capability, by slug, and when milestones were achieved."""

    day: date | None = None
    capabilities: Mapping[str, Known] = field(default_factory=lambda: MappingProxyType({}))
    achieved: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_KNOWN = Progress()
