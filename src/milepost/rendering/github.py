"""Findings as annotations of GitHub Actions: workflow commands, one a line."""

from collections.abc import Iterable, Mapping

from milepost.kernel.finding import Finding, Rule, Severity


def github(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> str:
    """Write the commands, errors first: GitHub shows ten of a kind for each step."""
    ordered = sorted(findings, key=lambda each: each.severity is not Severity.ERROR)
    return "".join(f"{_command(each, rules.get(each.code))}\n" for each in ordered)


def _command(of: Finding, rule: Rule | None) -> str:
    told: dict[str, object] = {}
    if (at := of.span) is not None:
        told = {"file": at.path, "line": at.line, "col": at.column, "endColumn": at.end_column}
    told["title"] = f"{of.code} {rule.title}" if rule else of.code
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in told.items())
    message = f"{of.message}\n{of.hint}" if of.hint else of.message
    return f"::{of.severity.value} {properties}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
