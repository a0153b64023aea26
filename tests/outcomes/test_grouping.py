import ibis
import numpy as np
import pyarrow as pa
import pytest

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.outcomes import grouping
from milepost.outcomes.aggregates import AggregateSpec
from milepost.outcomes.grouping import BUCKETS, Grouping, distinct, grouped, grouped_of
from milepost.outcomes.metric import parse_metric

WAREHOUSE = DuckDBWarehouse()
RNG = np.random.default_rng(81)
DRAWN = np.round(RNG.gamma(2, 5, (3_000, 2)), 3)
ROWS = [{"arm": "AB"[k % 2], "unit": k, "x": float(x), "y": float(y)} for k, (x, y) in enumerate(DRAWN)]
ONE, BOTH = Grouping(columns=(("x", False),)), Grouping(columns=(("x", False), ("y", False)))


def ask(rows, asked, **more):
    spec = AggregateSpec(arm_column="arm", metrics=(parse_metric("x"), parse_metric("y")), **more)
    table = ibis.memtable(pa.Table.from_pylist(rows))
    [found] = WAREHOUSE.fetch(distinct(table, spec, [asked]))
    count = int(found["distinct0"])
    return grouped_of(WAREHOUSE.fetch(grouped(table, spec, asked, count)), asked, count), count


@pytest.mark.parametrize("most", [grouping.MOST_VALUES, 10])
@pytest.mark.parametrize("unit", [None, "unit"])
def test_groups_add_up_to_the_rows_whatever_they_are(monkeypatch, most, unit):
    monkeypatch.setattr(grouping, "MOST_VALUES", most)
    for asked, turn in ((ONE, (1.0,)), (BOTH, (0.5, -1.0))):
        found, _ = ask(ROWS, asked, unit=unit)
        for arm, start in (("A", 0), ("B", 1)):
            direct = DRAWN[start::2, : len(turn)] @ np.array(turn)
            moments = found[arm].along(turn).moments
            assert moments.n == 1_500
            assert moments.means[0] == pytest.approx(direct.mean(), rel=1e-9)
            assert moments.variance(0) == pytest.approx(direct.var(ddof=1), rel=1e-9)
            assert (found[arm].products is None) == (most > 10)


def test_rows_of_a_unit_are_one_value():
    rows = [{"arm": "A", "unit": k // 2, "x": 1.0, "y": 0.0} for k in range(8)]
    found, _ = ask(rows, ONE, unit="unit")
    assert (found["A"].cells.tolist(), found["A"].counts.tolist()) == [[[2.0]], [4.0]] or found["A"].counts[0] == 4


def test_the_order_of_rows_changes_nothing(monkeypatch):
    first, other = (ask(rows, BOTH)[0]["A"] for rows in (ROWS, ROWS[::-1]))
    assert first.cells.tolist() == other.cells.tolist()
    monkeypatch.setattr(grouping, "MOST_VALUES", 10)
    by_unit, back = (ask(rows, ONE, unit="unit")[0]["A"] for rows in (ROWS, ROWS[::-1]))
    assert by_unit.counts.tolist() == back.counts.tolist()


def test_buckets_are_filled_evenly(monkeypatch):
    monkeypatch.setattr(grouping, "MOST_VALUES", 10)
    rows = [{"arm": "A", "unit": k, "x": k / 7, "y": 0.0} for k in range(20_000)]
    counts = ask(rows, ONE)[0]["A"].counts
    assert len(counts) == BUCKETS
    assert np.var(counts) / np.mean(counts) < 1.6


def test_values_are_rounded_to_four_digits_where_they_are_too_many(monkeypatch):
    monkeypatch.setattr(grouping, "MOST_VALUES", 10)
    rows = [
        {"arm": "A", "unit": k, "x": x, "y": 0.0} for k, x in enumerate((0.0, -123_456.0, 0.00012345, 9_999.9, 5.0) * 5)
    ]
    rows += [{"arm": "A", "unit": k, "x": float(k), "y": 0.0} for k in range(100, 120)]
    found, _ = ask(rows, Grouping(columns=(("x", False),), needs_values=True))
    assert found["A"].is_binned
    values = set(found["A"].along((1,)).values.round(9).tolist())
    assert {0.0, -123_500.0, 10_000.0, 5.0} <= values
    assert min(abs(value - 0.0001234) for value in values) < 1.1e-7
