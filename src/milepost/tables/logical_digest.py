"""A digest of a table's content, equal whatever the rows' order, the file's format and the engine.

Engines' own hashes differ from each other and between versions, and floats print differently; so each row becomes a
text by rules written here, SHA-256 of it is what any engine computes alike, and sorting within buckets takes the
order away. Numbers count to 15 significant digits, which survives a way through text and another engine's arithmetic.
A row that stands twice counts twice.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ibis

from milepost.kernel.digest import Digest
from milepost.record.canonical import Json, canonical_digest

if TYPE_CHECKING:
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import StringScalar, StringValue, Table, Value


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def printf(form: str, number: float) -> str:  # type: ignore[empty-body]
    """Stand for the engine's own printf."""


def bucket_digests(table: "Table") -> "Table":
    """Give the expression with a row per bucket, at most 256: `bucket` (two hex digits) and `digest` (hex)."""
    texts = [_text(table[name]) for name in sorted(table.columns)]
    hashes = table.select(hash=ibis.literal("|").join(texts).hexdigest("sha256"))
    bucketed = hashes.mutate(bucket=hashes.hash.substr(0, 2))
    return bucketed.group_by("bucket").aggregate(digest=_sorted_digest(bucketed))


def digest_of_buckets(table: "Table", digests: Mapping[str, str]) -> Digest:
    """Digest the columns' names and kinds and the buckets' digests; no buckets for a table without rows."""
    schema = dict(table.schema().items())
    columns: list[Json] = [[name, logical_kind(schema[name])] for name in sorted(schema)]
    buckets: list[Json] = [[bucket, digests[bucket]] for bucket in sorted(digests)]
    return canonical_digest([columns, buckets])


def logical_kind(type_: "DataType") -> str:
    """Name what a column holds: integer, number, boolean, date, timestamp or string.

    Widths, decimals and encodings are the file's affair. Anything else counts as its text, as the engine prints it.
    """
    if type_.is_boolean():
        return "boolean"
    if type_.is_integer():
        return "integer"
    if type_.is_numeric():
        return "number"
    if type_.is_date():
        return "date"
    return "timestamp" if type_.is_timestamp() else "string"


def _sorted_digest(rows: "Table") -> "StringScalar":
    return rows.hash.group_concat("", order_by=rows.hash).hexdigest("sha256")


def _text(value: "Value") -> "StringValue":
    kind = logical_kind(value.type())
    if kind == "boolean":
        text = ibis.ifelse(value, "b1", "b0")
    elif kind == "integer":
        text = ibis.literal("i") + value.cast("string")
    elif kind == "number":
        text = _number_text(value.cast("float64"))
    elif kind == "date":
        text = ibis.literal("d") + value.strftime("%Y-%m-%d")
    elif kind == "timestamp":
        text = ibis.literal("t") + value.cast("timestamp(6)").strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    else:
        plain = value.cast("string")
        text = ibis.literal("s") + plain.length().cast("string") + ":" + plain
    return ibis.coalesce(text, "n")


def _number_text(value: "Value") -> "StringValue":
    return ibis.cases(
        (value.isnull(), ibis.null("string")),
        (value.isnan(), "fnan"),
        (value == float("inf"), "finf"),
        (value == float("-inf"), "f-inf"),
        (value == 0, "f0.00000000000000e+00"),
        else_=ibis.literal("f") + printf("%.14e", value),
    )
