"""State tables are caches: what they give hangs on the events alone."""

from hypothesis import given

from milepost.ledger.entry import LINES
from milepost.record.event import Event
from milepost.record.state_table import StateTable
from milepost.tables.facts import MANIFEST
from milepost.testing.strategies import events


def test_the_first_column_is_the_key() -> None:
    assert StateTable(name="t", columns=("b", "a"), rows_of=lambda _: ()).key == "b"
    assert (MANIFEST.key, LINES.key) == ("source", "event")


@given(events())
def test_events_of_other_types_put_nothing_in(event: Event) -> None:
    assert list(MANIFEST.rows_of(event)) == list(LINES.rows_of(event)) == []
