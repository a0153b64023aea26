"""Arrays of numbers into Arrow columns: dates, words, numbered names, amounts."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from milepost.simulation.lumen.chance import Claims, Counts, Reals
from milepost.simulation.lumen.truth import FIRST_DAY

_FIRST = np.datetime64(FIRST_DAY, "D")


def dates(days: Counts) -> pa.Array:
    """Write days from 2025-06-01 as dates."""
    return pa.array(_FIRST + days.astype("timedelta64[D]"))


def some_dates(days: Counts, given: Claims) -> pa.Array:
    """Write days as dates, null where they are not given."""
    return pa.array(_FIRST + np.where(given, days, 0).astype("timedelta64[D]"), mask=~given)


def choice(words: Iterable[str], positions: Counts) -> pa.Array:
    """Write positions in a list of words as the words."""
    coded = pa.DictionaryArray.from_arrays(pa.array(positions.astype(np.int32)), pa.array(list(words)))
    return coded.cast(pa.string())


def numbered(prefix: str, numbers: Counts) -> pa.Array:
    """Write numbers as names: prefix and number, such as `o-12`."""
    return pc.binary_join_element_wise(pa.scalar(prefix), pa.array(numbers).cast(pa.string()), "")


def cents(amounts: Reals) -> Reals:
    """Round amounts of money to the cent."""
    rounded: Reals = np.round(amounts, 2)
    return rounded


def totals(positions: Counts, amounts: Reals, length: int) -> Reals:
    """Add up amounts by position; positions without any get 0."""
    return np.bincount(positions, amounts, length).astype(np.float64)
