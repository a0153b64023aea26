"""What every Warehouse must do. Subclass it, give a `warehouse` fixture, and pytest runs it against yours."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import pytest

from milepost.actions.ports import Warehouse
from milepost.kernel.finding import Refused

TRICKY_NAMES = ("plain", "with space", "it's", "a[1]", "what?", "star*", 'double"quote', "ünï", "arm=A")
CSV = 'name,amount\n"Ann, B.",1\n"said ""hi""",\nline,"2\n3"\n'
ROWS = [{"name": "Ann, B.", "amount": "1"}, {"name": 'said "hi"', "amount": None}, {"name": "line", "amount": "2\n3"}]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> Sequence[str]:
    """Return the codes of what was refused."""
    return [finding.code for finding in refused.value.findings]


class WarehouseContract:
    """Tests of the Warehouse port."""

    @pytest.mark.parametrize("name", TRICKY_NAMES)
    def test_csv_is_text_and_keeps_its_order(self, warehouse: Warehouse, tmp_path: Path, name: str) -> None:
        folder = tmp_path / name
        folder.mkdir()
        path = folder / f"{name}.csv"
        path.write_text(CSV, newline="")
        assert list(warehouse.fetch(warehouse.open_file(path))) == ROWS

    @pytest.mark.parametrize("name", TRICKY_NAMES)
    def test_parquet_comes_back_as_it_was(self, warehouse: Warehouse, tmp_path: Path, name: str) -> None:
        path = tmp_path / f"{name}.parquet"
        (tmp_path / "in.csv").write_text(CSV, newline="")
        table = warehouse.open_file(tmp_path / "in.csv")
        assert warehouse.write_parquet(table, path) == len(ROWS)
        assert list(warehouse.fetch(warehouse.open_file(path))) == ROWS
        assert warehouse.logical_digest(warehouse.open_file(path)) == warehouse.logical_digest(table)

    def test_writing_replaces_and_leaves_nothing_else(self, warehouse: Warehouse, tmp_path: Path) -> None:
        (tmp_path / "in.csv").write_text(CSV, newline="")
        table = warehouse.open_file(tmp_path / "in.csv")
        for count in (3, 1):
            assert warehouse.write_parquet(table.limit(count), tmp_path / "out.parquet") == count
        assert len(warehouse.fetch(warehouse.open_file(tmp_path / "out.parquet"))) == 1
        assert sorted(each.name for each in tmp_path.iterdir()) == ["in.csv", "out.parquet"]

    def test_row_numbers_follow_the_file(self, warehouse: Warehouse, tmp_path: Path) -> None:
        count = 200_000
        path = tmp_path / "long.csv"
        path.write_text("place,filling\n" + "".join(f"{row},{'x' * 40}\n" for row in range(count)))
        table = warehouse.open_file(path)
        numbered = table.mutate(row=ibis.row_number())
        off = numbered.filter(numbered.place.cast("int64") != numbered.row)
        assert list(warehouse.fetch(off.limit(1))) == []
        assert [row["place"] for row in warehouse.fetch(table.select("place"))] == [str(row) for row in range(count)]

    def test_a_missing_file_is_refused(self, warehouse: Warehouse, tmp_path: Path) -> None:
        with pytest.raises(Refused) as refused:
            warehouse.open_file(tmp_path / "none.csv")
        assert code_of(refused) == ["MP501"]

    def test_an_empty_file_is_refused(self, warehouse: Warehouse, tmp_path: Path) -> None:
        (tmp_path / "empty.csv").write_bytes(b"")
        with pytest.raises(Refused) as refused:
            warehouse.open_file(tmp_path / "empty.csv")
        assert code_of(refused) == ["MP503"]

    def test_a_row_that_does_not_fit_is_refused_with_its_line(self, warehouse: Warehouse, tmp_path: Path) -> None:
        (tmp_path / "bad.csv").write_text("a,b\n1,2\n3,4,5\n")
        with pytest.raises(Refused) as refused:
            warehouse.fetch(warehouse.open_file(tmp_path / "bad.csv"))
        [finding] = refused.value.findings
        assert finding.code == "MP508"
        assert finding.span is not None
        assert finding.span.line == 3

    def test_digest_forgets_order_and_sees_a_cell_and_a_double(self, warehouse: Warehouse) -> None:
        def digest(rows: list[dict[str, object]]) -> str:
            return warehouse.logical_digest(ibis.memtable(rows, schema={"b": "float64", "a": "string"}))

        rows: list[dict[str, object]] = [{"a": "x", "b": 0.1}, {"a": None, "b": -0.0}, {"a": "x|n", "b": None}]
        assert digest(rows) == digest(rows[::-1])
        assert digest(rows) != digest([*rows, rows[0]])
        assert digest(rows) != digest([{"a": "x", "b": 0.2}, *rows[1:]])
        assert digest(rows).startswith("sha256:")
