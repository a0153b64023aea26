"""Charges as the warehouse sums them -> lines of costs in the program's currency, or findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from milepost.experiments.verdict import contact_costs
from milepost.kernel.finding import Finding, Rule, Span
from milepost.kernel.near import hint
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.costs import KINDS, CostLine
from milepost.ledger.rules import (
    BAD_RATE,
    CHARGED_TWICE,
    NEGATIVE_CHARGE,
    NO_AMOUNT,
    NO_CHARGES,
    NO_RATE,
    NOT_IN_UTC,
    UNKNOWN_CAPABILITY,
    UNKNOWN_EVIDENCE,
    UNKNOWN_KIND,
)
from milepost.program.compiled import CompiledProgram
from milepost.tables.charges import OLDEST_RATE_DAYS, ChargeFault, Charges, Rate

Rates = Mapping[tuple[str, date], Decimal]
_EXPERIMENT = "experiment/"
_FAULTS: Mapping[ChargeFault, tuple[Rule, str, str]] = {
    ChargeFault.NO_AMOUNT: (NO_AMOUNT, "EffectiveCost", "the amount is empty, or larger than money is"),
    ChargeFault.NO_PERIOD: (NO_AMOUNT, "ChargePeriodStart", "the charge period is empty or ends before it starts"),
    ChargeFault.NEGATIVE: (NEGATIVE_CHARGE, "EffectiveCost", "the amount is below zero, and the row is no credit"),
    ChargeFault.NOT_IN_UTC: (NOT_IN_UTC, "ChargePeriodStart", "a charge of whole days does not begin at midnight UTC"),
    ChargeFault.OVERLAPS: (CHARGED_TWICE, "ChargePeriodStart", "the same charge runs at that time in an earlier row"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """Lines of costs, in the order of their keys; none where there is a finding."""

    lines: tuple[CostLine, ...]
    findings: tuple[Finding, ...]


def rates_by_day(rates: Sequence[Rate], source: str, currency: str) -> tuple[Rates, tuple[Finding, ...]]:
    """Return the rates by currency and day, and what is wrong with them (MP715)."""
    found: dict[tuple[str, date], Decimal] = {}
    faults: list[Finding] = []
    for each in rates:
        fault = _fault_of(each, found, currency)
        if fault is not None:
            faults.append(_at(BAD_RATE, source, each.row, "rate", fault))
        elif each.currency is not None and each.day is not None and each.rate is not None:
            found[each.currency.strip(), each.day] = each.rate
    return found, tuple(faults)


def cost_lines(
    charges: Sequence[Charges], rates: Rates, program: CompiledProgram, source: str, columns: Sequence[str]
) -> Charged:
    """Convert and add up charges by fiscal month, capability, kind, channel, currency and evidence.

    `columns` are those of the table, for the place of a finding. A charge in the program's currency needs no rate.
    """
    if not charges:
        return Charged(lines=(), findings=(NO_CHARGES.at(Span(path=source), f"{source} has no rows", NO_CHARGES.fix),))
    findings = tuple(finding for each in charges for finding in _findings(each, program, source, columns))
    if findings:
        return Charged(lines=(), findings=tuple(dict.fromkeys(findings)))
    lines: dict[tuple[object, ...], CostLine] = {}
    for each in charges:
        line = _line(each, rates, program)
        known = lines.get(line.key)
        lines[line.key] = line if known is None else _added(known, line)
    return Charged(lines=tuple(lines[key] for key in sorted(lines, key=str)), findings=())


def evidence_of(named: str | None, program: CompiledProgram) -> str | None:
    """Return the experiment whose entry takes a charge off, as `experiment/ID`.

    None where none is named, or one whose value holds no costs by contact: the charge is then a cost like any other.
    """
    slug = (named or "").removeprefix(_EXPERIMENT)
    if slug not in program.experiments or not contact_costs(program, slug):
        return None
    return _EXPERIMENT + slug


def _fault_of(rate: Rate, found: Rates, currency: str) -> str | None:
    if rate.day is None or rate.currency is None or rate.rate is None:
        return "a cell is empty"
    if rate.rate <= 0:
        return f"a rate of {rate.rate} turns money into nothing"
    if rate.currency.strip() == currency and rate.rate != 1:
        return f"{currency} is the program's own currency, whose rate is 1"
    known = found.get((rate.currency.strip(), rate.day))
    return f"{rate.currency} has another rate on {rate.day}" if known not in {None, rate.rate} else None


def _findings(each: Charges, program: CompiledProgram, source: str, columns: Sequence[str]) -> Iterator[Finding]:
    own = program.program.currency

    def at(rule: Rule, row: int, column: str, said: str, help_: str | None = None) -> Finding:
        return _at(rule, source, row, column, said, columns, help_)

    for fault, row in each.faults.items():
        rule, column, said = _FAULTS[fault]
        yield at(rule, row, column, said)
    if each.capability is not None and each.capability not in program.capabilities:
        near = hint(each.capability, program.capabilities, "capability")
        yield at(UNKNOWN_CAPABILITY, each.row, "x_CapabilityId", f"{each.capability!r} is no capability", near)
    if each.kind not in KINDS:
        near = hint(each.kind or "", KINDS, "kind")
        yield at(UNKNOWN_KIND, each.row, "x_CostKind", f"{each.kind or 'an empty cell'!r} is no kind of cost", near)
    named = each.evidence or ""
    if named.startswith(_EXPERIMENT) and named.removeprefix(_EXPERIMENT) not in program.experiments:
        near = hint(named, [_EXPERIMENT + slug for slug in program.experiments], "experiment")
        yield at(UNKNOWN_EVIDENCE, each.row, "x_EvidenceId", f"{named!r} is no experiment", near)
    if each.currency is None:
        yield at(NO_AMOUNT, each.row, "BillingCurrency", "the currency is empty")
    elif each.currency != own and each.rate_day is None:
        said = f"no rate of {each.currency} to {own} on or before the charge's day"
        yield at(NO_RATE, each.row, "BillingCurrency", said)
    elif each.currency != own and each.stale is not None:
        said = f"the last rate of {each.currency} is of {each.rate_day}, more than {OLDEST_RATE_DAYS} days before"
        yield at(NO_RATE, each.stale, "BillingCurrency", said)


def _line(each: Charges, rates: Rates, program: CompiledProgram) -> CostLine:
    own = program.program.currency
    assert each.month is not None
    assert each.currency is not None
    assert each.kind is not None
    rate = Decimal(1)
    if each.currency != own:
        assert each.rate_day is not None
        rate = rates[each.currency, each.rate_day]
    return CostLine(
        month=FiscalCalendar.of(program.program).month_in(each.month),
        capability=each.capability,
        kind=each.kind,
        channel=each.channel,
        currency=each.currency,
        evidence=evidence_of(each.evidence, program),
        effective=each.effective * rate,
        billed=each.billed * rate,
        charged=each.effective,
        rows=each.rows,
    )


def _added(one: CostLine, other: CostLine) -> CostLine:
    return replace(
        one,
        effective=one.effective + other.effective,
        billed=one.billed + other.billed,
        charged=one.charged + other.charged,
        rows=one.rows + other.rows,
    )


def _at(
    rule: Rule,
    source: str,
    row: int,
    column: str,
    said: str,
    columns: Sequence[str] = (),
    help_: str | None = None,
) -> Finding:
    """Point at a cell: the header is line 1; where the columns are known, the column counts fields."""
    field = columns.index(column) + 1 if column in columns else 1
    span = Span(path=source, line=row + 1, column=field, end_column=field + 1)
    return rule.at(span, f"row {row}, column {column!r}: {said}", help_ or rule.fix)
