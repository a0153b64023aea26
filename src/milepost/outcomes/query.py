"""The query by which outcomes are aggregated, as text for people."""

from milepost.outcomes.aggregates import AggregateSpec
from milepost.outcomes.aggregation import aggregate
from milepost.program.documents.contract import LogicalType, TableSchema

_TYPES = {
    LogicalType.STRING: "string",
    LogicalType.INTEGER: "int64",
    LogicalType.NUMBER: "float64",
    LogicalType.BOOLEAN: "boolean",
    LogicalType.DATE: "date",
    LogicalType.TIMESTAMP: "timestamp",
}


def query_of(spec: AggregateSpec, schema: TableSchema) -> str:
    """Write the one SELECT over a contracted table, in DuckDB's words; the table has the contract's name."""
    import ibis

    columns = {each.name: _TYPES[each.logical_type] for each in schema.properties}
    table = ibis.table(columns, name=schema.name)
    return str(ibis.to_sql(aggregate(table, spec), dialect="duckdb"))
