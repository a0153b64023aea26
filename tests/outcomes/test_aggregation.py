from dataclasses import replace

import ibis
import numpy as np
import pyarrow as pa
import pytest

from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.outcomes.aggregates import AggregateSpec
from milepost.outcomes.aggregation import aggregate, aggregates_of, broken_checks, broken_of
from milepost.outcomes.metric import parse_metric
from milepost.statistics.moments import Moments

WAREHOUSE = DuckDBWarehouse()


def spec(*metrics, **more):
    return AggregateSpec(arm_column="arm", metrics=tuple(map(parse_metric, metrics)), **more)


def run(rows, asked):
    table = ibis.memtable(pa.Table.from_pylist(rows))
    [broken] = WAREHOUSE.fetch(broken_checks(table, asked))
    return replace(aggregates_of(WAREHOUSE.fetch(aggregate(table, asked)), asked), broken=broken_of(broken, asked))


def test_moments_are_those_of_the_rows():
    rng = np.random.default_rng(4)
    rows = [
        {"arm": "AB"[k % 2], "x": float(a), "y": float(b), "z": float(c)}
        for k, (a, b, c) in enumerate(
            zip(rng.normal(1e6, 1, 99), rng.gamma(2, 1, 99), rng.integers(0, 2, 99), strict=True)
        )
    ]
    found = run(rows, spec("x", "z:proportion", "y:ratio=x"))
    assert found.is_sound
    for arm in found.arms:
        mine = [row for row in rows if row["arm"] == arm.arm]
        assert arm.n == len(mine)
        for name, columns in (("x", "x"), ("z", "z"), ("y/x", "yx")):
            direct = Moments.of_rows([[row[column] for column in columns] for row in mine], len(columns))
            assert arm.moments[name].means == pytest.approx(direct.means, rel=1e-12)
            for one, other in zip(arm.moments[name].cross, direct.cross, strict=True):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-7)


def test_rows_of_a_unit_are_summed_and_a_proportion_is_any():
    rows = [
        {"arm": "A", "unit": 1, "spend": 2.0, "visit": 0},
        {"arm": "A", "unit": 1, "spend": 3.0, "visit": 1},
        {"arm": "A", "unit": 2, "spend": 1.0, "visit": 0},
        {"arm": "B", "unit": 3, "spend": 0.0, "visit": 1},
    ]
    one, other = run(rows, spec("spend", "visit:proportion", unit="unit")).arms
    assert (one.n, one.moments["spend"].means, one.moments["visit"].means) == (2, (3.0,), (0.5,))
    assert (other.n, other.moments["spend"].means) == (1, (0.0,))


def test_units_in_two_arms_are_counted():
    rows = [{"arm": arm, "unit": unit, "x": 1.0} for arm, unit in (("A", 1), ("B", 1), ("A", 2), ("B", 3), ("A", 3))]
    assert run(rows, spec("x", unit="unit")).mixed_units == 2
    assert run(rows, spec("x")).mixed_units == 0


@pytest.mark.parametrize("unit", [None, "unit"])
def test_every_broken_check_is_counted(unit):
    cells = ["1", "", "abc", "nan", "inf", "-3", "1e200", None, " 0 ", "true"]
    rows = [{"arm": "A", "unit": str(k), "x": cell, "b": cell} for k, cell in enumerate(cells)]
    rows += [{"arm": None, "unit": None, "x": "1", "b": "1"}, {"arm": "", "unit": "u", "x": "1", "b": "1"}]
    found = run(rows, spec("x", "b:proportion", unit=unit, money_column="x"))
    counts = {(check.rule.code, check.column): count for check, count in found.broken.items()}
    null_unit = {("MP528", "unit"): 1} if unit else {}
    assert counts == {
        ("MP527", "arm"): 2,
        **null_unit,
        ("MP522", "x"): 1, ("MP523", "x"): 3, ("MP524", "x"): 3, ("MP526", "x"): 1,
        ("MP522", "b"): 1, ("MP523", "b"): 2, ("MP524", "b"): 3, ("MP525", "b"): 1,
    }  # fmt: skip


def test_arms_of_any_type_are_text_and_sorted():
    assert [arm.arm for arm in run([{"arm": k, "x": 1.0} for k in (1, 0, 1)], spec("x")).arms] == ["0", "1"]
    assert [arm.arm for arm in run([{"arm": k, "x": 1.0} for k in (True, False)], spec("x")).arms] == ["false", "true"]


def test_covariates_follow_the_metrics_own_columns():
    rng = np.random.default_rng(5)
    rows = [{"arm": "AB"[k % 2], **dict(zip("xyc", map(float, each), strict=True))} for k, each in enumerate(rng.normal(3, 1, (60, 3)))]  # fmt: skip # noqa: E501
    found = run(rows, spec("x", "y:ratio=x", covariates=("c",)))
    for arm in found.arms:
        mine = [row for row in rows if row["arm"] == arm.arm]
        for name, columns in (("x", "xc"), ("y/x", "yxc")):
            direct = Moments.of_rows([[row[column] for column in columns] for row in mine], len(columns))
            assert arm.moments[name].means == pytest.approx(direct.means, rel=1e-12)
            for one, other in zip(arm.moments[name].cross, direct.cross, strict=True):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("far", [0.0, 1e9])
def test_numbers_far_from_zero_keep_their_variance(far):
    rng = np.random.default_rng(6)
    drawn = rng.exponential(1, 4_000)
    found = run([{"arm": "AB"[k % 2], "x": far + float(x)} for k, x in enumerate(drawn)], spec("x"))
    for arm, mine in zip(found.arms, (drawn[::2], drawn[1::2]), strict=True):
        assert arm.moments["x"].variance(0) == pytest.approx(mine.var(ddof=1), rel=1e-6)
        third = 0.0 if far else ((mine - mine.mean()) ** 3).mean()  # noise there, so it is not told
        assert arm.thirds["x"] == pytest.approx(third, rel=1e-6)


def test_the_naive_sum_of_squares_loses_it():
    x = np.random.default_rng(6).exponential(1, 2_000) + 1e9
    assert abs((x**2).mean() - x.mean() ** 2 - x.var()) > 0.5


@pytest.mark.parametrize("cells", [(0, 2), (0, -1), (1, 3)])
def test_whole_numbers_that_are_no_share_are_seen_in_their_sums(cells):
    rows = [{"arm": "AB"[k % 2], "v": (k // 2) % 2} for k in range(2_000)]
    rows[7]["v"], rows[8]["v"] = cells
    found = run(rows, spec("v:proportion"))
    assert found.is_whole is False
    assert [check.rule.code for check in found.broken] == ["MP525"]


def test_it_is_one_select_over_the_table():
    sql = ibis.to_sql(aggregate(ibis.table({"arm": "string", "x": "string", "y": "string"}, name="t"), spec("x", "y")))
    assert sql.count('FROM "t"') == 1


def test_no_rows_give_no_arms():
    asked = spec("x")
    assert aggregates_of([], asked).arms == ()


def test_a_row_without_an_arm_is_not_hidden_by_its_unit():
    rows = [{"arm": "A", "unit": 1, "x": 1.0}, {"arm": None, "unit": 1, "x": 1.0}, {"arm": "B", "unit": 2, "x": 1.0}]
    found = run(rows, spec("x", unit="unit"))
    assert found.is_whole is False
