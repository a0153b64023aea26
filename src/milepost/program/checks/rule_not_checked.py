"""A rule of a contract is not checked."""

from collections.abc import Iterator

from milepost.kernel.finding import Finding, Rule, Severity
from milepost.kernel.ids import Ref
from milepost.program.check import Check
from milepost.program.documents.contract import Contract, Quality, QualityMetric
from milepost.program.draft import Draft
from milepost.program.text import Path

UNITS = ("rows", "percent")
RULE = Rule(
    code="MP404",
    title="A rule of a contract is not checked",
    why="A rule that stands in the contract and is not checked is trusted for nothing.",
    fix="Write it as a library metric with a `mustBe…`, or take it out.",
    severity=Severity.WARNING,
)


def check(draft: Draft) -> Iterator[Finding]:
    """Find quality rules that Milepost does not check."""
    for slug, contract in draft.contracts.items():
        for path, rule in _placed(contract):
            if (found := _unchecked(rule) or _misplaced(rule, on_column="properties" in path)) is not None:
                key, because = found
                message = f"contract/{slug}: this rule is not checked, because {because}"
                yield RULE.at(draft.span(Ref("contract", slug), *path, key), message, RULE.fix)


def _placed(contract: Contract) -> Iterator[tuple[Path, Quality]]:
    for at, table in enumerate(contract.tables):
        for index, rule in enumerate(table.quality):
            yield ("schema", at, "quality", index), rule
        for column, each in enumerate(table.properties):
            for index, rule in enumerate(each.quality):
                yield ("schema", at, "properties", column, "quality", index), rule


def _unchecked(rule: Quality) -> tuple[str, str] | None:
    """Return the key at fault and why, or None when the rule is checked."""
    key, name = ("metric", rule.metric) if rule.metric else ("rule", rule.rule)
    if rule.type != "library":
        return "type", f"its type is {rule.type}, not library"
    if rule.checked is None:
        return key, f"{name} is none of {', '.join(QualityMetric)}" if name else "it names no metric"
    wanted = (rule.must_be, rule.must_not_be, rule.above, rule.at_least, rule.below, rule.at_most)
    return (key, "it has no `mustBe…` that is known here") if all(each is None for each in wanted) else None


def _misplaced(rule: Quality, *, on_column: bool) -> tuple[str, str] | None:
    key = "metric" if rule.metric else "rule"
    if (rule.checked is QualityMetric.ROW_COUNT) is on_column:
        return key, f"{rule.checked} belongs to {'a table' if on_column else 'a column'}"
    return None if rule.unit in UNITS else ("unit", f"its unit is {rule.unit}, neither {' nor '.join(UNITS)}")


_FORM = """\
apiVersion: v3.1.0
kind: DataContract
id: crm-mail
version: 1.0.0
status: active
schema:
  - name: mail
    properties:
      - {{name: segment, logicalType: string, required: true}}
      - {{name: spend, logicalType: number, required: true, logicalTypeOptions: {{minimum: 0}}}}
    quality:
      - {{metric: rowCount, {comparison}: 1}}
"""
CHECK = Check(
    rule=RULE,
    passes=_FORM.format(comparison="mustBeGreaterThan"),
    fails=_FORM.format(comparison="mustBeMoreThan"),
    run=check,
)
