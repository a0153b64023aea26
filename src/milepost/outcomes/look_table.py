"""From a table of aggregates over time to rows: one for each look at one metric of one variant of one experiment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.kernel.finding import Finding, Span
from milepost.kernel.near import hint
from milepost.outcomes.cells import number
from milepost.outcomes.faults import Row
from milepost.outcomes.rules import MISSING_COLUMN, WRONG_TYPE

if TYPE_CHECKING:
    import ibis

NAMES = ("experiment_id", "variant_id", "metric_id")
NUMBERS = ("time_since_start", "count_c", "count_t", "mean_c", "mean_t", "variance_c", "variance_t")
COLUMNS = (*NAMES, *NUMBERS)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """A row as it stands: `row` counts from 1, a name that is empty is "", a number that is empty is None.

    `numbers` holds the columns of NUMBERS in their order; means and variances are per unit, the time in any one unit.
    `broken` names the first column whose cell is not a number, with its text; None where all are numbers or empty.
    """

    row: int
    key: Key
    numbers: tuple[float | None, ...]
    broken: tuple[str, str] | None = None

    @property
    def time(self) -> float | None:
        """Return the time since the experiment's start."""
        return self.numbers[0]


def look_columns(table: "ibis.Table", source: str) -> Iterator[Finding]:
    """Find columns of aggregates that the table lacks, or that hold no numbers."""
    schema = dict(table.schema().items())
    for column in COLUMNS:
        if column not in schema:
            message = f"there is no column {column!r} in {source}, and a table of aggregates has it"
            yield MISSING_COLUMN.at(Span(path=source), message, hint(column, schema, "column"))
    for column in (each for each in NUMBERS if each in schema):
        kind = schema[column]
        if not (kind.is_string() or kind.is_numeric() or kind.is_null()):
            yield WRONG_TYPE.at(Span(path=source), f"column {column!r} holds {kind}, not numbers", WRONG_TYPE.fix)


def look_query(table: "ibis.Table") -> "ibis.Table":
    """Give the expression with a row a look, in the file's order: names as text, numbers, and numbers as text."""
    import ibis

    names = {name: table[name].cast("string") for name in NAMES}
    numbers = {name: number(table, name, binary=False) for name in NUMBERS}
    texts = {f"text_{name}": table[name].cast("string") for name in NUMBERS}
    return table.select(row=ibis.row_number(), **names, **numbers, **texts).order_by("row")


def look_rows(rows: Sequence[Row]) -> tuple[LookRow, ...]:
    """Read the fetched rows of `look_query`."""
    return tuple(_row(each) for each in rows)


def _row(cells: Row) -> LookRow:
    key = [str(cells[name] or "").strip() for name in NAMES]
    broken = (name for name in NUMBERS if cells[name] is None and str(cells[f"text_{name}"] or "").strip())
    column = next(broken, None)
    return LookRow(
        row=int(str(cells["row"])) + 1,
        key=(key[0], key[1], key[2]),
        numbers=tuple(None if cells[name] is None else float(str(cells[name])) for name in NUMBERS),
        broken=None if column is None else (column, str(cells[f"text_{column}"])),
    )
