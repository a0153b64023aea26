"""A contract's rules, compiled to one SELECT; failing rows are fetched only when there are any."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from milepost.kernel.money import decimal, normal
from milepost.program.documents.contract import LogicalType, Property, Quality, QualityMetric, TableSchema
from milepost.tables.facts import RuleResult
from milepost.tables.typed import ROW, UNREADABLE

ROWS = "_rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRule:
    """One rule: `count` is the aggregate asked for, `failing` the rows at fault (None where no row is)."""

    name: str
    column: str | None
    expects: str
    count: ir.Scalar
    failing: ir.BooleanValue | None
    quality: Quality | None = None


def contract_rules(table: ir.Table, schema: TableSchema) -> tuple[ContractRule, ...]:
    """Give the rules of a typed table (see typed.py), in the contract's order."""
    unreadable = table[UNREADABLE].notnull()
    rules = [_rows_at_fault("readable", None, "every cell reads as its type", unreadable)]
    keys = [each.name for each in schema.properties if each.primary_key]
    for column in schema.properties:
        rules += _column_rules(table, column, is_key=keys == [column.name])
    if len(keys) > 1:
        pair = ibis.struct({name: table[name] for name in keys})
        rules.append(_counted("unique", None, None, table.count() - pair.nunique(), None))
    for quality in schema.quality:
        if quality.checked is QualityMetric.ROW_COUNT:
            rules.append(_counted("rowCount", None, quality, table.count(), None))
    return tuple(rules)


def one_select(table: ir.Table, rules: tuple[ContractRule, ...]) -> ir.Table:
    """Give the one aggregation that answers every rule: columns r0, r1, … and the row count."""
    counts = {f"r{index}": rule.count for index, rule in enumerate(rules)}
    return table.aggregate(**counts, **{ROWS: table.count()})


def judge(rules: tuple[ContractRule, ...], row: Mapping[str, object]) -> tuple[RuleResult, ...]:
    """Hold the counts against the rules."""
    total = _int(row[ROWS])
    return tuple(_judged(rule, _int(row[f"r{index}"]), total) for index, rule in enumerate(rules))


def failing_rows(table: ir.Table, rule: ContractRule, limit: int = 3) -> ir.Table | None:
    """Give the first rows that break a rule (their number and cell), or None where no single row is at fault."""
    if rule.failing is None:
        return None
    shown = table[rule.column or UNREADABLE].cast("string")
    return table.filter(rule.failing).order_by(ROW).select(row=table[ROW], cell=shown).limit(limit)


def _column_rules(table: ir.Table, column: Property, *, is_key: bool) -> Iterator[ContractRule]:
    cell = table[column.name]
    if column.required or column.primary_key:
        yield _rows_at_fault("required", column.name, "no empty cell", cell.isnull() & table[UNREADABLE].isnull())
    if column.unique or is_key:
        yield _counted("unique", column.name, None, cell.count() - cell.nunique(), None)
    yield from _option_rules(cell, column)
    for quality in column.quality:
        yield from _quality_rule(table, column, quality)


def _option_rules(cell: ir.Column, column: Property) -> Iterator[ContractRule]:
    options, numeric = column.options, column.logical_type in {LogicalType.INTEGER, LogicalType.NUMBER}
    if numeric and options.minimum is not None:
        at_least = f"at least {normal(options.minimum)}"
        yield _rows_at_fault("minimum", column.name, at_least, cell < float(options.minimum))
    if numeric and options.maximum is not None:
        at_most = f"at most {normal(options.maximum)}"
        yield _rows_at_fault("maximum", column.name, at_most, cell > float(options.maximum))
    if options.pattern and isinstance(cell, ir.StringColumn):
        yield _rows_at_fault("pattern", column.name, f"matches {options.pattern}", ~cell.re_search(options.pattern))


def _quality_rule(table: ir.Table, column: Property, quality: Quality) -> Iterator[ContractRule]:
    cell = table[column.name]
    match quality.checked:
        case QualityMetric.NULL_VALUES:
            yield _counted("nullValues", column.name, quality, cell.isnull().sum(), cell.isnull())
        case QualityMetric.MISSING_VALUES:
            words = [each for each in quality.arguments.missing_values if each is not None]
            missing = cell.isnull() | _among(cell, words)
            yield _counted("missingValues", column.name, quality, missing.sum(), missing)
        case QualityMetric.INVALID_VALUES:
            invalid = _invalid(cell, quality)
            yield _counted("invalidValues", column.name, quality, invalid.sum(), invalid)
        case QualityMetric.DUPLICATE_VALUES:
            yield _counted("duplicateValues", column.name, quality, cell.count() - cell.nunique(), None)
        case QualityMetric.ROW_COUNT | None:
            return


def _invalid(cell: ir.Column, quality: Quality) -> ir.BooleanValue:
    arguments = quality.arguments
    valid: ir.BooleanValue = cell.notnull()
    if arguments.valid_values:
        valid = valid & _among(cell, arguments.valid_values)
    if arguments.pattern:
        valid = valid & cell.cast("string").re_search(arguments.pattern)
    return cell.notnull() & ~valid


def _among(cell: ir.Column, words: Sequence[str]) -> ir.BooleanValue:
    if not isinstance(cell, ir.NumericColumn):
        return cell.cast("string").isin(list(words))
    # As numbers: an engine writes 1 as 1.0 in a column of floats.
    numbers = []
    for word in words:
        with suppress(ValueError):
            numbers.append(float(decimal(word)))
    return cell.isin(numbers)


def _rows_at_fault(name: str, column: str | None, expects: str, failing: ir.BooleanValue) -> ContractRule:
    return ContractRule(name=name, column=column, expects=expects, count=failing.sum(), failing=failing)


def _counted(
    name: str, column: str | None, quality: Quality | None, count: ir.Scalar, failing: ir.BooleanValue | None
) -> ContractRule:
    expects = _expectation(quality) if quality else "no value twice"
    return ContractRule(name=name, column=column, expects=expects, count=count, failing=failing, quality=quality)


def _expectation(quality: Quality) -> str:
    said = {
        "is": quality.must_be, "is not": quality.must_not_be, "above": quality.above,
        "at least": quality.at_least, "below": quality.below, "at most": quality.at_most,
    }  # fmt: skip
    parts = [f"{words} {normal(value)}" for words, value in said.items() if value is not None]
    return f"{quality.unit} {' and '.join(parts)}"


def _judged(rule: ContractRule, found: int, total: int) -> RuleResult:
    ok = found == 0 if rule.quality is None else _holds(rule.quality, found, total)
    return RuleResult(name=rule.name, column=rule.column, expects=rule.expects, found=found, ok=ok)


def _holds(quality: Quality, found: int, total: int) -> bool:
    seen = Decimal(found * 100) / total if quality.unit == "percent" and total else Decimal(found)
    return all(
        (
            quality.must_be is None or seen == quality.must_be,
            quality.must_not_be is None or seen != quality.must_not_be,
            quality.above is None or seen > quality.above,
            quality.at_least is None or seen >= quality.at_least,
            quality.below is None or seen < quality.below,
            quality.at_most is None or seen <= quality.at_most,
        )
    )


def _int(value: object) -> int:
    """Read a count; null, the sum over no rows, is 0."""
    return 0 if value is None else int(Decimal(str(value)))
