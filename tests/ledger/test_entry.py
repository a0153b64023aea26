"""Realised and projected, and lines that a reversal cancels."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.words import Grade
from milepost.ledger.entry import LINES, POSTED, REVERSED, Column, LedgerEntry, ValueKind, column_of
from milepost.record.canonical import from_json, to_json
from milepost.record.event import Event, Fact, recorded
from milepost.testing.strategies import ledger_entries

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("grade", "column"),
    [
        (Grade.A, Column.REALISED),
        (Grade.B, Column.REALISED),
        (Grade.C, Column.PROJECTED),
        (Grade.D, Column.PROJECTED),
    ],
)
def test_only_a_and_b_are_realised(grade: Grade, column: Column) -> None:
    assert column_of(grade) is column


def posting(entry: LedgerEntry, key: str) -> Event:
    data = {"entry": to_json(entry)}
    return recorded(Fact(type=POSTED, subject="capability/x", key=key, actor="milepost", data=data), AT)


def reversal(of: Event) -> Event:
    data = {**of.data, "reverses": of.id}
    return recorded(Fact(type=REVERSED, subject=of.subject, key=of.id, actor="milepost", data=data), AT)


def balance(events: list[Event]) -> dict[str, Decimal]:
    """Sum the lines of each entry."""
    sums: dict[str, Decimal] = {}
    for row in (row for event in events for row in LINES.rows_of(event)):
        sums[str(row["entry"])] = sums.get(str(row["entry"]), Decimal(0)) + Decimal(str(row["estimate"]))
    return sums


@given(ledger_entries())
def test_a_posting_is_one_signed_line(entry: LedgerEntry) -> None:
    event = posting(entry, "1")
    (row,) = LINES.rows_of(event)
    assert tuple(row) == LINES.columns
    assert (row["event"], row["entry"]) == (event.id, event.id)
    assert (row["column_name"], row["currency"]) == (entry.column.value, entry.amount.currency)
    assert Decimal(str(row["estimate"])) == entry.amount.estimate


@given(st.lists(st.tuples(ledger_entries(), st.booleans()), max_size=4), st.randoms())
def test_a_reversal_cancels_its_entry_and_no_other(entries: list[tuple[LedgerEntry, bool]], chance) -> None:
    posted = {posting(entry, str(number)): undo for number, (entry, undo) in enumerate(entries)}
    events = [*posted, *(reversal(event) for event, undo in posted.items() if undo)]
    chance.shuffle(events)
    expected = {
        event.id: Decimal(0) if undo else entry.amount.estimate
        for (event, undo), (entry, _) in zip(posted.items(), entries, strict=True)
    }
    assert balance(events) == expected
    # The control: without the reversals nothing cancels.
    assert sum(balance(list(posted)).values()) == sum(entry.amount.estimate for entry, _ in entries)


@given(ledger_entries())
def test_a_reversal_stands_in_the_same_column_and_currency(entry: LedgerEntry) -> None:
    event = posting(entry, "1")
    (there,), (back,) = LINES.rows_of(event), LINES.rows_of(reversal(event))
    assert {name for name in LINES.columns if there[name] != back[name]} - {"estimate"} == {"event"}


@given(ledger_entries().filter(lambda each: each.kind is ValueKind.MARGIN))
def test_an_entry_of_an_earlier_version_is_read(entry: LedgerEntry) -> None:
    data = to_json(entry)
    assert isinstance(data, dict)
    added = ("effect", "valid_until", "holdout", "kind", "channel")
    older = from_json({name: each for name, each in data.items() if name not in added}, LedgerEntry)
    assert older.amount == entry.amount
    assert (older.effect, older.valid_until, older.holdout) == (None, None, None)
