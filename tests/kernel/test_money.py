"""Measures with their unit, decimals in one form, and amounts as they are posted."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from milepost.kernel.money import MOST_DIGITS, Measure, decimal, normal, posted
from milepost.testing.strategies import decimals

UNITS = st.sampled_from(["", "USD", "%", "hours", "USD/hour", "e-mails per week", "kg CO2"])


@given(decimals(), UNITS)
def test_a_measure_comes_back_from_its_text(value: Decimal, unit: str) -> None:
    measure = Measure(value, unit)
    assume(abs(value.adjusted()) <= MOST_DIGITS)
    assert Measure.parse(str(measure)) == measure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.30 USD", "0.30", "USD"),
        ("  -3.5   hours ", "-3.5", "hours"),
        ("12 %", "12", "%"),
        ("12%", "12", "%"),
        ("0.4", "0.4", ""),
        ("1_000 USD", "1000", "USD"),
        ("1e3 USD", "1000", "USD"),
        ("1/4 USD", "0.25", "USD"),
    ],
)
def test_measures_as_people_write_them(text: str, value: str, unit: str) -> None:
    assert Measure.parse(text) == Measure(Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "USD", "USD 3", "3 $", "3 USD!", "NaN USD", "inf USD", "1,5 USD", "5% USD"])
def test_what_is_no_measure_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Measure.parse(text)


def test_money_is_three_capitals() -> None:
    assert Measure.parse("1 USD").is_money
    assert not any(Measure.parse(text).is_money for text in ("1", "1 usd", "1 %", "1 USDT", "1 US"))


def test_fractions_are_read() -> None:
    assert decimal("1/3") == Decimal(1) / 3
    assert decimal(" 3 / 4 ") == Decimal("0.75")
    assert decimal("-1/8") == Decimal("-0.125")


@pytest.mark.parametrize("text", ["", "x", "1 2", "1/0", "0/0", "1/", "/2", "1/2/3", "nan", "-inf", "sNaN", "1/inf"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        decimal(text)


@pytest.mark.parametrize("text", ["1e9999999", "-1e-9999999", "1/1e9999999", "1e9999999999999999999"])
def test_a_short_text_is_not_written_out_to_a_gigabyte(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        decimal(text)


@given(decimals(), st.integers(0, 12))
def test_a_value_has_one_normal_form(value: Decimal, zeros: int) -> None:
    text = normal(value)
    assert Decimal(text) == value
    with localcontext() as context:
        context.prec = 400
        if len(value.as_tuple().digits) + zeros < 400:
            padded = value.quantize(Decimal(1).scaleb(value.as_tuple().exponent - zeros))
            assert normal(padded) == text
    assert not text.startswith(("-0", "+")) or text.startswith("-0.")
    assert "." not in text or not text.endswith(("0", "."))
    assert not set(text) & set("eE")


@given(decimals(), decimals())
def test_different_values_have_different_forms(one: Decimal, other: Decimal) -> None:
    assert (normal(one) == normal(other)) == (one == other)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("0.30", "0.3"), ("-0", "0"), ("-0.00", "0"), ("0E+3", "0"), ("-0E-7", "0"), ("1E+3", "1000"),
        ("1E-3", "0.001"),
        ("100", "100"), ("-12.500", "-12.5"), ("1.0E+1", "10"), ("-0.10", "-0.1"),
    ],
)  # fmt: skip
def test_normal_forms(written: str, form: str) -> None:
    assert normal(Decimal(written)) == form


@pytest.mark.parametrize(
    ("exact", "cents"),
    [
        ("0.005", "0.00"), ("0.015", "0.02"), ("0.025", "0.02"), ("-0.005", "0.00"), ("-0.015", "-0.02"),
        ("2.675", "2.68"), ("0.0250001", "0.03"), ("7", "7.00"),
    ],
)  # fmt: skip
def test_a_half_cent_goes_to_the_even_one(exact: str, cents: str) -> None:
    assert posted(Decimal(exact)) == Decimal(cents)
    # A float stands for the shortest decimal that gives it, not for its binary value.
    assert posted(float(exact)) == Decimal(cents)
    assert posted(Decimal(exact)).as_tuple().exponent == -2


@given(decimals())
def test_posting_moves_no_more_than_half_a_cent_and_only_once(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 500
        assert abs(posted(value) - value) <= Decimal("0.005")
    assert posted(posted(value)) == posted(value)
    assert posted(-value) == -posted(value)
    assert posted(value) == value.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
