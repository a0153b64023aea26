"""The simulated campaign: the same each time, and near its truth."""

import csv
import io
import math
from statistics import fmean, stdev

import pytest

from conftest import ROOT
from milepost.simulation.email import COLUMNS, ROWS, TRUTH, email_csv


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


ROWS_READ = rows(email_csv())


def test_the_same_seed_gives_the_same_text_and_another_another() -> None:
    assert email_csv(50, 7) == email_csv(50, 7)
    assert email_csv(50, 7) != email_csv(50, 8)
    assert email_csv(50, 7).startswith(email_csv(20, 7))


def test_the_example_is_this_table_byte_for_byte() -> None:
    assert (ROOT / "examples" / "email" / "crm.csv").read_bytes() == email_csv().encode()


def test_it_has_its_columns_and_rows() -> None:
    assert len(ROWS_READ) == ROWS
    assert tuple(ROWS_READ[0]) == COLUMNS
    assert all(None not in row and None not in row.values() for row in ROWS_READ)
    assert email_csv(0) == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("arm", TRUTH)
def test_an_arm_has_its_share(arm: str) -> None:
    n = sum(row["segment"] == arm for row in ROWS_READ)
    assert abs(n - ROWS / 3) <= 3.3 * math.sqrt(ROWS * 2 / 9)


# Bands of 99.9%: a seed that fell outside would be no fair example.
@pytest.mark.parametrize("arm", TRUTH)
def test_an_arm_does_what_its_truth_says(arm: str) -> None:
    mine, truth = [row for row in ROWS_READ if row["segment"] == arm], TRUTH[arm]
    visits = fmean(float(row["visit"]) for row in mine)
    assert abs(visits - truth.visit) <= 3.3 * math.sqrt(truth.visit * (1 - truth.visit) / len(mine))
    bought = fmean(float(row["conversion"]) for row in mine if row["visit"] == "1")
    assert abs(bought - truth.buy) <= 3.3 * math.sqrt(truth.buy * (1 - truth.buy) / (visits * len(mine)))
    spent = [float(row["spend"]) for row in mine]
    assert abs(fmean(spent) - truth.spend) <= 3.3 * stdev(spent) / math.sqrt(len(spent))


def test_nobody_spends_without_buying_nor_buys_without_visiting() -> None:
    for row in ROWS_READ:
        assert (float(row["spend"]) > 0) == (row["conversion"] == "1")
        assert row["conversion"] <= row["visit"]


def test_the_truth_is_what_an_arm_spends() -> None:
    assert TRUTH["No E-Mail"].spend == pytest.approx(0.63)
    assert TRUTH["Mens E-Mail"].spend == pytest.approx(1.458)


def test_a_band_is_that_of_the_history() -> None:
    bands = {row["history_segment"]: [] for row in ROWS_READ}
    for row in ROWS_READ:
        bands[row["history_segment"]].append(float(row["history"]))
    tops = [max(bands[band]) for band in sorted(bands)]
    assert all(top < limit for top, limit in zip(tops, (100, 200, 350, 500), strict=False))
    assert min(bands["5) $500 +"]) >= 500
