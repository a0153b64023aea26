"""The name that was probably meant."""

import pytest

from milepost.kernel.near import hint, near

KNOWN = ("margin", "Visits", "reach")


@pytest.mark.parametrize(
    ("name", "meant"), [("margn", "margin"), ("MARGIN", "margin"), ("visit", "Visits"), ("zzz", None), ("", None)]
)
def test_the_near_name(name: str, meant: str | None) -> None:
    assert near(name, KNOWN) == meant


def test_the_order_of_names_does_not_matter() -> None:
    assert near("kpi-x", ["kpi-b", "kpi-a"]) == near("kpi-x", ["kpi-a", "kpi-b"])


def test_hints() -> None:
    assert hint("margn", KNOWN) == "did you mean margin?"
    assert hint("zzz", KNOWN) == "known: Visits, margin, reach"
    assert hint("zzz", [], "role") == "there is no role yet"
    assert hint("zzz", [f"n{k}" for k in range(10)]) == "known: n0, n1, n2, n3, n4, n5, n6, n7 and 2 more"
