import pytest

from milepost.presentation.numbers import chance, fixed, number, signed, signed_whole, whole, with_currency


@pytest.mark.parametrize(("value", "text"), [(1234.5, "1,234.50"), (-0.001, "0.00"), (-1.5, "-1.50"), (0.0, "0.00")])
def test_fixed(value, text):
    assert fixed(value, 2) == text


def test_signed():
    assert [signed(each, 1) for each in (0.26, -0.26, 0.01, -0.01)] == ["+0.3", "-0.3", "0.0", "0.0"]


def test_small_p_values_are_never_zero():
    assert [number(each, 3) for each in (0.0, 0.0009, 0.0113, 1.0)] == ["<0.001", "<0.001", "0.011", "1.000"]


def test_a_chance_is_never_certain():
    assert [chance(each) for each in (1.0, 0.9999, 0.976, 0.5, 0.0)] == [">99.9%", ">99.9%", "97.6%", "50.0%", "<0.1%"]


def test_an_amount_of_a_forecast_has_a_true_minus_in_front():
    assert [whole(each) for each in (-1234.4, -0.4, 0.0, 1234.5)] == ["−1,234", "0", "0", "1,234"]
    assert [signed_whole(each) for each in (-1234.4, -0.4, 12.0)] == ["−1,234", "0", "+12"]
    assert [with_currency(whole(each), "EUR") for each in (-1234.4, 7.0)] == ["−EUR 1,234", "EUR 7"]
