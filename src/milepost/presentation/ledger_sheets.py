"""The books as sheets: typed cells, so that every rendering knows a number from a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from milepost.kernel.time import Period
from milepost.ledger.balance import Balance
from milepost.ledger.books import Books
from milepost.ledger.costs import HOLDOUT, CostLine
from milepost.ledger.entry import LedgerEntry
from milepost.ledger.tie_out import TieOut
from milepost.ledger.transaction import Transaction
from milepost.program.compiled import CompiledProgram

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows of cells, each as long as `columns`; texts are texts whatever they begin with."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_ENTRY = (
    "of", "estimand", "metric", "effect", "effect_low", "effect_high", "effect_unit", "population", "unit_value",
    "signed_by", "grade", "data_period", "valid_until", "low", "high", "lower95", "upper95", "rows_digest", "verdict",
)  # fmt: skip


def journal_sheet(books: Books) -> Sheet:
    """Give every posting, with what an entry's value rests on beside it."""
    columns = ("date", "booked", "about", "cause", "subject", "account", "amount", "commodity", "narration", "why",
               "since", "entry", "event", *_ENTRY)  # fmt: skip
    rows = tuple(row for told in books.transactions for row in _journal(books, told))
    return Sheet(name="Journal", columns=columns, rows=rows)


def trial_sheet(books: Books) -> Sheet:
    """Give the trial balance of each quarter."""
    quarters = sorted({each.booked for each in books.transactions}, key=str)
    rows = tuple(
        (str(quarter), line.account, line.amount, line.commodity)
        for quarter in quarters
        for line in books.trial(quarter)
    )
    return Sheet(name="Trial balance", columns=("period", "account", "amount", "commodity"), rows=rows)


def balance_sheet(shown: Balance) -> Sheet:
    """Give value with its bounds, and costs, line by line; nothing is added across grades."""
    columns = ("what", "capability", "of", "kind", "grade", "at_least", "estimate", "low", "high", "unit", "billed")
    return Sheet(name="Balance", columns=columns, rows=tuple(_balance(shown)))


def tie_sheet(tied: TieOut, currency: str) -> Sheet:
    """Give the difference between the books and the actuals by line, and in all."""
    lines = ((str(e.quarter), e.account, e.books, e.actual, e.difference, currency) for e in tied.lines)
    both = (
        sum((each.books for each in tied.lines), Decimal(0)),
        sum((each.actual or Decimal(0) for each in tied.lines), Decimal(0)),
    )
    columns = ("period", "account", "books", "actuals", "difference", "currency")
    return Sheet(name="Tie-out", columns=columns, rows=(*lines, ("all", "", *both, tied.difference, currency)))


def focus_sheet(books: Books, program: CompiledProgram) -> Sheet:
    """Give the costs that stand as FOCUS 1.2 rows in the program's currency, one a line, with our x_ columns.

    Periods are the fiscal months at midnight UTC. What FOCUS asks for and the books do not know (list and contracted
    cost) is what was billed. A holdout's opportunity cost is a row of the kind `holdout`, which `run` does not read.
    """
    columns = (
        "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd",
        "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "ChargeClass", "ChargeDescription",
        "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "InvoiceIssuerName", "ProviderName",
        "PublisherName", "ServiceCategory", "ServiceName", "x_CapabilityId", "x_CostKind", "x_Channel", "x_EvidenceId",
    )  # fmt: skip
    return Sheet(name="FOCUS", columns=columns, rows=tuple(_focus(books, program)))


def _journal(books: Books, told: Transaction) -> Iterator[tuple[Cell, ...]]:
    about = _entry(books.posted.get(told.entry))
    for posting in told.postings:
        yield (
            told.date, str(told.booked), str(told.about), told.cause.value, told.subject, posting.account,
            posting.amount, posting.commodity, told.narration, told.why, told.recorded_at.date(), told.entry,
            told.event, *about,
        )  # fmt: skip


def _entry(entry: LedgerEntry | None) -> tuple[Cell, ...]:
    if entry is None:
        return (None,) * len(_ENTRY)
    effect, amount = entry.effect, entry.amount
    measured = (effect.estimate, effect.low, effect.high, effect.unit) if effect else (None, None, None, None)
    return (
        entry.subject, entry.estimand, entry.metric, *measured, entry.population, entry.unit_value,
        entry.signed_by, entry.grade.value, entry.period, entry.valid_until,
        amount.low, amount.high, amount.lower95, amount.upper95, entry.rows_digest, entry.verdict,
    )  # fmt: skip


def _balance(shown: Balance) -> Iterator[tuple[Cell, ...]]:
    for each in shown.value:
        entry, amount = each.entry, each.amount
        yield (
            entry.column.value, entry.capability, entry.subject, entry.kind.value, entry.grade.value, amount.lower95,
            amount.estimate, amount.low, amount.high, amount.currency, None,
        )  # fmt: skip
    for cost in shown.costs:
        yield ("cost", cost.capability, None, cost.kind, None, None, cost.effective, None, None, shown.currency,
               cost.billed)  # fmt: skip
    for net in shown.netted:
        yield ("in the entry", net.capability, net.evidence, net.kind, None, None, net.effective, None, None,
               shown.currency, None)  # fmt: skip
    for total in shown.totals:
        found = total.amount
        yield ("total", None, f"holdout/{total.holdout}", None, None, found.lower95, found.estimate, found.low,
               found.high, found.currency, None)  # fmt: skip
    for name, left in (("remainder", shown.remainder), ("net", shown.net)):
        if left is not None:
            yield (name, None, None, None, None, left.lower95, left.estimate, left.low, left.high, left.currency, None)


def _focus(books: Books, program: CompiledProgram) -> Iterator[tuple[Cell, ...]]:
    for line in _whatever_the_currency(each.line for each in books.costs):
        end = books.calendar.month_after(line.month)
        of = (line.kind, line.capability, line.channel, line.evidence)
        yield _focus_row(program, Period(line.month, end), line.billed, line.effective, of)
    for total in books.totals:
        if total.opportunity:
            of = (HOLDOUT, None, None, f"holdout/{total.holdout}")
            yield _focus_row(program, total.period, Decimal(0), total.opportunity, of)


def _whatever_the_currency(lines: Iterable[CostLine]) -> list[CostLine]:
    """Add up lines that differ in the currency of their bills alone: two such rows would look like one charge twice."""
    found: dict[tuple[object, ...], CostLine] = {}
    for each in sorted(lines, key=lambda line: line.key):
        key = (each.month, each.capability, each.kind, each.channel, each.evidence)
        known = found.get(key)
        if known is not None:
            each = replace(known, effective=known.effective + each.effective, billed=known.billed + each.billed)
        found[key] = each
    return list(found.values())


def _focus_row(
    program: CompiledProgram,
    during: Period,
    billed: Decimal,
    effective: Decimal,
    of: tuple[str, str | None, str | None, str | None],
) -> tuple[Cell, ...]:
    own, title = program.program, program.program.title
    period: Sequence[Cell] = (_midnight(during.start), _midnight(during.end))
    category = "Credit" if min(billed, effective) < 0 else "Usage"
    kind, capability, channel, evidence = of
    said = f"{kind}, {capability or 'shared'}"
    costs = (billed, effective, billed, billed)
    return (
        own.id, title, own.currency, *period, *period, category, None, f"Costs of {said}", *costs, own.id, own.id,
        own.id, "Other", said, capability, kind, channel, evidence,
    )  # fmt: skip


def _midnight(day: date) -> str:
    return f"{day}T00:00:00Z"
