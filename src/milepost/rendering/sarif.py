"""Findings as a SARIF 2.1.0 log, for code hosts and editors (OASIS standard, 27 March 2020)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from milepost.kernel.finding import Finding, Rule, Span
from milepost.record.canonical import Json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """Write one run. Paths are as the findings have them, relative to where the tool runs; a code without a rule has
    none of its own.
    """
    used = sorted({each.code for each in findings if each.code in rules})
    driver: dict[str, Json] = {"name": "Milepost", "version": version, "rules": [_rule(rules[code]) for code in used]}
    run: dict[str, Json] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
    run["results"] = list(_results(findings, {code: place for place, code in enumerate(used)}))
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Json]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nWhat to do: {rule.fix}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _results(findings: Iterable[Finding], places: Mapping[str, int]) -> Iterable[dict[str, Json]]:
    seen: Counter[str] = Counter()
    for each in findings:
        mark = _fingerprint(each)
        seen[mark] += 1
        result: dict[str, Json] = {"ruleId": each.code}
        if each.code in places:
            result["ruleIndex"] = places[each.code]
        said = f"{each.message}. {each.hint}" if each.hint else each.message
        result |= {"level": each.severity.value, "message": {"text": said}}
        if each.span is not None:
            result["locations"] = [_location(each.span)]
        yield result | {"partialFingerprints": {"milepost/v1": f"{mark}:{seen[mark]}"}}


def _location(span: Span) -> Json:
    region: dict[str, Json] = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end_column}
    if span.source:
        region["snippet"] = {"text": span.source}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(span.path)}, "region": region}}


def _fingerprint(of: Finding) -> str:
    """Return what stays the same while lines move: code, file, words and the source line without its indent."""
    parts = (of.code, of.span.path if of.span else "", of.message, of.span.source.strip() if of.span else "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
