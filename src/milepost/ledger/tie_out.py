"""The books held against what finance booked: the difference by account and quarter, and in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.kernel.finding import Finding, Span
from milepost.kernel.money import posted
from milepost.kernel.near import hint
from milepost.kernel.time import Quarter
from milepost.ledger.accounts import ROOTS
from milepost.ledger.books import Books
from milepost.ledger.calendar import place_of
from milepost.ledger.rules import BAD_ACTUAL
from milepost.tables.actuals import Actual


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """An account in a quarter: what the books say, what finance booked (None: nothing), and the difference.

    Amounts are in the program's currency with the books' signs: costs above zero, income below it.
    """

    account: str
    quarter: Quarter
    books: Decimal
    actual: Decimal | None

    @property
    def difference(self) -> Decimal:
        """Return by how much the books say more."""
        return self.books - (self.actual or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """Lines by quarter and account; `findings` name the actuals that could not be tied to an account (MP727)."""

    lines: tuple[TieLine, ...]
    findings: tuple[Finding, ...]

    @property
    def difference(self) -> Decimal:
        """Return the difference of all lines together."""
        return sum((each.difference for each in self.lines), Decimal(0))


def tie_out(books: Books, actuals: Sequence[Actual], source: str) -> TieOut:
    """Hold every cost and realised income of the books, and every actual, against its counterpart.

    Projected value is in nobody's actuals, and assets and equity are the other side of what is compared.
    """
    mine: dict[tuple[Quarter, str], Decimal] = {}
    for quarter in {each.booked for each in books.transactions}:
        for line in books.trial(quarter):
            if line.commodity == books.currency and line.account.startswith(("Expenses:", "Income:Realised:")):
                mine[quarter, line.account] = line.amount
    theirs: dict[tuple[Quarter, str], Decimal] = {}
    findings = []
    for each in actuals:
        fault = _fault(each)
        if fault is not None:
            span = Span(path=source, line=each.row + 1)
            findings.append(BAD_ACTUAL.at(span, f"row {each.row}: {fault[0]}", fault[1] or BAD_ACTUAL.fix))
        elif each.account is not None and each.period is not None and each.amount is not None:
            theirs[Quarter.parse(each.period), each.account] = posted(each.amount)
    return TieOut(lines=tuple(_lines(mine, theirs)), findings=tuple(findings))


def _lines(mine: dict[tuple[Quarter, str], Decimal], theirs: dict[tuple[Quarter, str], Decimal]) -> Iterator[TieLine]:
    for quarter, account in sorted({*mine, *theirs}, key=lambda each: (place_of(each[0]), each[1])):
        key = (quarter, account)
        yield TieLine(account=account, quarter=quarter, books=mine.get(key, Decimal(0)), actual=theirs.get(key))


def _fault(each: Actual) -> tuple[str, str | None] | None:
    if each.amount is None:
        return "the amount is empty or no amount", None
    root = (each.account or "").partition(":")[0]
    if root not in ROOTS:
        return f"{each.account or 'an empty cell'!r} is no account", hint(root, ROOTS, "account")
    try:
        Quarter.parse(each.period or "")
    except ValueError as error:
        return str(error), None
    return None
