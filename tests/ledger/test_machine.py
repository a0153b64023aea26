"""The books under any order of posting, reading again, loading costs, reading a holdout and closing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ledger.happenings import CALENDAR, Log, entry, line
from milepost.kernel.time import Period, Quarter
from milepost.kernel.words import Grade
from milepost.ledger import books as books_module
from milepost.ledger import keeper as keeper_module
from milepost.ledger.accounts import tree
from milepost.ledger.books import Books
from milepost.ledger.calendar import following, place_of
from milepost.ledger.closing import trial_digest
from milepost.ledger.entry import Column, LedgerEntry, ValueKind
from milepost.ledger.keeper import Keeper
from milepost.ledger.standing import Standing, span_of
from milepost.ledger.transaction import Cause, imbalance

MONTHS = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1), date(2027, 2, 1)]
PERIODS = ["2026-08-10/2026-08-24", "2026-10-20/2026-11-20", "2026-12-01/2026-12-15", "2027-03-01/2027-03-15", None]
SPANS = [
    Period(date(2026, 8, 1), date(2026, 11, 1)),
    Period(date(2026, 10, 1), date(2027, 1, 1)),
    Period(date(2027, 1, 1), date(2027, 5, 1)),
]
CENTS = st.integers(-20_000, 20_000).map(lambda cents: Decimal(cents) / 100)
COSTS = st.dictionaries(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(["mail", None]), st.sampled_from(["data", "people"])),
    st.integers(1, 9_999).map(lambda cents: Decimal(cents) / 100),
    min_size=1,
    max_size=5,
)


class BooksMachine(RuleBasedStateMachine):
    """What happens to books, beside a plain account of what should stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.standing: dict[str, tuple[LedgerEntry, object]] = {}
        self.costs: dict[tuple[object, ...], Decimal] = {}
        self.closing = Quarter(2026, 3)
        self.closed: dict[Quarter, object] = {}
        self.snapshots: list[tuple[object, Books]] = []

    @rule(
        estimate=CENTS,
        period=st.sampled_from(PERIODS),
        grade=st.sampled_from([Grade.A, Grade.A, Grade.B, Grade.C]),
        kind=st.sampled_from([ValueKind.MARGIN, ValueKind.MARGIN, ValueKind.CASH, ValueKind.CAPACITY]),
    )
    def post(self, estimate: Decimal, period: str | None, grade: Grade, kind: ValueKind) -> None:
        currency = "hours" if kind is ValueKind.CAPACITY else "USD"
        experiment = f"test-{len(self.log.events)}"
        cost = Decimal(len(self.log.events) % 3)
        told = entry(
            estimate, cost=cost, experiment=experiment, period=period, grade=grade, kind=kind, currency=currency
        )
        self.standing[self.log.post(told)] = told, self.log.at

    @precondition(lambda self: self.standing)
    @rule(which=st.integers(0), again=st.booleans(), estimate=CENTS)
    def read_again(self, which: int, again: bool, estimate: Decimal) -> None:
        event = list(self.standing)[which % len(self.standing)]
        told, _ = self.standing.pop(event)
        self.log.reverse(event, told)
        if again:
            self.post(estimate, told.period, told.grade, told.kind)

    @rule(costs=COSTS, netted=st.booleans())
    def load(self, costs: dict[tuple[date, str | None, str], Decimal], netted: bool) -> None:
        evidence = "experiment/spring-test" if netted else None
        lines = [
            line(month, cost, capability=of, kind=kind, evidence=evidence) for (month, of, kind), cost in costs.items()
        ]
        first, last = min(each.month for each in lines), max(each.month for each in lines)
        self.costs = {key: cost for key, cost in self.costs.items() if not first <= key[0] <= last}
        self.costs |= {(*key, netted): cost for key, cost in costs.items()}
        self.log.load(lines, first, last)

    @rule(span=st.sampled_from(SPANS), estimate=CENTS, opportunity=st.sampled_from([0, 7]))
    def read_holdout(self, span: Period, estimate: Decimal, opportunity: int) -> None:
        self.log.total(span, estimate, opportunity)

    @precondition(lambda self: any(each.taken_back is None for each in self.log.totals))
    @rule(which=st.integers(0))
    def take_back_a_total(self, which: int) -> None:
        stand = [at for at, each in enumerate(self.log.totals) if each.taken_back is None]
        self.log.take_back(stand[which % len(stand)])

    @rule()
    def close(self) -> None:
        if place_of(self.closing) < (2028, 1):
            self.log.close(self.closing)
            self.closed[self.closing] = self.log.books().trial(self.closing)
            self.closing = following(self.closing)

    @rule()
    def look(self) -> None:
        self.snapshots = [*self.snapshots[-2:], (self.log.at, self.log.books())]

    @invariant()
    def it_balances(self) -> None:
        for each in self.log.books().transactions:
            assert imbalance(each) == {}, each
            trees = {tree(posting.account) for posting in each.postings}
            assert len(trees) == 1, "realised, projected and costs are never in one transaction"

    @invariant()
    def reversals_cancel_and_the_rest_stands(self) -> None:
        books = self.log.books()
        assert {each.event for each in books.entries} == set(self.standing)
        for event in books.posted:
            moved = [
                each.postings[0].amount
                for each in books.transactions
                if each.entry == event and each.cause in {Cause.VALUE, Cause.VALUE_REVERSED}
            ]
            told = self.standing.get(event)
            assert sum(moved, Decimal(0)) == (told[0].amount.estimate if told else 0)

    @invariant()
    def costs_are_those_of_the_last_loads(self) -> None:
        charged: dict[str, Decimal] = {}
        for each in self.log.books().trial():
            root = each.account.split(":")[0] if not each.account.startswith("Equity:Netted") else "Netted"
            charged[root] = charged.get(root, Decimal(0)) + each.amount
        opportunity = sum((each.opportunity for each in self.log.books().totals), Decimal(0))
        expected = sum((cost for key, cost in self.costs.items() if not key[-1]), opportunity)
        assert charged.get("Expenses", 0) == expected
        assert charged.get("Netted", 0) == sum((cost for key, cost in self.costs.items() if key[-1]), Decimal(0))

    @invariant()
    def realised_margin_never_exceeds_the_holdouts_totals(self) -> None:
        books = self.log.books()
        told = [entry for entry, _ in self.standing.values() if entry.column is Column.REALISED]
        cash = sum((each.amount.estimate for each in told if each.kind is ValueKind.CASH), Decimal(0))
        outside = list(self._outside(books))
        margins = [each for each in told if each.kind is ValueKind.MARGIN and each not in outside]
        totals = sum((each.amount.estimate for each in books.totals), Decimal(0))
        contacts = sum((each.cost for each in margins), Decimal(0))
        beside = sum((each.amount.estimate for each in outside), Decimal(0))
        [held] = [
            each.amount for each in books.trial() if each.account == "Assets:Realised:Value" and each.commodity == "USD"
        ] or [Decimal(0)]
        assert held == totals - contacts + beside + cash
        assert held - beside - cash <= totals

    def _outside(self, books: Books) -> Iterator[LedgerEntry]:
        for told, at in self.standing.values():
            span = span_of(told, at, CALENDAR)
            meets = any(each.period.start < span.end and span.start < each.period.end for each in books.totals)
            if told.column is Column.REALISED and told.kind is ValueKind.MARGIN and not meets:
                yield told

    @invariant()
    def closed_periods_do_not_move(self) -> None:
        books = self.log.books()
        assert {each.quarter: books.trial(each.quarter) for each in books.closed} == self.closed
        assert all(
            each.holds and each.closing.digest == trial_digest(books.trial(each.quarter)) for each in books.closed
        )

    @invariant()
    def restatements_are_visible(self) -> None:
        books = self.log.books()
        closed = {each.quarter: each.at for each in books.closed}
        for each in books.transactions:
            late = each.about in closed and closed[each.about] < each.recorded_at
            assert each.is_restatement == late
            assert not late or each.why
            assert each.booked not in closed or each.recorded_at < closed[each.booked]
            assert each.date in _days(each.booked)

    @invariant()
    def replay_equals(self) -> None:
        assert self.log.anew() == self.log.books()
        for at, seen in self.snapshots:
            again = self.log.anew(at)
            assert (again.transactions, again.entries, again.totals, again.costs) == (
                seen.transactions, seen.entries, seen.totals, seen.costs,
            )  # fmt: skip


