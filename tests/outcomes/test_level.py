"""A metric's level over a whole table."""

from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.outcomes.level import level_of, level_query
from milepost.program.documents.outline import Metric

WAREHOUSE = DuckDBWarehouse()


def metric(**more: Any) -> Metric:
    return Metric.model_validate({"id": "m", "source": "crm", "per": "customer", "column": "x", **more})


def level(rows: list[dict[str, Any]], of: Metric) -> tuple[int, Decimal | None]:
    table = pa.Table.from_pylist(rows, pa.schema([("x", pa.float64()), ("y", pa.float64())]))
    return level_of(WAREHOUSE.fetch(level_query(ibis.memtable(table), of))[0], of)


def test_a_mean_leaves_empty_cells_out() -> None:
    assert level([{"x": 1.0}, {"x": None}, {"x": 2.0}], metric()) == (2, Decimal("1.5"))


def test_a_proportion_is_the_share_of_ones() -> None:
    rows = [{"x": 1.0}, {"x": 0.0}, {"x": 0.0}, {"x": 1.0}]
    assert level(rows, metric(aggregate="proportion")) == (4, Decimal("0.5"))


def test_a_ratio_is_of_sums_and_not_a_mean_of_ratios() -> None:
    rows = [{"x": 1.0, "y": 1.0}, {"x": 1.0, "y": 3.0}]
    assert level(rows, metric(aggregate="ratio", denominator="y")) == (2, Decimal("0.5"))


def test_a_ratio_leaves_a_row_out_that_lacks_either_side() -> None:
    rows = [{"x": 1.0, "y": 2.0}, {"x": 5.0, "y": None}, {"x": None, "y": 8.0}]
    assert level(rows, metric(aggregate="ratio", denominator="y")) == (1, Decimal("0.5"))


def test_the_unit_value_is_multiplied_exactly() -> None:
    times = metric(times={"value": "0.30", "signed_by": "finance"})
    assert level([{"x": 0.1}, {"x": 0.3}], times) == (2, Decimal("0.06"))


@pytest.mark.parametrize(
    ("rows", "more", "n"),
    [
        ([], {}, 0),
        ([{"x": None}], {}, 0),
        ([{"x": 1.0, "y": 0.0}], {"aggregate": "ratio", "denominator": "y"}, 1),
        ([{"x": 0.0, "y": 0.0}], {"aggregate": "ratio", "denominator": "y"}, 1),
        ([{"x": 1.0, "y": None}], {"aggregate": "ratio", "denominator": "y"}, None),
    ],
    ids=["no rows", "no cells", "over zero", "zero over zero", "no denominators"],
)
def test_there_is_no_level(rows: list[dict[str, Any]], more: dict[str, str], n: int | None) -> None:
    counted, value = level(rows, metric(**more))
    assert value is None
    assert n is None or counted == n


@pytest.mark.parametrize("seen", ["nan", "inf", "-inf"])
def test_what_is_not_finite_is_no_level(seen: str) -> None:
    assert level_of({"n": 3, "level": float(seen)}, metric()) == (3, None)


def test_twelve_digits_are_kept() -> None:
    assert level_of({"n": 3, "level": 0.1 + 0.2}, metric()) == (3, Decimal("0.3"))
    assert level_of({"n": 3, "level": 1 / 3}, metric()) == (3, Decimal("0.333333333333"))


def test_rows_of_any_order_give_the_same_level() -> None:
    rows = [{"x": 0.1 * number} for number in range(1000)]
    assert level(rows, metric()) == level(rows[::-1], metric()) == (1000, Decimal("49.95"))
