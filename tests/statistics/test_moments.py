import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.statistics.moments import Moments

NUMBER = st.floats(-1e6, 1e6)
ROWS = st.lists(st.tuples(NUMBER, NUMBER), max_size=20)


def of(rows):
    return Moments.of_rows(rows, 2)


def assert_same(one, other, scale=1e6):
    assert one.n == other.n
    assert one.means == pytest.approx(other.means, rel=1e-9, abs=1e-9 * scale)
    for a, b in zip(one.cross, other.cross, strict=True):
        assert a == pytest.approx(b, rel=1e-9, abs=1e-9 * scale**2)


@given(ROWS, ROWS)
def test_merging_is_the_same_as_seeing_all_rows(first, second):
    assert_same(of(first).merged(of(second)), of(first + second))


@given(ROWS, ROWS, ROWS)
def test_merging_is_associative_and_commutative(a, b, c):
    a, b, c = of(a), of(b), of(c)
    assert_same(a.merged(b).merged(c), a.merged(b.merged(c)))
    assert_same(a.merged(b), b.merged(a))


@given(ROWS)
def test_no_rows_are_neutral(rows):
    assert of(rows).merged(Moments.none(2)) == of(rows)


def test_a_large_offset_does_not_cancel_and_the_naive_formula_does():
    values = [1e9 + each for each in (4.0, 7.0, 13.0, 16.0)]
    halves = Moments.of_rows([(v,) for v in values[:2]], 1).merged(Moments.of_rows([(v,) for v in values[2:]], 1))
    assert halves.variance(0) == pytest.approx(30)
    naive = (sum(v * v for v in values) - sum(values) ** 2 / 4) / 3
    assert abs(naive - 30) > 1


def test_one_row_has_no_variance():
    with pytest.raises(ValueError, match="two rows"):
        of([(1.0, 2.0)]).variance(0)


def test_different_columns_do_not_merge():
    with pytest.raises(ValueError, match="columns"):
        Moments.none(1).merged(Moments.none(2))
