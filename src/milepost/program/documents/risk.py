"""A risk: what may go wrong, what it would strike, who watches it and what is done about it."""

from enum import StrEnum

from milepost.program.fields import Capabilities, Document, Milestones, Slug, Text, ToRole


class Level(StrEnum):
    """How likely or how bad, in words: nobody knows more about most risks."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Risk(Document):
    """A risk of the program. `capabilities` and `milestones` are what it strikes; naming neither is a finding."""

    id: Slug
    title: Text
    owner: ToRole
    likelihood: Level
    impact: Level
    capabilities: Capabilities = ()
    milestones: Milestones = ()
    response: Text

    @property
    def severity(self) -> int:
        """Return likelihood times impact, from 1 to 9: ISO 31000's ranking, for order only."""
        levels = list(Level)
        return (levels.index(self.likelihood) + 1) * (levels.index(self.impact) + 1)
