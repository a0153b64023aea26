"""The name that was probably meant."""

import pytest

from milepost.kernel.near import hint, near, only_near

KNOWN = ("margin", "Visits", "reach")


@pytest.mark.parametrize(
    ("name", "meant"), [("margn", "margin"), ("MARGIN", "margin"), ("visit", "Visits"), ("zzz", None), ("", None)]
)
def test_the_near_name(name: str, meant: str | None) -> None:
    assert near(name, KNOWN) == meant


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("margn", ["margin", "visits"], "margin"),
        ("Margin", ["margin"], "margin"),
        ("margn", ["margin", "margins"], None),  # two are near
        ("mrgn-of-us", ["margin"], None),  # not near enough
        ("use-2", ["use-1"], None),  # another name
        ("q1-target", ["q1-targt"], "q1-targt"),
        ("x", [], None),
    ],
)
def test_the_name_that_alone_can_be_meant(name: str, known: list[str], meant: str | None) -> None:
    assert only_near(name, known) == meant


def test_the_order_of_names_does_not_matter() -> None:
    assert near("kpi-x", ["kpi-b", "kpi-a"]) == near("kpi-x", ["kpi-a", "kpi-b"])


def test_hints() -> None:
    assert hint("margn", KNOWN) == "did you mean margin?"
    assert hint("zzz", KNOWN) == "known: Visits, margin, reach"
    assert hint("zzz", [], "role") == "there is no role yet"
    assert hint("zzz", [f"n{k}" for k in range(10)]) == "known: n0, n1, n2, n3, n4, n5, n6, n7 and 2 more"
