"""Events that move the books, told by hand: no file, no table, no command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from milepost.kernel.time import Period, Quarter
from milepost.kernel.words import Grade
from milepost.ledger.books import Books, books
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.closing import CLOSED, Closing, trial_digest
from milepost.ledger.costs import COSTED, CostLine, CostLoad
from milepost.ledger.entry import POSTED, REVERSED, Amount, Column, LedgerEntry, ValueKind, column_of
from milepost.ledger.holdout_total import Total
from milepost.program.compiler import compile_program
from milepost.record.canonical import to_json
from milepost.record.event import Event, EventId, Fact, recorded
from program.overlay import overlay

PROGRAM = compile_program(overlay("")).program
assert PROGRAM is not None
CALENDAR = FiscalCalendar.of(PROGRAM.program)
START = datetime(2027, 1, 1, 12, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def amount(estimate: object, spread: object = 0, currency: str = "USD") -> Amount:
    """Make an amount with the same distance to both bounds."""
    middle, away = Decimal(str(estimate)), Decimal(str(spread))
    return Amount(
        estimate=middle,
        low=middle - away,
        high=middle + away,
        lower95=middle - away,
        upper95=middle + away,
        currency=currency,
    )


def entry(
    estimate: object,
    *,
    experiment: str = "spring-test",
    period: str | None = "2026-10-05/2026-10-19",
    grade: Grade = Grade.A,
    kind: ValueKind = ValueKind.MARGIN,
    capability: str = "mail",
    currency: str = "USD",
    spread: object = 0,
    cost: object = 0,
) -> LedgerEntry:
    """Make an entry of a capability."""
    return LedgerEntry(
        column=column_of(grade),
        capability=capability,
        experiment=experiment,
        estimand="margin",
        amount=amount(estimate, spread, currency),
        cost=Decimal(str(cost)),
        population=300,
        unit_value=Decimal("0.30"),
        signed_by="finance",
        grade=grade,
        period=period,
        verdict="ev_v",
        rows_digest="sha256:00",
        source="crm",
        metric="contribution",
        control="None",
        treatment="Mail",
        unit=None,
        kind=kind,
    )


def line(
    month: date,
    effective: object,
    *,
    capability: str | None = "mail",
    kind: str = "compute",
    evidence: str | None = None,
) -> CostLine:
    """Make a line of costs in the program's currency."""
    cost = Decimal(str(effective))
    return CostLine(
        month=month,
        capability=capability,
        kind=kind,
        channel=None,
        currency="USD",
        evidence=evidence,
        effective=cost,
        billed=cost,
        charged=cost,
        rows=1,
    )


class Log:
    """A log that grows by an hour an event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.totals: list[Total] = []
        self.at = START
        self._kept: tuple[datetime, Books] | None = None

    def post(self, told: LedgerEntry) -> str:
        return self._tell(POSTED, f"capability/{told.capability}", {"entry": to_json(told)}).id

    def reverse(self, event: str, told: LedgerEntry, because: str = "ev_again") -> str:
        data = {"entry": to_json(told), "reverses": event}
        return self._tell(REVERSED, f"capability/{told.capability}", data, (event, because)).id

    def load(self, lines: Sequence[CostLine], first: date, last: date) -> str:
        told = CostLoad(
            basis=str(len(self.events)),
            source="costs",
            rows_digest="sha256:00",
            rates_digest=None,
            currency="USD",
            first=first,
            last=last,
            lines=tuple(lines),
        )
        return self._tell(COSTED, "ledger/books", {"costs": to_json(told)}).id

    def close(self, quarter: Quarter) -> str:
        trial = self.books().trial(quarter)
        told = Closing(
            quarter=str(quarter),
            dates=str(CALENDAR.dates(quarter)),
            signer="finance",
            digest=trial_digest(trial),
            trial=trial,
        )
        return self._tell(CLOSED, f"period/{str(quarter).lower()}", {"closing": to_json(told)}).id

    def total(self, period: Period, estimate: object, opportunity: object = 0) -> Total:
        self.at += timedelta(hours=1)
        told = Total(
            holdout="global",
            period=period,
            amount=amount(estimate),
            event=f"ev_total{len(self.totals)}",
            at=self.at,
            opportunity=Decimal(str(opportunity)),
        )
        self.totals.append(told)
        return told

    def take_back(self, which: int) -> None:
        """Reverse a total."""
        self.at += timedelta(hours=1)
        self.totals[which] = replace(self.totals[which], taken_back=(self.at, f"ev_back{which}"))

    def books(self) -> Books:
        """Give the books of now, kept until the next event."""
        if self._kept is None or self._kept[0] != self.at:
            self._kept = self.at, self.anew()
        return self._kept[1]

    def anew(self, as_of: datetime = FAR) -> Books:
        """Keep the books anew."""
        return books(self.events, PROGRAM, as_of, self.totals)

    def _tell(self, type_: str, subject: str, data: dict[str, object], causes: tuple[str, ...] = ()) -> Event:
        self.at += timedelta(hours=1)
        fact = Fact(
            type=type_,
            subject=subject,
            key=str(len(self.events)),
            actor="person/tester",
            data=data,
            causes=tuple(EventId(each) for each in causes),
        )
        self.events.append(recorded(fact, self.at))
        return self.events[-1]


__all__ = ["CALENDAR", "FAR", "PROGRAM", "START", "Column", "Log", "amount", "entry", "line"]
