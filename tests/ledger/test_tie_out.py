"""The books against the actuals: each line's difference, and that of all."""

from datetime import date
from decimal import Decimal

from ledger.happenings import Log, entry, line
from milepost.kernel.time import Quarter
from milepost.kernel.words import Grade
from milepost.ledger.tie_out import tie_out
from milepost.tables.actuals import Actual

OCTOBER, Q3 = date(2026, 10, 1), Quarter(2026, 3)


def actual(account: str | None, period: str | None, amount: str | None, row: int = 1) -> Actual:
    return Actual(account=account, period=period, amount=Decimal(amount) if amount else None, row=row)


def test_every_cost_and_income_meets_its_counterpart() -> None:
    log = Log()
    log.post(entry("100.00"))
    log.post(entry("70.00", experiment="modelled", grade=Grade.C))
    log.load([line(OCTOBER, "30.00"), line(OCTOBER, "5.00", kind="people")], OCTOBER, OCTOBER)
    booked = [actual("Expenses:Compute:Mail", "2026Q3", "31.00"), actual("Expenses:Data:Mail", "2026Q3", "2.00")]
    tied = tie_out(log.books(), booked, "source/actuals")
    assert [(each.quarter, each.account, each.books, each.actual, each.difference) for each in tied.lines] == [
        (Q3, "Expenses:Compute:Mail", Decimal(30), Decimal(31), Decimal(-1)),
        (Q3, "Expenses:Data:Mail", Decimal(0), Decimal(2), Decimal(-2)),
        (Q3, "Expenses:People:Mail", Decimal(5), None, Decimal(5)),
        (Q3, "Income:Realised:Margin:Mail", Decimal(-100), None, Decimal(-100)),
    ]
    assert tied.difference == Decimal(-98)
    assert tied.findings == ()


def test_an_actual_that_fits_no_account_is_found_in_its_row() -> None:
    bad = [
        actual("Expense:Compute:Mail", "2026Q3", "1", 4),
        actual(None, "2026Q3", "1", 5),
        actual("Expenses:Compute:Mail", "autumn", "1", 6),
        actual("Expenses:Compute:Mail", "2026Q3", None, 7),
    ]
    tied = tie_out(Log().books(), bad, "source/actuals")
    assert tied.lines == ()
    assert [(each.code, each.span.line if each.span else 0) for each in tied.findings] == [
        ("MP727", 5), ("MP727", 6), ("MP727", 7), ("MP727", 8),
    ]  # fmt: skip
    assert tied.findings[0].hint == "did you mean Expenses?"
