"""Raw columns -> the contract's types. What can't be read becomes null and is told in `_unreadable`."""

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from milepost.program.documents.contract import LogicalType, Property, TableSchema

ROW = "_row"
UNREADABLE = "_unreadable"
_TYPES: dict[LogicalType, str] = {
    LogicalType.STRING: "string",
    LogicalType.INTEGER: "int64",
    LogicalType.NUMBER: "float64",
    LogicalType.BOOLEAN: "boolean",
    LogicalType.DATE: "date",
    LogicalType.TIMESTAMP: "timestamp",
}


def typed(raw: ir.Table, schema: TableSchema) -> ir.Table:
    """Cast the contract's columns; other columns are left out.

    `_row` counts rows from 1 in the file's order; `_unreadable` is null, or `column=value` of the first bad cell.
    """
    numbered = raw.mutate(**{ROW: ibis.row_number() + 1})
    columns = {each.name: _cast(numbered[each.name], each.logical_type) for each in schema.properties}
    bad = [_bad(numbered[each.name], columns[each.name], each) for each in schema.properties]
    return numbered.select(**columns, **{ROW: numbered[ROW], UNREADABLE: ibis.coalesce(*bad)})


def _cast(column: ir.Column, logical: LogicalType) -> ir.Value:
    if logical is LogicalType.STRING:
        return column.cast("string")
    if isinstance(column, ir.StringColumn):
        return _read_text(column, logical)
    if logical is LogicalType.INTEGER and column.type().is_floating():
        return ibis.ifelse(column == column.floor(), column, ibis.null(dt.float64)).try_cast("int64")
    return _finite(column.try_cast(_TYPES[logical]), logical)


def _read_text(column: ir.StringColumn, logical: LogicalType) -> ir.Value:
    text = column.strip()
    if logical is LogicalType.INTEGER:
        # A cast alone would round 1.5 to 2 without a word.
        text = ibis.ifelse(text.re_search(r"^[+-]?[0-9]+(\.0*)?$"), text, ibis.null(dt.string))
    if logical is LogicalType.BOOLEAN:
        text = ibis.ifelse(text.lower().isin(["true", "false", "0", "1"]), text, ibis.null(dt.string))
    return _finite(text.try_cast(_TYPES[logical]), logical)


def _finite(value: ir.Value, logical: LogicalType) -> ir.Value:
    if logical is not LogicalType.NUMBER:
        return value
    return ibis.ifelse(value.isnan() | value.isinf(), ibis.null(dt.float64), value)


def _bad(raw: ir.Column, cast: ir.Value, column: Property) -> ir.Value:
    told = ibis.literal(f"{column.name}=") + raw.cast("string")
    return ibis.ifelse(raw.notnull() & cast.isnull(), told, ibis.null(dt.string))
