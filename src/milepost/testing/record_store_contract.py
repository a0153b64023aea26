"""What every record store must do. Subclass `RecordStoreContract` in a test and give it `make_store`."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from milepost.actions.ports import Blob, Clock, RecordStore
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Refused
from milepost.kernel.time import format_instant
from milepost.record.chain import GENESIS, verify
from milepost.record.event import Event, EventId, Fact
from milepost.record.quick import Seen
from milepost.record.state_table import Cell, StateTable
from milepost.testing.fakes import START, PinnedClock

MakeStore = Callable[[Clock, Sequence[StateTable]], RecordStore]
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
BLOB = Blob(digest=digest_of(b"text"), content=b"text")


def load_rows(event: Event) -> Sequence[dict[str, Cell]]:
    """Give the row of a table's load: whose rows the contract counts."""
    if event.type != "table.loaded":
        return ()
    return [{"name": event.subject, "rows": int(str(event.data["rows"])), "note": None}]


LOADS = StateTable(name="loads", columns=("name", "rows", "note"), rows_of=load_rows)


def loaded(name: str, key: str = "1", rows: int = 1, run_id: str = "run-1", type_: str = "table.loaded") -> Fact:
    """Make a fact to record."""
    return Fact(type=type_, subject=name, key=key, actor="milepost", data={"rows": str(rows), "run_id": run_id})


class EveryOther:
    """A sieve that lets through every other entry of some types, beginning with the first."""

    def __init__(self, *types: str) -> None:
        self.types = types
        self._seen: list[int] = []

    def look(self, sequence: int, entry: Seen) -> None:
        """See the next entry."""
        if entry.type in self.types:
            self._seen.append(sequence)

    def looked(self) -> object:
        """Give what it saw."""
        return self._seen

    def join(self, later: object) -> bool:
        """Take over what a copy saw."""
        assert isinstance(later, list)
        self._seen.extend(later)
        return True

    def names(self) -> Sequence[int]:
        """Name every other entry."""
        return self._seen[::2]


