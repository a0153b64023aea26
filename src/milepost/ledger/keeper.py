"""Keeps the books: one event after the other, each booked in the first quarter that is open by then."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from milepost.kernel.money import posted
from milepost.kernel.time import Quarter
from milepost.ledger import accounts
from milepost.ledger.calendar import FiscalCalendar, following, place_of
from milepost.ledger.closing import CLOSED, Closing, trial_balance, trial_digest
from milepost.ledger.costs import COSTED, HOLDOUT, CostLine, CostLoad, changed
from milepost.ledger.entry import POSTED, REVERSED, Column, LedgerEntry
from milepost.ledger.holdout_total import Total, is_part, whole_of
from milepost.ledger.standing import A_DAY, Closed, Standing, StandingCost, span_of
from milepost.ledger.transaction import Cause, Posting, Transaction
from milepost.record.canonical import from_json
from milepost.record.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """What a transaction is booked for: its event, when that was recorded, and why where a closed period is meant."""

    event: str
    at: datetime
    why: str


@dataclass(kw_only=True)
class Keeper:
    """Books as they grow; `books` makes one, shows it the events in order and takes what came of it."""

    currency: str
    calendar: FiscalCalendar
    transactions: list[Transaction] = field(default_factory=list)
    posted: dict[str, LedgerEntry] = field(default_factory=dict)
    standing: dict[str, Standing] = field(default_factory=dict)
    costs: dict[tuple[object, ...], StandingCost] = field(default_factory=dict)
    totals: list[Total] = field(default_factory=list)
    remainders: dict[str, tuple[Total, Decimal]] = field(default_factory=dict)
    """Every total ever told, by its event, with the remainder that stands booked for it."""
    closed: dict[Quarter, Closed] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Book what an event did; one of another type, or told before, does nothing."""
        if event.type == POSTED:
            self._post(event, from_json(event.data["entry"], LedgerEntry))
        elif event.type == REVERSED:
            self._reverse(event)
        elif event.type == COSTED:
            self._cost(event, from_json(event.data["costs"], CostLoad))
        elif event.type == CLOSED:
            self._close(event, from_json(event.data["closing"], Closing))

    def held(self) -> tuple[Closed, ...]:
        """Return the closed quarters in order, each held against what its closing said."""
        return tuple(self._held(self.closed[quarter]) for quarter in sorted(self.closed, key=place_of))

    def _held(self, closed: Closed) -> Closed:
        now = trial_digest(trial_balance(self.transactions, closed.quarter))
        same_dates = str(self.calendar.dates(closed.quarter)) == closed.closing.dates
        return replace(closed, holds=same_dates and now == closed.closing.digest)

    def _post(self, event: Event, entry: LedgerEntry) -> None:
        if event.id in self.posted:
            return
        told = Standing(event=event.id, entry=entry, at=event.recorded_at)
        self.posted[event.id] = entry
        self.standing[event.id] = told
        by = By(event=event.id, at=event.recorded_at, why="posted after the period was closed")
        self._value(told, Cause.VALUE, 1, by)
        self._settle(event.id, by)

    def _reverse(self, event: Event) -> None:
        told = self.standing.pop(str(event.data["reverses"]), None)
        if told is None:
            return
        causes = [each for each in event.causes if each != told.event]
        why = f"{told.entry.subject} was read again" + (f" ({causes[0]})" if causes else "")
        by = By(event=event.id, at=event.recorded_at, why=why)
        self._value(told, Cause.VALUE_REVERSED, -1, by)
        self._settle(told.event, by)

    def _value(self, told: Standing, cause: Cause, sign: int, by: By) -> None:
        entry, span = told.entry, span_of(told.entry, told.at, self.calendar)
        amount, commodity = sign * entry.amount.estimate, entry.amount.currency.upper()
        account = accounts.income(entry.column, entry.kind, entry.capability)
        self._book(
            on=span.end - A_DAY,
            cause=cause,
            subject=entry.subject,
            narration=f"{entry.subject}: {entry.estimand}" + (", reversed" if sign < 0 else ""),
            postings=_moved(account, accounts.assets(entry.column), amount, commodity),
            entry=told.event,
            by=by,
        )

    def _cost(self, event: Event, load: CostLoad) -> None:
        standing = [each.line for each in self.costs.values()]
        back, new = changed(standing, load)
        again = f"source/{load.source} was loaded again with other charges"
        for line in back:
            self._charge(
                self.costs.pop(line.key), Cause.COST_REVERSED, -1, By(event=event.id, at=event.recorded_at, why=again)
            )
        late = f"source/{load.source} was loaded after the period was closed"
        for line in new:
            told = StandingCost(event=event.id, line=line, netted=line.evidence is not None)
            self.costs[line.key] = told
            self._charge(told, Cause.COST, 1, By(event=event.id, at=event.recorded_at, why=late))

    def _charge(self, told: StandingCost, cause: Cause, sign: int, by: By) -> None:
        line = told.line
        name = accounts.netted if told.netted else accounts.expenses
        said = f"{line.kind} costs" + (f", {line.channel}" if line.channel else "")
        said += f", billed {posted(line.billed):,} {self.currency}"
        self._book(
            on=self.calendar.month_after(line.month) - A_DAY,
            cause=cause,
            subject=f"capability/{line.capability}" if line.capability else "program",
            narration=said + (", reversed" if sign < 0 else ""),
            postings=_moved(
                accounts.BUDGET, name(line.kind, line.capability), sign * posted(line.effective), self.currency
            ),
            entry=told.event,
            by=by,
            line=line,
        )

    def _close(self, event: Event, closing: Closing) -> None:
        quarter = Quarter.parse(closing.quarter)
        if quarter not in self.closed:
            self.closed[quarter] = Closed(
                quarter=quarter, closing=closing, event=event.id, at=event.recorded_at, holds=True
            )

    def take_total(self, total: Total) -> None:
        """Book a holdout's total as the remainder that the entries leave of it."""
        by = By(event=total.event, at=total.at, why=f"holdout/{total.holdout} was read")
        for old in [
            each for each in self.totals if each.holdout == total.holdout and is_part(each.period, total.period)
        ]:
            self._drop(old, by)
        self.totals.append(total)
        self.remainders[total.event] = (total, Decimal(0))
        self._opportunity(total, 1, by)
        self._settle(total.event, by)

    def drop_total(self, total: Total, at: datetime, event: str) -> None:
        """Take a total back; its remainder goes with it."""
        if total in self.totals:
            by = By(event=event, at=at, why=f"the total of holdout/{total.holdout} was reversed")
            self._drop(total, by)
            self._settle(total.event, by)

    def inside(self) -> frozenset[str]:
        """Return the events of the standing entries that are part of a total."""
        return frozenset(each.event for each in self.standing.values() if self._total_of(each) is not None)

    def _drop(self, total: Total, by: By) -> None:
        self.totals.remove(total)
        self._opportunity(total, -1, by)

    def _settle(self, entry: str, by: By) -> None:
        """Move each total's remainder to where it is now, so that entries and remainder make up the total."""
        for name, (total, stands) in self.remainders.items():
            left = self._left(total) if total in self.totals else Decimal(0)
            if left != stands:
                self.remainders[name] = (total, left)
                self._remain(total, left - stands, entry, by)

    def _left(self, total: Total) -> Decimal:
        """Return what a total holds beyond the entries that stand in it, both before the costs of contacts."""
        inside = [each.entry for each in self.standing.values() if self._total_of(each) is total]
        return total.amount.estimate - sum((each.amount.estimate + each.cost for each in inside), Decimal(0))

    def _total_of(self, told: Standing) -> Total | None:
        """Return the total that an entry is part of."""
        span = span_of(told.entry, told.at, self.calendar)
        whole = whole_of(told.entry, span, [(each.period, each.amount) for each in self.totals])
        return next((each for each in self.totals if each.period == whole), None)

    def _opportunity(self, total: Total, sign: int, by: By) -> None:
        if total.opportunity:
            cost, commodity = sign * total.opportunity, total.amount.currency.upper()
            self._book(
                on=total.period.end - A_DAY,
                cause=Cause.COST if sign > 0 else Cause.COST_REVERSED,
                subject=f"holdout/{total.holdout}",
                narration="what the held out did not earn" + (", reversed" if sign < 0 else ""),
                postings=_moved(accounts.BUDGET, accounts.expenses(HOLDOUT, None), cost, commodity),
                entry=total.event,
                by=by,
            )

    def _remain(self, total: Total, amount: Decimal, entry: str, by: By) -> None:
        commodity = total.amount.currency.upper()
        self._book(
            on=total.period.end - A_DAY,
            cause=Cause.REMAINDER,
            subject=f"holdout/{total.holdout}",
            narration="of the holdout's total, in no entry",
            postings=_moved(accounts.UNALLOCATED, accounts.assets(Column.REALISED), amount, commodity),
            entry=entry,
            by=by,
        )

    def _book(
        self,
        *,
        on: date,
        cause: Cause,
        subject: str,
        narration: str,
        postings: tuple[Posting, ...],
        entry: str,
        by: By,
        line: CostLine | None = None,
    ) -> None:
        about = booked = self.calendar.quarter_of(on)
        while booked in self.closed:
            booked = following(booked)
        self.transactions.append(
            Transaction(
                date=max(on, self.calendar.dates(booked).start),
                booked=booked,
                about=about,
                cause=cause,
                subject=subject,
                narration=narration,
                postings=postings,
                entry=entry,
                event=by.event,
                why=by.why if booked != about else "",
                recorded_at=by.at,
                line=line,
            )
        )


def _moved(giving: str, taking: str, amount: Decimal, commodity: str) -> tuple[Posting, ...]:
    """Move an amount from one account to another."""
    return (
        Posting(account=taking, amount=amount, commodity=commodity),
        Posting(account=giving, amount=-amount, commodity=commodity),
    )
