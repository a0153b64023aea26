"""A user's mistake is a value: where, what, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the verb with exit code 1; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place in a text: lines and columns count from 1; `end_column` is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 2
    source: str = ""
    """The whole source line, for the caret; empty where there is none to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What `milepost explain CODE` prints. Codes are stable and never used again for something else."""

    code: str
    title: str
    why: str
    fix: str
    severity: Severity = Severity.ERROR

    def at(self, span: Span | None, message: str, hint: str | None = None) -> "Finding":
        """Find this rule broken at `span`; None where no place in a file is at fault."""
        return Finding(code=self.code, severity=self.severity, message=message, hint=hint, span=span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong, as every surface shows it."""

    code: str
    severity: Severity
    message: str
    hint: str | None = None
    span: Span | None = None


class Refused(Exception):  # noqa: N818  it is an answer, not an error of ours
    """Carries findings up to the surface when a verb can't go on. Never raised for a fault of ours."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings stops the verb."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by path, line and column, so that order does not depend on the order of discovery."""
    nowhere = Span(path="")
    return tuple(sorted(findings, key=lambda f: (f.span or nowhere, f.code, f.message)))
