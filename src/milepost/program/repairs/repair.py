"""A repair: the finding that it takes away, and the edit of a file that does so."""

from dataclasses import dataclass

from milepost.kernel.finding import Finding, Span
from milepost.program.edits.edit import InDocument

REPAIRABLE = ("MP101", "MP103", "MP104", "MP201", "MP311", "MP380")
"""The codes of which some findings can be repaired; which ones, the finders say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """Another name for the key that stands at `span`."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What takes a finding away."""

    finding: Finding
    edit: InDocument | Rename

    @property
    def path(self) -> str:
        """Return the file that is edited."""
        assert self.finding.span is not None
        return self.finding.span.path