class RecordStoreContract:
    """The tests; `make_store` gives a new, empty store each time it is called."""

    @pytest.fixture
    def make_store(self) -> MakeStore:
        """Override: give a function that makes an empty store."""
        raise NotImplementedError

    @pytest.fixture
    def clock(self) -> PinnedClock:
        """Give a clock that a test moves and that looks like the machine's."""
        return PinnedClock(pinned=False)

    @pytest.fixture
    def store(self, make_store: MakeStore, clock: PinnedClock) -> RecordStore:
        """Give an empty store with one state table."""
        return make_store(clock, [LOADS])

    def test_a_new_record_is_empty(self, store: RecordStore) -> None:
        assert not store.events()
        assert not list(store.links())
        assert not store.cached("loads")
        assert store.event(EventId("ev_none")) is None
        assert store.blob(BLOB.digest) is None

    def test_facts_become_events_in_order_at_one_instant(self, store: RecordStore) -> None:
        events = store.append([loaded("b"), loaded("a")])
        assert [event.subject for event in events] == ["b", "a"]
        assert {event.recorded_at for event in events} == {START}
        assert list(store.events()) == list(events)
        assert store.event(events[0].id) == events[0]

    def test_entries_are_chained_without_gaps(self, store: RecordStore, clock: PinnedClock) -> None:
        for number in range(5):
            store.append([loaded("a", str(number)), loaded("b", str(number))])
            clock.move(SECOND)
        links = list(store.links())
        assert [link.sequence for link in links] == list(range(1, 11))
        assert not list(verify(links))
        assert [Event.from_bytes(link.stored) for link in links] == list(store.events())

    def test_a_fact_told_again_is_returned_and_not_written(self, store: RecordStore, clock: PinnedClock) -> None:
        first = store.append([loaded("a")])
        clock.move(SECOND)
        again = store.append([loaded("a", run_id="run-2"), loaded("b")])
        assert again[0] == first[0]
        assert [event.subject for event in store.events()] == ["a", "b"]

    def test_a_fact_told_twice_in_one_call_is_one_event(self, store: RecordStore) -> None:
        first, second = store.append([loaded("a"), loaded("a")])
        assert first == second
        assert len(store.events()) == 1

    def test_a_contradiction_refuses_the_whole_call(self, store: RecordStore, clock: PinnedClock) -> None:
        store.append([loaded("a", rows=1)])
        clock.move(SECOND)
        assert _refused(store, [loaded("b"), loaded("a", rows=2)], [BLOB]) == "MP602"
        assert len(store.events()) == 1
        assert store.blob(BLOB.digest) is None
        assert len(store.cached("loads")) == 1

    def test_a_contradiction_within_one_call_is_refused(self, store: RecordStore) -> None:
        assert _refused(store, [loaded("a", rows=1), loaded("a", rows=2)]) == "MP602"
        assert not store.events()

    @pytest.mark.parametrize("seconds", [0, 1, 60])
    def test_a_clock_up_to_a_minute_behind_is_nudged(
        self, store: RecordStore, clock: PinnedClock, seconds: int
    ) -> None:
        store.append([loaded("a")])
        clock.move(-seconds * SECOND)
        (event,) = store.append([loaded("b")])
        assert event.recorded_at == START + MICROSECOND

    def test_a_clock_further_behind_is_refused(self, store: RecordStore, clock: PinnedClock) -> None:
        store.append([loaded("a")])
        clock.move(-60 * SECOND - MICROSECOND)
        with pytest.raises(Refused) as refused:
            store.append([loaded("b")])
        (finding,) = refused.value.findings
        assert finding.code == "MP603"
        assert format_instant(START) in finding.message
        assert format_instant(clock.at) in finding.message
        assert len(store.events()) == 1

    def test_a_clock_far_behind_is_no_matter_when_nothing_is_new(self, store: RecordStore, clock: PinnedClock) -> None:
        events = store.append([loaded("a")])
        clock.move(timedelta(days=-1))
        assert store.append([loaded("a")]) == events

    def test_a_clock_set_by_hand_is_told_once_and_first(self, make_store: MakeStore) -> None:
        store = make_store(PinnedClock(), [])
        assert len(store.append([loaded("a")])) == 1
        store.append([loaded("b")])
        told = store.events()[0]
        assert [event.type for event in store.events()] == ["clock.pinned", "table.loaded", "table.loaded"]
        assert (told.subject, told.key, told.actor, told.data) == ("record", "1", "milepost", {"simulated": True})

    def test_a_clock_let_go_is_told_too(self, store: RecordStore, clock: PinnedClock) -> None:
        for number, pinned in enumerate([True, False, False]):
            clock.pinned = pinned
            store.append([loaded("a", str(number))])
            clock.move(SECOND)
        told = store.events("clock.pinned", "clock.unpinned")
        assert [(event.type, event.key) for event in told] == [("clock.pinned", "1"), ("clock.unpinned", "3")]

    def test_a_clock_set_by_hand_never_writes_into_a_real_record(self, store: RecordStore, clock: PinnedClock) -> None:
        clock.pinned = False
        store.append([loaded("a")])
        clock.pinned = True
        clock.move(SECOND)
        with pytest.raises(Refused) as refused:
            store.append([loaded("b")])
        assert refused.value.findings[0].code == "MP608"
        assert len(store.events()) == 1

    def test_events_are_filtered_by_type_and_instant(self, store: RecordStore, clock: PinnedClock) -> None:
        for type_ in ("one", "two", "one", "three"):
            store.append([loaded("a", format_instant(clock.at), type_=type_)])
            clock.move(SECOND)
        assert [event.type for event in store.events("one", "three")] == ["one", "one", "three"]
        assert [event.type for event in store.events("two", "one", until=START + SECOND)] == ["one", "two"]
        assert len(store.events(until=START + SECOND - MICROSECOND)) == 1
        assert not store.events("four")

    def test_a_sound_record_says_where_it_ends(self, store: RecordStore, clock: PinnedClock) -> None:
        assert (store.sound().sequence, store.sound().digest, store.sound().recorded_at) == (0, GENESIS, None)
        for number in range(3):
            store.append([loaded("a", str(number))])
            clock.move(SECOND)
        last = list(store.links())[-1]
        for sound in (store.sound(), store.sound(anew=True)):
            assert (sound.sequence, sound.digest, sound.names) == (3, last.digest, None)
            assert sound.recorded_at == START + 2 * SECOND
        assert [store.digest_at(each) for each in (0, 3, 4)] == [None, last.digest, None]

    def test_a_sieve_names_entries_that_can_be_read_alone(self, store: RecordStore, clock: PinnedClock) -> None:
        for number, type_ in enumerate(["one", "two", "one", "three", "one"]):
            store.append([loaded("a", str(number), type_=type_)])
            clock.move(SECOND)
        assert store.sound(EveryOther("one"), anew=True).names == [1, 5]
        assert store.sift(EveryOther("one", "two")) == [1, 3]
        assert store.sift(EveryOther("one"), until=START + 3 * SECOND) == [1]
        events = list(store.events())
        assert store.entries([1, 4]) == [(1, events[0]), (4, events[3])]
        assert store.entries([2], "one", after=3) == [(2, events[1]), (5, events[4])]
        assert store.entries([], after=3) == [(4, events[3]), (5, events[4])]

    def test_what_is_remembered_is_no_part_of_the_record(self, store: RecordStore) -> None:
        store.append([loaded("a")])
        assert store.remembered("this") is None
        store.remember("this", b"one")
        store.remember("this", b"two")
        assert store.remembered("this") == b"two"
        assert store.remembered("that") is None
        assert len(store.events()) == 1

    def test_blobs_are_kept_by_digest(self, store: RecordStore) -> None:
        store.append([loaded("a")], [BLOB])
        store.append([loaded("b")], [BLOB])
        assert store.blob(BLOB.digest) == b"text"

    def test_state_follows_the_events_in_key_order(self, store: RecordStore) -> None:
        store.append([loaded("b", rows=1), loaded("é", rows=2), loaded("Z", rows=3)])
        store.append([loaded("b", key="2", rows=10)])
        assert [dict(row) for row in store.cached("loads")] == [
            {"name": "Z", "rows": 3, "note": None},
            {"name": "b", "rows": 10, "note": None},
            {"name": "é", "rows": 2, "note": None},
        ]

    def test_rebuilt_state_is_the_same(self, store: RecordStore) -> None:
        store.append([loaded(name, rows=rows) for rows, name in enumerate("cab")])
        store.append([loaded("c", key="2", rows=10)])
        before = list(store.cached("loads"))
        store.rebuild()
        assert list(store.cached("loads")) == before


def _refused(store: RecordStore, facts: Sequence[Fact], blobs: Sequence[Blob] = ()) -> str:
    with pytest.raises(Refused) as refused:
        store.append(facts, blobs)
    return refused.value.findings[0].code
