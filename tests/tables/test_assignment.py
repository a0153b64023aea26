"""The expression and the function agree, on each kind of unit."""

from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.assignment import is_within
from milepost.tables.assignment import can_be_hashed
from milepost.tables.assignment import is_within as within

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
UNITS = st.one_of(st.lists(TEXTS, min_size=1, max_size=20), st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
engine = ibis.duckdb.connect()


@settings(max_examples=40, deadline=None)
@given(units=UNITS, salt=TEXTS, share=st.decimals(Decimal("0.001"), Decimal("0.999"), places=3))
def test_the_engine_holds_out_whom_python_holds_out(units: list[str | int], salt: str, share: Decimal) -> None:
    table = ibis.memtable(pa.table({"unit": units}))
    found = engine.to_pyarrow(table.select("unit", held=within(table, "unit", salt, share))).to_pylist()
    assert [each["held"] for each in found] == [is_within(salt, str(each["unit"]), share) for each in found]


@pytest.mark.parametrize(("kind", "can"), [("string", True), ("int64", True), ("float64", False), ("date", False)])
def test_only_what_every_engine_writes_alike_is_hashed(kind: str, can: bool) -> None:
    assert can_be_hashed(ibis.table({"unit": kind}, name="t"), "unit") is can


def test_another_engine_can_compute_it() -> None:
    table = ibis.table({"unit": "int64"}, name="t")
    assert "SHA2" in ibis.to_sql(table.select(held=within(table, "unit", "salt", Decimal("0.05"))), dialect="pyspark")
