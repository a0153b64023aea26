"""Assignment by hash: written down, near its share, of no other salt's opinion."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from milepost.kernel.assignment import PLACES, end_of, is_within, place_of, prefix_of, text_of

GOLDEN = {
    ("spring", "1"): 0x91DAA4DF53EA4B86,
    ("spring", "customer-17"): 0xD6EE10B07BA4CAC3,
    ("", ""): 0xD0609C4CF79F05D8,
    ("größe", "ß"): 0x2A64DAF775374945,
}
SHARES = st.decimals(Decimal("0.0001"), Decimal("0.9999"), places=4)


@pytest.mark.parametrize(("salt", "unit"), GOLDEN)
def test_a_place_is_the_same_for_ever(salt: str, unit: str) -> None:
    assert place_of(salt, unit) == GOLDEN[salt, unit]


@pytest.mark.parametrize("share", ["0.01", "0.05", "0.5", "0.9"])
def test_a_share_of_the_units_is_within(share: str) -> None:
    count, wanted = 20_000, Decimal(share)
    found = sum(is_within("autumn", str(unit), wanted) for unit in range(count))
    low, high = (int(binom.ppf(each, count, float(wanted))) for each in (0.0005, 0.9995))
    assert low <= found <= high


def test_one_salt_tells_nothing_of_another() -> None:
    """Of those within one salt's half, half are within another's: the counts of four cells are those of two coins."""
    half, count = Decimal("0.5"), 20_000
    both = sum(is_within("a", str(unit), half) and is_within("b", str(unit), half) for unit in range(count))
    low, high = (int(binom.ppf(each, count, 0.25)) for each in (0.0005, 0.9995))
    assert low <= both <= high


def test_control_a_hash_without_its_salt_would_hold_out_the_same_people_twice() -> None:
    half = Decimal("0.5")
    both = sum(is_within("a", str(unit), half) and is_within("a", str(unit), half) for unit in range(20_000))
    assert both > binom.ppf(0.9995, 20_000, 0.25)


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_salt_and_unit_never_run_together(salt: str, unit: str, other: str, second: str) -> None:
    alike = prefix_of(salt) + unit == prefix_of(other) + second
    assert alike == ((salt, unit) == (other, second))


@given(SHARES, SHARES, st.integers(0, 10**9))
def test_a_greater_share_keeps_who_was_within_the_smaller(one: Decimal, other: Decimal, unit: int) -> None:
    low, high = sorted((one, other))
    assert is_within("ramp", str(unit), high) or not is_within("ramp", str(unit), low)


@given(SHARES)
def test_the_end_is_the_share_to_two_to_the_minus_64(share: Decimal) -> None:
    assert 0 <= Fraction(end_of(share), PLACES) - Fraction(share) < Fraction(1, PLACES)


@given(st.integers(0, PLACES - 1), st.integers(0, PLACES - 1))
def test_texts_sort_as_places_do(one: int, other: int) -> None:
    assert (text_of(one) < text_of(other)) == (one < other)


@pytest.mark.parametrize("share", ["0", "1", "-0.1", "1.5"])
def test_no_share_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match="not a share"):
        end_of(Decimal(share))
