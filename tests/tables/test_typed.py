"""Raw columns become the contract's types; what can't be read is null and told, never guessed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.program.documents.contract import TableSchema
from milepost.tables.typed import ROW, UNREADABLE, typed

WAREHOUSE = DuckDBWarehouse()
NAN, INFINITY = float("nan"), float("inf")
DAY, AT = dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 10, 0, 0, 123456)  # noqa: DTZ001  as the engine gives it
MIDNIGHT = dt.datetime(2026, 3, 1)  # noqa: DTZ001  likewise
UTC_AT = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
ZONED = pa.timestamp("us", "America/New_York")


def schema(**columns: str) -> TableSchema:
    fields = [{"name": name, "logicalType": logical} for name, logical in columns.items()]
    return TableSchema.model_validate({"name": "t", "properties": fields})


def read(logical: str, values: list, raw: pa.DataType | None = None) -> list[tuple[object, str | None]]:
    """Give each cell as read, and what is told of it."""
    table = ibis.memtable(pa.table({"x": pa.array(values, raw)}))
    rows = WAREHOUSE.fetch(typed(table, schema(x=logical)))
    return [(row["x"], row[UNREADABLE]) for row in rows]


@pytest.mark.parametrize(
    ("logical", "raw", "cell", "value"),
    [
        ("string", pa.string(), " a ", " a "), ("string", pa.int64(), 7, "7"), ("string", pa.bool_(), True, "true"),
        ("string", pa.float64(), 1.5, "1.5"), ("string", pa.date32(), DAY, "2026-03-01"),
        ("integer", pa.string(), "12", 12), ("integer", pa.string(), " -3 ", -3), ("integer", pa.string(), "+5", 5),
        ("integer", pa.string(), "1.000", 1), ("integer", pa.string(), "9007199254740993", 2**53 + 1),
        ("integer", pa.float64(), 12.0, 12), ("integer", pa.int8(), 12, 12), ("integer", pa.bool_(), True, 1),
        ("integer", pa.decimal128(5, 1), Decimal("12.0"), 12),
        ("number", pa.string(), "1.5", 1.5), ("number", pa.string(), " -1e3 ", -1000.0), ("number", pa.int64(), 3, 3.0),
        ("number", pa.float64(), 1.5, 1.5), ("number", pa.float32(), 1.5, 1.5),
        ("number", pa.decimal128(5, 2), Decimal("1.50"), 1.5),
        ("boolean", pa.string(), "true", True), ("boolean", pa.string(), " FALSE ", False),
        ("boolean", pa.string(), "1", True), ("boolean", pa.string(), "0", False), ("boolean", pa.bool_(), True, True),
        ("boolean", pa.int64(), 1, True), ("boolean", pa.float64(), 0.0, False),
        ("date", pa.string(), " 2026-03-01 ", DAY), ("date", pa.date32(), DAY, DAY),
        ("timestamp", pa.string(), "2026-03-01T10:00:00.123456", AT), ("timestamp", pa.timestamp("us"), AT, AT),
        ("timestamp", pa.string(), "2026-03-01 10:00:00.123456Z", AT),
        ("timestamp", ZONED, UTC_AT, AT.replace(microsecond=0)), ("timestamp", pa.date32(), DAY, MIDNIGHT),
        ("date", pa.string(), "2026-03-01 00:00:00", DAY), ("date", pa.timestamp("us"), MIDNIGHT, DAY),
    ],
)  # fmt: skip
def test_each_type_from_text_and_from_columns_of_its_own(
    logical: str, raw: pa.DataType, cell: object, value: object
) -> None:
    assert read(logical, [cell, None], raw) == [(value, None), (None, None)]


@pytest.mark.parametrize("offset", ["+02:00", "+02"])
def test_an_instant_with_an_offset_is_brought_to_utc(offset: str) -> None:
    assert read("timestamp", [f"2026-03-01T12:00:00.123456{offset}"]) == [(AT, None)]


@pytest.mark.parametrize(
    ("logical", "cells"),
    [
        ("integer", ["1.5", "1.0001", "x", "", " ", "1e3", "0x1F", "1,000", "nan", "99999999999999999999", "1 2"]),
        ("number", ["nan", "NaN", "inf", "-Infinity", "1e400", "1,5", "$5", "x", "", "0x1F", "1.2.3"]),
        ("boolean", ["yes", "t", "2", "", "1.0", "truee"]),
        ("date", ["2026-02-30", "2026-13-01", "20260301", "03/04/2026", "", "x", "2026-03"]),
        ("timestamp", ["x", "", "now", "2026-03-01T25:00:00", "10:00"]),
    ],
)
def test_text_that_does_not_read_as_its_type_is_null_and_told(logical: str, cells: list[str]) -> None:
    assert read(logical, cells) == [(None, f"x={cell}") for cell in cells]


@pytest.mark.parametrize("cell", ["infinity", "-infinity", "epoch", "2026-03-01 (BC)", "12026-01-01"])
@pytest.mark.parametrize("logical", ["date", "timestamp"])
def test_the_engines_own_words_are_no_dates(logical: str, cell: str) -> None:
    assert read(logical, [cell]) == [(None, f"x={cell}")]


def test_an_hour_is_not_cut_off_a_date_without_a_word() -> None:
    told = [(None, "x=2026-03-01 23:30:00")]
    assert read("date", ["2026-03-01 23:30:00"]) == told
    assert read("date", [MIDNIGHT + dt.timedelta(hours=23.5)], pa.timestamp("us")) == told


@pytest.mark.parametrize(
    ("logical", "raw", "cell"),
    [
        ("integer", pa.float64(), 1.5), ("integer", pa.float64(), NAN), ("integer", pa.float64(), INFINITY),
        ("integer", pa.float64(), 1e300), ("integer", pa.uint64(), 2**64 - 1), ("integer", pa.date32(), DAY),
        ("integer", pa.decimal128(5, 1), Decimal("1.5")), ("integer", pa.decimal128(5, 1), Decimal("2.5")),
        ("number", pa.float64(), NAN), ("number", pa.float64(), INFINITY), ("number", pa.float32(), -INFINITY),
        ("number", pa.date32(), DAY),
        ("boolean", pa.int64(), 2), ("boolean", pa.int64(), -1), ("boolean", pa.float64(), 0.5),
        ("boolean", pa.float64(), NAN), ("boolean", pa.date32(), DAY),
        ("date", pa.int64(), 20260301), ("date", pa.bool_(), True), ("timestamp", pa.int64(), 5),
    ],
)  # fmt: skip
def test_other_columns_that_do_not_fit_are_null_and_told(logical: str, raw: pa.DataType, cell: object) -> None:
    ((value, told),) = read(logical, [cell], raw)
    assert value is None
    assert told is not None
    assert told.startswith("x=")


@settings(max_examples=10)
@given(st.lists(st.floats(-9e15, 9e15) | st.integers(-(10**15), 10**15).map(float), min_size=1, max_size=50))
def test_no_integer_is_ever_rounded(values: list[float]) -> None:
    as_floats = [value for value, _ in read("integer", values, pa.float64())]
    as_texts = [value for value, _ in read("integer", [f"{value:f}" for value in values])]
    assert as_floats == [int(value) if value.is_integer() else None for value in values]
    exact = [Decimal(f"{value:f}") for value in values]
    assert as_texts == [int(value) if value == int(value) else None for value in exact]


def test_the_first_bad_cell_of_a_row_is_told_with_its_column() -> None:
    table = ibis.memtable(pa.table({"a": ["1", "x", "1", None], "b": ["y", "z", "0.5", "1"], "more": ["m"] * 4}))
    rows = WAREHOUSE.fetch(typed(table, schema(a="integer", b="number")))
    assert [row[UNREADABLE] for row in rows] == ["b=y", "a=x", None, None]
    assert list(rows[0]) == ["a", "b", ROW, UNREADABLE]


def test_an_empty_cell_of_a_file_is_null_and_rows_are_numbered_as_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n,s\n3,c\n,\n1,a\n x ,b\n", encoding="utf-8")
    rows = WAREHOUSE.fetch(typed(WAREHOUSE.open_file(path), schema(n="integer", s="string")))
    assert [(row[ROW], row["n"], row["s"], row[UNREADABLE]) for row in rows] == [
        (1, 3, "c", None), (2, None, None, None), (3, 1, "a", None), (4, None, "b", "n= x "),
    ]  # fmt: skip


@pytest.mark.slow
def test_rows_of_a_long_file_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n\n" + "".join(f"{number}\n" for number in range(1, 1_000_001)), encoding="utf-8")
    table = typed(WAREHOUSE.open_file(path), schema(n="integer"))
    WAREHOUSE.write_parquet(table, tmp_path / "a.parquet")
    kept = WAREHOUSE.open_file(tmp_path / "a.parquet")
    counted = WAREHOUSE.fetch(kept.aggregate(all=kept.count(), wrong=(kept[ROW] != kept.n).sum()))
    assert counted == [{"all": 1_000_000, "wrong": 0}]
