"""One byte string for one value, and typed values there and back."""

import json
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.words import Grade
from milepost.ledger.entry import LedgerEntry
from milepost.record.canonical import canonical_bytes, canonical_digest, from_json, to_json
from milepost.testing import strategies


# RFC 8785, section 3.2.2 to 3.2.4 and appendix B: numbers as ECMAScript writes them, keys by UTF-16 units.
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"), (295147905179352830000.0, "295147905179352830000"), (1e21, "1e+21"),
        (9.999999999999997e22, "9.999999999999997e+22"), (1e-6, "0.000001"), (1e-7, "1e-7"), (1e-27, "1e-27"),
        (333333333.33333329, "333333333.3333333"), (4.50, "4.5"), (2e-3, "0.002"), (1e30, "1e+30"), (1, "1"),
        (True, "true"), (None, "null"), ([], "[]"), ({}, "{}"),
        ("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/", '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        ("\b\t\f\r\x7f\u2028", '"\\b\\t\\f\\r\x7f\u2028"'),
    ],
)  # fmt: skip
def test_known_vectors(value: object, text: str) -> None:
    assert canonical_bytes(value).decode() == text


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]
    order = list(json.loads(canonical_bytes(dict.fromkeys(names))))
    assert order == ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_known_digest() -> None:
    assert canonical_digest({"b": 1.0, "a": [True]}) == canonical_digest({"a": [True], "b": 1})
    assert canonical_digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_not_finite_are_refused_wherever_they_stand(value: float) -> None:
    for within in (value, [value], {"a": {"b": (value,)}}):
        with pytest.raises(ValueError):
            to_json(within)
    with pytest.raises(ValueError):
        canonical_bytes({"a": [value]})


@given(st.dictionaries(strategies.texts(), strategies.jsons()), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict, chance) -> None:
    names = list(value)
    chance.shuffle(names)
    assert canonical_bytes({name: value[name] for name in names}) == canonical_bytes(value)


class Size(IntEnum):
    SMALL = 1


class Mixed(Enum):
    DAY = date(2026, 10, 1)


@dataclass(frozen=True)
class Inner:
    at: datetime
    amount: Decimal


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("0.30"), "0.3"), (Decimal("-0"), "0"), (Decimal("1E+2"), "100"), (date(2026, 10, 1), "2026-10-01"),
        (Grade.A, "A"), (Size.SMALL, 1), (Mixed.DAY, "2026-10-01"), (True, True), (None, None), ((1, (2,)), [1, [2]]),
        ({Grade.A: {1: Decimal("1.0")}}, {"A": {"1": "1"}}),
        (
            Inner(at=datetime.fromisoformat("2026-10-01T12:00:00+02:00"), amount=Decimal("2.50")),
            {"at": "2026-10-01T10:00:00.000000Z", "amount": "2.5"},
        ),
    ],
)  # fmt: skip
def test_values_become_json(value: object, plain: object) -> None:
    assert to_json(value) == plain


def test_a_sets_order_is_not_chance() -> None:
    assert to_json({0, 8}) == to_json({8, 0})


@pytest.mark.parametrize("value", [object(), b"bytes", 1j, range(3)])
def test_what_has_no_place_in_the_record_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no place in the record"):
        to_json(value)


RECORDED = [
    strategies.acceptances(), strategies.source_loads(), strategies.contract_checks(), strategies.verdicts(),
    strategies.kpi_measurements(), strategies.attestations(), strategies.randomisation_statements(),
    strategies.ledger_entries(), strategies.cost_loads(), strategies.closings(),
]  # fmt: skip


@settings(max_examples=400)
@given(st.one_of(RECORDED))
def test_what_is_recorded_comes_back_from_the_stored_bytes(value: object) -> None:
    stored = canonical_bytes(to_json(value))
    assert from_json(json.loads(stored), type(value)) == value
    assert canonical_bytes(to_json(from_json(json.loads(stored), type(value)))) == stored


# Fields with a default came later: an entry recorded before them is read all the same.
ASKED = [each.name for each in fields(LedgerEntry) if each.default is MISSING]


@given(strategies.ledger_entries(), st.sampled_from(ASKED))
def test_a_lost_or_foreign_field_is_a_fault_in_the_record(entry: LedgerEntry, name: str) -> None:
    data = to_json(entry)
    assert isinstance(data, dict)
    with pytest.raises(msgspec.ValidationError, match=name):
        from_json({key: each for key, each in data.items() if key != name}, LedgerEntry)
    with pytest.raises(msgspec.ValidationError):
        from_json({**data, "grade": "E"}, LedgerEntry)


def test_instants_come_back_as_instants() -> None:
    inner = Inner(at=datetime(2026, 10, 1, 10, tzinfo=UTC), amount=Decimal("2.50"))
    assert from_json(to_json(inner), Inner) == inner
