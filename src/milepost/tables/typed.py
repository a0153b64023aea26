"""Raw columns -> the contract's types. What can't be read becomes null and is told in `_unreadable`."""

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from milepost.program.documents.contract import LogicalType, Property, TableSchema

ROW = "milepost__row"
UNREADABLE = "milepost__unreadable"
_TYPES: dict[LogicalType, str] = {
    LogicalType.STRING: "string",
    LogicalType.INTEGER: "int64",
    LogicalType.NUMBER: "float64",
    LogicalType.BOOLEAN: "boolean",
    LogicalType.DATE: "date",
    LogicalType.TIMESTAMP: "timestamp",
}
# What engines read more loosely than we do: rounding, `epoch`, `infinity`, years of five digits, hours of a date.
_FORMS: dict[LogicalType, str] = {
    LogicalType.INTEGER: r"^[+-]?[0-9]+(\.0*)?$",
    LogicalType.BOOLEAN: r"^(true|false|0|1)$",
    LogicalType.DATE: r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ t]00:00(:00(\.0+)?)?)?$",
    LogicalType.TIMESTAMP: r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ t][0-9:.]+( ?z|[+-][0-9:]+)?)?$",
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
    kind = column.type()
    if logical is LogicalType.INTEGER and (kind.is_floating() or kind.is_decimal()):
        # The engine rounds, and its floor() breaks on what is not finite: what rounding changes is not whole.
        whole = column.try_cast("int64")
        return ibis.ifelse(whole == column, whole, ibis.null(dt.int64))
    if logical is LogicalType.BOOLEAN and kind.is_numeric():
        column = ibis.ifelse(column.isin([0, 1]), column, ibis.null(kind))
    if logical is LogicalType.DATE and kind.is_timestamp():
        column = ibis.ifelse(column.truncate("D") == column, column, ibis.null(kind))
    return _finite(column.try_cast(_TYPES[logical]), logical)


def _read_text(column: ir.StringColumn, logical: LogicalType) -> ir.Value:
    text = column.strip()
    if (form := _FORMS.get(logical)) is not None:
        text = ibis.ifelse(text.lower().re_search(form), text, ibis.null(dt.string))
    if logical is LogicalType.TIMESTAMP:
        # A plain timestamp would drop the offset without a word.
        return text.try_cast("timestamp('UTC')").cast("timestamp")
    return _finite(text.try_cast(_TYPES[logical]), logical)


def _finite(value: ir.Value, logical: LogicalType) -> ir.Value:
    if logical is not LogicalType.NUMBER:
        return value
    return ibis.ifelse(value.isnan() | value.isinf(), ibis.null(dt.float64), value)


def _bad(raw: ir.Column, cast: ir.Value, column: Property) -> ir.Value:
    told = ibis.literal(f"{column.name}=") + raw.cast("string")
    return ibis.ifelse(raw.notnull() & cast.isnull(), told, ibis.null(dt.string))
