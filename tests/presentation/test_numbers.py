import pytest

from milepost.presentation.numbers import chance, fixed, number, signed, signed_whole, true_minus


@pytest.mark.parametrize(("value", "text"), [(1234.5, "1,234.50"), (-0.001, "0.00"), (-1.5, "-1.50"), (0.0, "0.00")])
def test_fixed(value, text):
    assert fixed(value, 2) == text


def test_signed():
    assert [signed(each, 1) for each in (0.26, -0.26, 0.01, -0.01)] == ["+0.3", "-0.3", "0.0", "0.0"]


def test_small_p_values_are_never_zero():
    assert [number(each, 3) for each in (0.0, 0.0009, 0.0113, 1.0)] == ["<0.001", "<0.001", "0.011", "1.000"]


def test_a_chance_is_never_certain():
    assert [chance(each) for each in (1.0, 0.9999, 0.976, 0.5, 0.0)] == [">99.9%", ">99.9%", "97.6%", "50.0%", "<0.1%"]


def test_a_sign_is_that_of_money() -> None:
    assert true_minus("-1,230 to 40") == "−1,230 to 40"
    assert [signed_whole(each) for each in (-1234.4, -0.4, 12.0)] == ["−1,234", "0", "+12"]
