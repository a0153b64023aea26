"""The worded read-out says which kind of interval it shows."""

from dataclasses import replace

import pytest

from milepost.experiments.readout import ArmSize, MetricReading, ReadOut, SampleRatio
from milepost.kernel.words import Grade, Phase
from milepost.presentation.readout_data import readout_data
from milepost.presentation.readout_view import view_of
from milepost.statistics.estimate import estimate

READING = MetricReading(metric="spend", arm="T", is_primary=True, phase=Phase.INCONCLUSIVE)
FIXED = ReadOut(
    control="C",
    alpha=0.05,
    srm=SampleRatio(p_value=1.0, ok=True),
    arms=(ArmSize(arm="C", n=50, share=0.5), ArmSize(arm="T", n=50, share=0.5)),
    metrics=(replace(READING, control_level=1.0, arm_level=1.5, estimate=estimate(0.5, 0.2, 98), p_adjusted=0.02),),
    money=(),
    grade=Grade.A,
    sentence="",
)


@pytest.mark.parametrize(("planned", "kind"), [(None, "fixed"), (12_000, "always-valid")])
def test_the_method_and_the_data_name_the_interval(planned, kind):
    of = replace(FIXED, planned=planned)
    [table] = view_of(of).effects
    assert ("Always-valid intervals, tightest at 12,000 units as planned" in table.note) == (kind == "always-valid")
    assert table.note.startswith("p adjusted: Holm over arms on the first metric, Benjamini-Hochberg over the rest.")
    assert readout_data(of)["interval"] == kind


def test_it_is_said_once_under_the_last_arm():
    both = replace(FIXED, planned=10, metrics=(replace(READING, arm="S"), *FIXED.metrics))
    assert ["Always-valid" in table.note for table in view_of(both).effects] == [False, True]
