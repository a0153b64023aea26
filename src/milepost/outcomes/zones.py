"""In which time zone a cell tells an instant."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

_CLOCK = r"^.{10}[Tt ][0-9:.]+ ?([Zz]|[+-][0-9:]+)?$"


def zone_of(column: "ibis.Value") -> "ibis.expr.types.StringValue":
    """Name the time zone of an instant; null where the cell is a plain day."""
    import ibis

    kind = column.type()
    if not kind.is_string():
        named = ("UTC" if kind.timezone else "no zone") if kind.is_timestamp() else None
        return ibis.ifelse(column.notnull(), ibis.literal(named, "string"), ibis.null("string"))
    text = column.strip()
    zone = text.re_extract(_CLOCK, 1).upper().re_replace(r"^(Z|[+-]00:?00)$", "UTC")
    return ibis.ifelse(text.re_search(_CLOCK), ibis.ifelse(zone == "", "no zone", zone), ibis.null("string"))
