import errno
import os
import threading

import openpyxl
import pytest

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.kernel.finding import Refused
from milepost.testing.warehouse_contract import WarehouseContract


@pytest.fixture
def warehouse():
    return DuckDBWarehouse()


class TestDuckDBWarehouse(WarehouseContract):
    """DuckDB keeps the port's contract."""


def finding_of(warehouse, path):
    with pytest.raises(Refused) as refused:
        warehouse.fetch(warehouse.open_file(path))
    [finding] = refused.value.findings
    assert finding.span.path == str(path)
    assert finding.hint
    return finding


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "MP503"),
        ("a.csv", b" \n\n", "MP503"),
        ("a.csv", b"a,b\n\x00\x01,2\n", "MP505"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "MP505"),
        ("a.csv", b"caf\xe9,b\n1,2\n", "MP505"),
        ("a.csv", b"a,b\n" + b"1,2\n" * 50_000 + b"caf\xe9,2\n", "MP505"),
        ("a.csv", b"1,2\n3,4\n", "MP506"),
        ("a.csv", b"a,b,a\n1,2,3\n", "MP507"),
        ("a.csv", b"Spend,spend\n1,2\n", "MP507"),
        ("a.csv", b"a,b\n1\n", "MP508"),
        ("a.csv", b'a,b\n1,"2\n3,4\n', "MP508"),
        ("a.csv", b"a,b\r\n1,2\n3,4\r\n", "MP508"),
        ("a.parquet", b"not parquet at all", "MP504"),
        ("a.parquet", b"PAR1" + b"\0" * 64 + b"PAR1", "MP504"),
        ("a.parquet", b"", "MP504"),
        ("a.xlsx", b"not excel at all", "MP504"),
        ("a.xls", b"not excel at all", "MP504"),
        ("a.xlsx", b"", "MP504"),
        ("a.json", b"{}", "MP502"),
        ("noending", b"a,b\n", "MP502"),
    ],
)
def test_bad_files_are_refused(warehouse, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert finding_of(warehouse, tmp_path / name).code == code


def test_a_folder_is_no_file(warehouse, tmp_path):
    finding = finding_of(warehouse, tmp_path)
    assert finding.code == "MP501"
    assert "is a folder" in finding.message


def test_the_line_and_the_row_are_named(warehouse, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4,5\n")
    finding = finding_of(warehouse, tmp_path / "a.csv")
    assert finding.message == "line 3 of a.csv (row 2) has 3 cells, and the header has 2"
    assert finding.span.source == "3,4,5"


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_pattern_in_the_name_reads_one_file_only(warehouse, tmp_path, ending):
    (tmp_path / "in.csv").write_text("a\nx\n")
    table = warehouse.open_file(tmp_path / "in.csv")
    for name in ("a1", "a[1]", "a*"):
        path = tmp_path / f"{name}{ending}"
        if ending == ".csv":
            path.write_text(f"a\n{name}\n")
        else:
            warehouse.write_parquet(table.mutate(a=table.a + name), path)
    for name in ("a[1]", "a*"):
        [row] = warehouse.fetch(warehouse.open_file(tmp_path / f"{name}{ending}"))
        assert row["a"].endswith(name)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", [{"a": "1", "b": "2"}]),
        (b"a;b\n1,5;2\n", [{"a": "1,5", "b": "2"}]),
        (b"a\tb\n1\t2", [{"a": "1", "b": "2"}]),
        (b",b\n0,2\n", [{"column0": "0", "b": "2"}]),
        (b'"a\nx",b\n1,2\n', [{"a\nx": "1", "b": "2"}]),
        (b"a'q,b\n1,2\n", [{"a'q": "1", "b": "2"}]),
        (b"a,b\n", []),
        (b"a\n1\n\n3\n", [{"a": "1"}, {"a": None}, {"a": "3"}]),
    ],
)
def test_csv_in_its_many_forms(warehouse, tmp_path, content, rows):
    (tmp_path / "a.csv").write_bytes(content)
    assert warehouse.fetch(warehouse.open_file(tmp_path / "a.csv")) == rows


