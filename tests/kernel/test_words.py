"""The words of evidence and status."""

from enum import StrEnum
from itertools import pairwise, product

import pytest

from milepost.kernel import words
from milepost.kernel.words import SYMBOLS, Grade

# Every enum of the file but Grade is one of status; a new one is found here.
STATUS = [each for each in vars(words).values() if isinstance(each, type) and issubclass(each, StrEnum)]
STATUS = [each for each in STATUS if each is not StrEnum and each is not Grade]


@pytest.mark.parametrize("enum", STATUS, ids=lambda each: each.__name__)
def test_every_word_has_a_symbol(enum: type[StrEnum]) -> None:
    assert [word for word in enum if word.value not in SYMBOLS] == []


def test_no_symbol_stands_for_a_word_that_there_is_not() -> None:
    assert len(STATUS) >= 4
    assert set(SYMBOLS) == {word.value for enum in STATUS for word in enum}
    assert all(len(symbol) == 1 for symbol in SYMBOLS.values())


def test_good_news_and_bad_news_do_not_share_a_symbol() -> None:
    good = {SYMBOLS[word] for word in ("achieved", "reached", "proven", "Successful")}
    bad = {SYMBOLS[word] for word in ("missed", "off track", "harmful", "stopped", "Failed", "Error")}
    unsure = {SYMBOLS[word] for word in ("inconclusive", "Inconclusive", "at risk", "attested", "no data")}
    assert not good & bad
    assert not good & unsure
    assert not bad & unsure


def test_grades_are_ordered_a_to_d() -> None:
    assert list(Grade) == [Grade.A, Grade.B, Grade.C, Grade.D]
    for better, worse in pairwise(Grade):
        assert better.meets(worse)
        assert not worse.meets(better)
    assert all(one.meets(other) or other.meets(one) for one, other in product(Grade, Grade))
    assert all(grade.meets(grade) for grade in Grade)


def test_only_a_and_b_may_be_realised() -> None:
    assert [grade for grade in Grade if grade.may_be_realised] == [Grade.A, Grade.B]
    assert len({grade.meaning for grade in Grade}) == len(Grade)
