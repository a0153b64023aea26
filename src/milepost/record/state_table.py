"""State tables are caches of the record: drop, replay, equal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from milepost.record.event import Event

Cell = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTable:
    """A table that the log keeps in step with the events, in the same transaction.

    `key` is the first of `columns`; `rows_of` gives the rows that an event puts in, replacing those of the same key.
    It must be a pure function of the event.
    """

    name: str
    columns: tuple[str, ...]
    rows_of: Callable[[Event], Sequence[Mapping[str, Cell]]]

    @property
    def key(self) -> str:
        """Return the key column."""
        return self.columns[0]