def sheet(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_excel_columns_have_one_kind_each(warehouse, tmp_path):
    import datetime as dt

    path = sheet(
        tmp_path / "it's [a] book.xlsx",
        ("whole", "number", "text", "mixed", "true", "day", "none"),
        (1, 0.5, "007", 1, True, dt.date(2026, 1, 2), None),
        (2, 2, "x", "y", False, dt.date(2026, 1, 3), None),
        (None, None, None, None, None, None, None),
        (4, 1, "z", True, True, None, None),
    )
    table = warehouse.open_file(path)
    kinds = [str(kind) for kind in table.schema().values()]
    assert kinds == ["int64", "float64", "string", "string", "boolean", "date", "string"]
    rows = warehouse.fetch(table)
    assert [row["text"] for row in rows] == ["007", "x", None, "z"]
    assert [row["mixed"] for row in rows] == ["1", "y", None, "true"]


def test_excel_without_names(warehouse, tmp_path):
    assert finding_of(warehouse, sheet(tmp_path / "a.xlsx", (1, 2), (3, 4))).code == "MP506"
    assert finding_of(warehouse, sheet(tmp_path / "b.xlsx")).code == "MP503"
    assert finding_of(warehouse, sheet(tmp_path / "c.xlsx", ("a", "A"), (3, 4))).code == "MP507"


def test_nothing_is_written_beside_what_is_read(warehouse, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a\n" + "1\n" * 1000)
    warehouse.logical_digest(warehouse.open_file(tmp_path / "a.csv"))
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_refusing_disk_is_a_finding_and_leaves_nothing(warehouse, tmp_path, monkeypatch, call, fault):
    (tmp_path / "a.csv").write_text("a\n1\n")
    (tmp_path / "out.parquet").write_bytes(b"old")

    def fail(*_):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Refused) as refused:
        warehouse.write_parquet(warehouse.open_file(tmp_path / "a.csv"), tmp_path / "out.parquet")
    assert refused.value.findings[0].code == "MP510"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "out.parquet"]
    assert (tmp_path / "out.parquet").read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_a_finding(warehouse, tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(Refused) as refused:
        warehouse.write_parquet(warehouse.open_file(tmp_path / "a.csv"), tmp_path / "none" / "out.parquet")
    assert refused.value.findings[0].code == "MP510"


def test_a_full_disk_under_duckdb_is_a_finding(warehouse, tmp_path):
    full = tmp_path / ".out.parquet.full"
    (tmp_path / "a.csv").write_text("a\n" + "1234567\n" * 20_000)
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full here")
    full.symlink_to("/dev/full")
    import milepost.adapters.warehouse.duckdb as module

    original = module.temporary_name
    module.temporary_name = lambda _: full
    try:
        with pytest.raises(Refused) as refused:
            warehouse.write_parquet(warehouse.open_file(tmp_path / "a.csv"), tmp_path / "out.parquet")
    finally:
        module.temporary_name = original
    assert refused.value.findings[0].code == "MP510"
    assert not full.is_symlink()


def test_a_fault_of_ours_stays_an_exception(warehouse, tmp_path):
    (tmp_path / "a.csv").write_text("a\nx\n")
    table = warehouse.open_file(tmp_path / "a.csv")
    with pytest.raises(Exception, match="convert"):
        warehouse.fetch(table.select(b=table.a.cast("int64")))


def test_two_warehouses_work_side_by_side(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n2\n")
    found = []

    def work():
        warehouse = DuckDBWarehouse()
        found.append(len(warehouse.fetch(warehouse.open_file(tmp_path / "a.csv"))))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2, 2]


def test_it_tells_the_sql_that_it_ran_and_what_its_names_stand_for(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    warehouse = DuckDBWarehouse()
    table = warehouse.open_file(path)
    assert warehouse.statements == []
    warehouse.fetch(table.select("b"))
    [statement] = warehouse.statements
    [(name, file)] = warehouse.files.items()
    assert statement.startswith("SELECT")
    assert name in statement
    assert file == path
