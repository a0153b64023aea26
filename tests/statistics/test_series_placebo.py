"""Real series, and changes that never were: forty-five shops, a made-up date every eight weeks."""

import csv
from collections import defaultdict

import numpy as np
import pytest

from milepost.statistics.series import interrupted

AFTER, STEP, FIRST = 8, 8, 64


@pytest.fixture(scope="module")
def shops(data_dir) -> list[np.ndarray]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with next((data_dir / "walmart-weekly").glob("*.csv")).open() as file:
        for row in csv.DictReader(file):
            # Dates are dd-mm-yyyy: turned round, their text is in the order of time.
            found[row["Store"]]["-".join(reversed(row["Date"].split("-")))] = float(row["Weekly_Sales"])
    return [np.array([sales[week] for week in sorted(sales)]) for sales in found.values()]


@pytest.mark.slow
@pytest.mark.parametrize("season", [None, 52])
def test_a_made_up_date_is_seldom_called_an_effect(shops, season, prove_figure):
    readings = [
        interrupted(sales[: start + AFTER], start, season)
        for sales in shops
        for start in range(FIRST, len(sales) - AFTER, STEP)
    ]
    ours, plain, hac = (
        sum(getattr(each, name).p_value < 0.05 for each in readings) / len(readings)
        for name in ("total", "plain", "newey_west")
    )
    said = f"{ours:.1%} of {len(readings)} (plain {plain:.1%}, HAC {hac:.1%})"
    prove_figure(f"series: made-up dates in real shops called an effect, season {season}", said, "<= 5%", ours <= 0.05)
    assert ours <= 0.05
    assert hac > 0.1  # the negative control
