"""A company in a folder: complete, the same for a seed, and the truth apart."""

import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from milepost.simulation.lumen import customers, experiments, operations, phrases, voice
from milepost.simulation.lumen.truth import Effects, Faults, Initiative, Lumen, Scale
from milepost.simulation.lumen.write import write

SMALL = Lumen(seed=7, scale=Scale(customers=1_500))
HIDDEN = {
    "kind",
    "type",
    "rate",
    "basket",
    "sentiment",
    "topic",
    "lift",
    "effect",
    "hours_saved",
    "hours_by_hand",
    "label",
}


def written(lumen: Lumen, folder: Path) -> dict[str, pa.Table]:
    list(write(lumen, folder))
    return {str(path.relative_to(folder)): pq.read_table(path) for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lumen")
    list(write(SMALL, folder))
    return folder


def test_it_tells_each_file_with_its_rows(tmp_path: Path) -> None:
    told = {str(each.path): each.rows for each in write(SMALL, tmp_path)}
    found = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*") if path.is_file()}
    assert told.keys() == found.keys()
    assert all(pq.read_metadata(found[name]).num_rows == rows for name, rows in told.items() if rows is not None)
    tables = {name.removeprefix("tables/").removesuffix(".parquet") for name in told if name.startswith("tables/")}
    named = {f"experiment_{each.replace('-', '_')}" for each in Initiative}
    assert tables == {"customers", "orders", "sends", "global_holdout", *named, *operations.TABLES, *voice.SHARES}


def test_the_same_seed_gives_the_same_content_and_another_another(small: Path, tmp_path: Path) -> None:
    first = {str(path.relative_to(small)): pq.read_table(path) for path in small.rglob("*.parquet")}
    again, other = written(SMALL, tmp_path / "again"), written(Lumen(seed=8, scale=SMALL.scale), tmp_path / "other")
    assert first.keys() == again.keys() == other.keys()
    assert all(table.equals(again[name]) for name, table in first.items())
    assert not any(table.equals(other[name]) for name, table in first.items())
    assert (small / "truth/truth.json").read_bytes() == (tmp_path / "again/truth/truth.json").read_bytes()


def test_content_does_not_depend_on_chunks(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customers, "CHUNK", 400)
    for name, table in written(SMALL, tmp_path).items():
        keys = [
            (column, "ascending") for column in ("order_id", "customer_id", "sent_on") if column in table.column_names
        ]
        whole = pq.read_table(small / name)
        assert table.sort_by(keys).equals(whole.sort_by(keys)) if keys else table.equals(whole)


def test_an_experiments_table_is_the_one_that_can_be_had_alone(small: Path) -> None:
    for each in Initiative:
        kept = pq.read_table(small / f"tables/experiment_{each.replace('-', '_')}.parquet")
        assert kept.equals(experiments.table(7, each, 1_500))


def test_the_truth_is_in_its_own_folder_only(small: Path) -> None:
    words = {*customers.TYPES, *phrases.SENTIMENTS}
    for path in (small / "tables").glob("*.parquet"):
        table = pq.read_table(path)
        assert not HIDDEN & set(table.column_names), path.name
        assert not table.schema.metadata, path.name
        for column in table.columns:
            if pa.types.is_string(column.type):
                assert not words & set(column.unique().to_pylist()), path.name


def test_the_truth_file_says_what_was_planted(small: Path) -> None:
    truth = json.loads((small / "truth/truth.json").read_text())
    assert truth["last_day"] == "2026-11-30"
    assert truth["planted"]["mens-mail"]["orders"] == Effects().of(Initiative.MENS_MAIL).orders
    assert truth["trials"]["sentiment-mail"]["spend"] == 0
    assert truth["trials"]["discount-popup"]["net"] < 0 < truth["trials"]["mens-mail"]["net"]
    assert truth["program"]["spend"] > 0
    assert truth["brief_hours_saved"] == 0.35


def test_every_fault_at_once_can_be_written(tmp_path: Path) -> None:
    lumen = Lumen(seed=7, scale=SMALL.scale, faults=Faults.all())
    tables = written(lumen, tmp_path)
    assert "tables/orders_v2.parquet" in tables
    assert tables["tables/customers.parquet"].num_rows > 1_500


def test_a_shorter_company_has_only_what_had_ended(tmp_path: Path) -> None:
    tables = written(Lumen(seed=7, scale=Scale(customers=200, days=200)), tmp_path)
    assert {name for name in tables if "experiment" in name} == {"tables/experiment_mens_mail.parquet"}
    last = max(tables["tables/orders.parquet"]["ordered_on"].to_pylist())
    assert last.isoformat() <= "2025-12-17"


@pytest.mark.slow
def test_memory_stays_that_of_a_chunk(tmp_path: Path) -> None:
    peaks = []
    for count in (50_000, 150_000):
        tracemalloc.start()
        list(write(Lumen(seed=1, scale=Scale(customers=count)), tmp_path))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] < 1e9