def _days(quarter: Quarter) -> range:
    """Give the days of a quarter, as something that dates are looked up in."""

    class Days:
        def __contains__(self, day: date) -> bool:
            dates = CALENDAR.dates(quarter)
            return dates.start <= day < dates.end

    return Days()  # type: ignore[return-value]


QUICK = settings(
    max_examples=60,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def test_the_books_hold_whatever_happens() -> None:
    run_state_machine_as_test(BooksMachine, settings=QUICK)


class Keeps(Keeper):
    """Forgets what was reversed: it stays in the books."""

    def _reverse(self, event) -> None:  # noqa: ARG002
        self.standing.pop("nobody", None)


class Doubles(Keeper):
    """Adds each load of costs to those before."""

    def _cost(self, event, load) -> None:
        self.costs.clear()
        super()._cost(event, load)


class OneSided(Keeper):
    """Writes one side only."""

    def _value(self, told: Standing, cause, sign, by) -> None:
        super()._value(told, cause, sign, by)
        last = self.transactions[-1]
        self.transactions[-1] = keeper_module.replace(last, postings=last.postings[:1])


class Moves(Keeper):
    """Books late things where they belong, closed or not."""

    def _close(self, event, closing) -> None:
        super()._close(event, closing)
        self.late = dict(self.closed)

    def _book(self, **told) -> None:
        closed, self.closed = self.closed, {}
        super()._book(**told)
        self.closed = closed


class Exceeds(Keeper):
    """Adds the entries to the total that holds them already."""

    def _settle(self, entry, by) -> None:
        if entry == by.event and by.why.endswith("was read"):
            super()._settle(entry, by)


class Mixes(Keeper):
    """Keeps realised and projected value in one place."""

    def _value(self, told: Standing, cause, sign, by) -> None:
        super()._value(told, cause, sign, by)
        last = self.transactions[-1]
        first, *rest = last.postings
        moved = keeper_module.replace(first, account="Assets:Realised:Value")
        self.transactions[-1] = keeper_module.replace(last, postings=(moved, *rest))


class Silent(Keeper):
    """Restates without saying why."""

    def _book(self, **told) -> None:
        super()._book(**told)
        self.transactions[-1] = keeper_module.replace(self.transactions[-1], why="")


@pytest.mark.parametrize(
    "broken", [Keeps, Doubles, OneSided, Moves, Exceeds, Mixes, Silent], ids=lambda each: each.__name__
)
def test_broken_books_fail(broken: type[Keeper], monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: each breaks one promise, and the same machine finds it."""
    monkeypatch.setattr(books_module, "Keeper", broken)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(BooksMachine, settings=QUICK)
