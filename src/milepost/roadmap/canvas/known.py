"""What a record tells a canvas; a program without one is looked at by its files alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Sources ever loaded and what was attested, each name with the last day it holds, both by slug.

    `today` is None without a record: then nothing is late, unloaded or unsigned, for nobody could know.
    """

    today: date | None = None
    loaded: frozenset[str] = frozenset()
    attested: Mapping[str, date] = field(default_factory=dict)

    def evidence(self, name: str | None) -> str:
        """Say how the evidence of a step stands."""
        if name is None:
            return "no evidence named"
        if self.today is None:
            return f"shown by {name}"
        until = self.attested.get(name)
        if until is None:
            return f"{name} not signed"
        return f"attested until {until}" if until >= self.today else f"{name} expired on {until}"

    def is_open(self, name: str | None) -> bool:
        """Tell whether evidence is named that nobody signed, or that has expired."""
        if name is None or self.today is None:
            return False
        return self.attested.get(name, date.min) < self.today
