import datetime as dt
import hashlib

import ibis
import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.record.canonical import canonical_digest
from milepost.tables.logical_digest import logical_kind

WAREHOUSE = DuckDBWarehouse()
SCHEMA = {"id": "int64", "amount": "float64", "name": "string"}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)
ROW = st.fixed_dictionaries(
    {
        "id": st.none() | st.integers(-(2**40), 2**40),
        "amount": st.none() | st.floats(-1e9, 1e9, allow_subnormal=False),
        "name": st.none() | TEXT.filter(lambda each: each.strip() == each and not each.startswith("=")),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=12)
FEW = settings(max_examples=25)


def table_of(rows, schema=SCHEMA):
    # By way of Arrow, since pandas takes a NaN for a null.
    return ibis.memtable(pa.Table.from_pylist(rows, schema=ibis.schema(schema).to_pyarrow()))


def digest(rows, schema=SCHEMA):
    return WAREHOUSE.logical_digest(table_of(rows, schema))


@FEW
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert digest(rows) == digest(shuffled)


@FEW
@given(ROWS)
def test_a_row_twice_is_another_table(rows):
    assert digest(rows) != digest([*rows, rows[0]])


@FEW
@given(ROWS, st.data())
def test_one_changed_cell_is_another_table(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(sorted(SCHEMA)))
    other = {"id": 7, "amount": 7.5, "name": "other"}[column]
    if rows[place][column] != other:
        changed = [*rows[:place], {**rows[place], column: other}, *rows[place + 1 :]]
        assert digest(rows) != digest(changed)


@settings(max_examples=10)
@given(rows=ROWS)
def test_csv_parquet_and_excel_agree_after_the_same_casts(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("formats")
    original = table_of(rows)
    WAREHOUSE.write_parquet(original, folder / "a.parquet")
    book = openpyxl.Workbook()
    book.active.append(list(SCHEMA))
    lines = [",".join(SCHEMA)]
    for row in rows:
        book.active.append([row[name] for name in SCHEMA])
        cells = ["" if row[name] is None else str(row[name]).replace('"', '""') for name in SCHEMA]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    book.save(folder / "a.xlsx")
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # Empty rows at a sheet's end are not seen, so they are left out everywhere.
    tables = [WAREHOUSE.open_file(folder / name).cast(SCHEMA) for name in ("a.parquet", "a.csv", "a.xlsx")]
    digests = {
        WAREHOUSE.logical_digest(table.filter(~(table.id.isnull() & table.amount.isnull() & table.name.isnull())))
        for table in tables
    }
    assert len(digests) == 1


def test_the_order_of_columns_does_not_matter_and_their_kinds_do():
    rows = [{"id": 1, "amount": 1.0, "name": "1"}]
    assert digest(rows) == digest(rows, {"name": "string", "amount": "float64", "id": "int64"})
    assert digest(rows) == digest(rows, {**SCHEMA, "id": "int16", "amount": "float32"})
    assert digest([{"a": 1}], {"a": "int64"}) != digest([{"a": "1"}], {"a": "string"})
    assert digest([{"a": None}], {"a": "int64"}) != digest([{"a": None}], {"a": "string"})
    assert digest([], {"a": "int64"}) != digest([], {"a": "string"})


def test_it_can_be_made_by_hand():
    rows = [{"id": 3, "amount": -0.0, "name": "a|é"}, {"id": None, "amount": 1 / 3, "name": None}]
    texts = ["f0.00000000000000e+00|i3|s3:a|é", "f3.33333333333333e-01|n|n"]
    buckets = {}
    for each in sorted(hashlib.sha256(text.encode()).hexdigest() for text in texts):
        buckets[each[:2]] = buckets.get(each[:2], "") + each
    columns = [["amount", "number"], ["id", "integer"], ["name", "string"]]
    pairs = [[bucket, hashlib.sha256(joined.encode()).hexdigest()] for bucket, joined in sorted(buckets.items())]
    assert digest(rows) == canonical_digest([columns, pairs])


def test_a_separator_inside_a_text_does_not_deceive():
    schema = {"a": "string", "b": "string"}
    assert digest([{"a": "x|s1:y", "b": "z"}], schema) != digest([{"a": "x", "b": "s1:y|z"}], schema)
    assert digest([{"a": "n", "b": None}], schema) != digest([{"a": None, "b": "n"}], schema)


@pytest.mark.parametrize(
    ("one", "other"),
    [(float("nan"), None), (float("inf"), float("-inf")), (1.0, 1.00000000000001), (5e-324, 0.0)],
)
def test_numbers_that_differ(one, other):
    assert digest([{"a": one}], {"a": "float64"}) != digest([{"a": other}], {"a": "float64"})


def test_numbers_beyond_fifteen_digits_do_not_differ():
    assert digest([{"a": 0.1 + 0.2}], {"a": "float64"}) == digest([{"a": 0.3}], {"a": "float64"})


def test_dates_and_instants():
    at = dt.datetime(2026, 3, 1, 2, 3, 4, 567_000, tzinfo=dt.UTC)
    east = at.astimezone(dt.timezone(dt.timedelta(hours=5)))
    zoned = {"a": "timestamp('UTC', 6)"}
    assert digest([{"a": at}], zoned) == digest([{"a": east}], zoned)
    assert digest([{"a": at}], zoned) == digest([{"a": at.replace(tzinfo=None)}], {"a": "timestamp(6)"})
    assert digest([{"a": at.date()}], {"a": "date"}) != digest([{"a": at.replace(tzinfo=None)}], {"a": "timestamp(6)"})


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("boolean", "boolean"), ("int8", "integer"), ("uint64", "integer"), ("decimal(9, 2)", "number"),
        ("float32", "number"), ("date", "date"), ("timestamp", "timestamp"), ("string", "string"), ("time", "string"),
    ],
)  # fmt: skip
def test_kinds(type_, kind):
    assert logical_kind(ibis.dtype(type_)) == kind
