from decimal import Decimal

import pytest

from milepost.actions.read_experiment import read_experiment
from milepost.adapters.warehouse.duckdb import DuckDBWarehouse
from milepost.experiments.design import Design, MoneySpec
from milepost.kernel.finding import Refused
from milepost.outcomes.metric import parse_metric


class CountingWarehouse(DuckDBWarehouse):
    """Counts the expressions it is asked to run."""

    runs = 0

    def fetch(self, expression):
        self.runs += 1
        return super().fetch(expression)


DESIGN = Design(
    arm_column="arm",
    control="A",
    metrics=(parse_metric("visit:proportion"), parse_metric("spend:ratio=visit")),
    money=MoneySpec(metric="spend", margin=Decimal("0.3"), cost_per_unit=Decimal("0.1")),
)
ROWS = "".join(f"{'AB'[k % 2]},{k % 3 % 2},{k % 7}\n" for k in range(60))


def test_a_sound_table_is_read_in_one_select(tmp_path):
    (tmp_path / "a.csv").write_text("arm,visit,spend\n" + ROWS)
    warehouse = CountingWarehouse()
    found = read_experiment(warehouse, tmp_path / "a.csv", DESIGN)
    assert warehouse.runs == 1
    assert [each.metric for each in found.metrics] == ["visit", "spend/visit", "spend"]


def test_rows_are_looked_for_only_upon_a_fault_and_all_faults_are_told(tmp_path):
    (tmp_path / "a.csv").write_text("arm,visit,spend\n" + ROWS + "B,2,-1\nB,x,\n,1,1\n")
    warehouse = CountingWarehouse()
    with pytest.raises(Refused) as refused:
        read_experiment(warehouse, tmp_path / "a.csv", DESIGN)
    assert warehouse.runs == 3  # the aggregates, which checks are broken, and where
    assert {each.code for each in refused.value.findings} == {"MP522", "MP523", "MP525", "MP526", "MP527"}
