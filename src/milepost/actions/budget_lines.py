"""The verbs `budget lines`, `export` and `import`: lines, the plan's costs on paper, and what was spent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.actions.choose_budget import compiled
from milepost.actions.ports import ProgramFolder, RecordReader, Warehouse
from milepost.actions.value_books import keep_books
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.time import Period, Quarter
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.charging import cost_lines
from milepost.plan.budget.asked import KINDS, Asked, asked_of
from milepost.plan.budget.outlook import paper_costs, quarter_costs
from milepost.plan.budget.rules import NOT_FOCUS
from milepost.plan.inputs import model_of
from milepost.plan.model import PlanModel
from milepost.presentation.budget_focus import BASIS, BUDGET_LINE, PLAN, PlannedCharge
from milepost.presentation.budget_lines_view import BudgetLines
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.budget import Line
from milepost.program.documents.capability import CostKind
from milepost.program.rules import ACCEPT_FIRST
from milepost.tables.charge_file import numbered
from milepost.tables.charges import Charges, charges_of, charges_query

if TYPE_CHECKING:
    import ibis

Spent = Mapping[tuple[Quarter, str], Decimal]
_NEEDED = ("BilledCost", "EffectiveCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd")


def budget_lines(
    folder: ProgramFolder, record: RecordReader | None, now: datetime
) -> tuple[BudgetLines, tuple[Finding, ...]]:
    """Hold the lines against the plan as declared, and against what the record says was spent.

    Raises Refused as `compiled` does. Nothing is spent where there is no record, or no program was ever accepted.
    """
    made, program = compiled(folder)
    return lines_of(program, spent_of(record, now)), made.findings


def lines_of(program: CompiledProgram, spent: Spent | None) -> BudgetLines:
    """Put lines, plan and what was spent beside each other."""
    model = model_of(program)
    asked = asked_of(program, model)
    return BudgetLines(
        title=program.program.title,
        currency=model.currency,
        asked=asked,
        paper=quarter_costs(model, asked.quarters).sum(axis=0),
        spent=spent,
    )


def spent_of(record: RecordReader | None, now: datetime) -> Spent | None:
    """Return what the books hold as costs, by fiscal quarter and kind; None where there are no books."""
    if record is None:
        return None
    try:
        kept = keep_books(record, now)
    except Refused as refused:
        if all(each.code == ACCEPT_FIRST.code for each in refused.findings):
            return None
        raise
    found: dict[tuple[Quarter, str], Decimal] = {}
    for each in kept.books.costs:
        key = (kept.books.calendar.quarter_of(each.line.month), each.line.kind)
        found[key] = found.get(key, Decimal(0)) + each.line.effective
    return found or None


def planned_charges(folder: ProgramFolder) -> tuple[CompiledProgram, tuple[PlannedCharge, ...], tuple[Finding, ...]]:
    """Give the budget's lines, and the plan's costs on paper by fiscal month, capability and kind."""
    made, program = compiled(folder)
    model = model_of(program)
    asked = asked_of(program, model)
    return program, (*_of_lines(program, asked), *_of_plan(program, model)), made.findings


def _of_lines(program: CompiledProgram, asked: Asked) -> Iterator[PlannedCharge]:
    calendar = FiscalCalendar.of(program.program)
    assert program.budget is not None
    for line in asked.lines:
        if line.index is not None:
            written = program.budget.lines[line.index]
            during = calendar.dates(written.quarter)
            yield PlannedCharge(basis=BUDGET_LINE, during=during, kind=line.kind, amount=written.amount.value)


def _of_plan(program: CompiledProgram, model: PlanModel) -> Iterator[PlannedCharge]:
    months = tuple(_months(program, model))
    edges = (0.0, *(min(model.days, model.number(each.end)) for each in months))
    paper = paper_costs(model, edges)
    for place, each in enumerate(model.capabilities):
        for number, during in enumerate(months):
            for index, kind in enumerate(KINDS):
                amount = Decimal(str(round(float(paper[place, index, number]), 2)))
                if amount:
                    yield PlannedCharge(basis=PLAN, during=during, kind=kind, amount=amount, capability=each.slug)


def _months(program: CompiledProgram, model: PlanModel) -> Iterator[Period]:
    calendar = FiscalCalendar.of(program.program)
    first: date = calendar.month_of(program.program.starts)
    while model.number(first) < model.days:
        after = calendar.month_after(first)
        yield Period(first, after)
        first = after


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a FOCUS file says: a budget's lines, or what was spent, by fiscal quarter and kind."""

    lines: tuple[Line, ...]
    shown: BudgetLines
    rows: int


def import_lines(folder: ProgramFolder, warehouse: Warehouse, path: Path) -> tuple[Imported, tuple[Finding, ...]]:
    """Read a FOCUS file's rows as lines of a budget: those marked as such, or all where none is marked.

    A row without `x_CostKind` is a ceiling. Raises Refused with MP760 and the row for one that is no line.
    """
    from milepost.kernel.money import Measure

    made, program = compiled(folder)
    table = _opened(warehouse, path)
    charges = _charges(warehouse, _of_basis(table, BUDGET_LINE, is_wanted=True), program)
    faults = tuple(dict.fromkeys(_faults(charges, program, str(path), table.columns)))
    if faults:
        raise Refused(*faults)
    calendar = FiscalCalendar.of(program.program)
    sums: dict[tuple[Quarter, CostKind | None], Decimal] = {}
    for each in charges:
        assert each.month is not None
        key = (calendar.quarter_of(calendar.month_in(each.month)), CostKind(each.kind) if each.kind else None)
        sums[key] = sums.get(key, Decimal(0)) + each.effective
    lines = tuple(
        Line(quarter=quarter, kind=kind, amount=Measure(amount, program.program.currency))
        for (quarter, kind), amount in sorted(sums.items(), key=lambda each: (str(each[0][0]), each[0][1] or ""))
    )
    shown = lines_of(_with_lines(program, lines), None)
    return Imported(lines=lines, shown=shown, rows=sum(each.rows for each in charges)), made.findings


def import_actuals(folder: ProgramFolder, warehouse: Warehouse, path: Path) -> tuple[Imported, tuple[Finding, ...]]:
    """Read a FOCUS file's charges, and hold them against the lines; rows of a plan or budget are left out.

    Raises Refused with MP760 for a file without what FOCUS needs, and with the ledger's findings of single rows.
    """
    made, program = compiled(folder)
    table = _opened(warehouse, path)
    charges = _charges(warehouse, _of_basis(table, BUDGET_LINE, PLAN, is_wanted=False), program)
    if not charges:
        said = "no row is a charge: what is there is marked as a budget's line or a plan"
        raise Refused(NOT_FOCUS.at(Span(path=str(path)), said, f"leave {BASIS} empty in rows that were charged"))
    charged = cost_lines(charges, {}, program, str(path), table.columns)
    if charged.findings:
        raise Refused(*charged.findings)
    calendar = FiscalCalendar.of(program.program)
    spent: dict[tuple[Quarter, str], Decimal] = {}
    for line in charged.lines:
        key = (calendar.quarter_of(line.month), line.kind)
        spent[key] = spent.get(key, Decimal(0)) + line.effective
    rows = sum(each.rows for each in charges)
    return Imported(lines=(), shown=lines_of(program, spent), rows=rows), made.findings


def _with_lines(program: CompiledProgram, lines: tuple[Line, ...]) -> CompiledProgram:
    from dataclasses import replace

    budget = program.budget
    assert budget is not None
    return replace(program, budgets={budget.id: budget.model_copy(update={"lines": lines})})


def _opened(warehouse: Warehouse, path: Path) -> "ibis.Table":
    table = warehouse.open_file(path)
    missing = [each for each in _NEEDED if each not in table.columns]
    if missing:
        said = f"column {', '.join(missing)} is missing"
        raise Refused(NOT_FOCUS.at(Span(path=str(path)), said, NOT_FOCUS.fix))
    return numbered(table, ("ChargePeriodStart", "ChargePeriodEnd"))


def _of_basis(table: "ibis.Table", *basis: str, is_wanted: bool) -> "ibis.Table":
    if BASIS not in table.columns:
        return table
    marked = table[BASIS].cast("string").fill_null("").isin(basis)
    return table.filter(marked if is_wanted else ~marked)


def _charges(warehouse: Warehouse, table: "ibis.Table", program: CompiledProgram) -> Sequence[Charges]:
    first_day = FiscalCalendar.of(program.program).first_day
    return charges_of(warehouse.fetch(charges_query(table, None, first_day)))


def _faults(charges: Sequence[Charges], program: CompiledProgram, path: str, names: Sequence[str]) -> Iterator[Finding]:
    def at(row: int, column: str, said: str) -> Finding:
        field = list(names).index(column) + 1 if column in names else 1
        span = Span(path=path, line=row + 1, column=field, end_column=field + 1)
        return NOT_FOCUS.at(span, f"row {row}, column {column!r}: {said}", NOT_FOCUS.fix)

    if not charges:
        yield NOT_FOCUS.at(Span(path=path), "no row is a line of a budget", NOT_FOCUS.fix)
    kinds = {each.value for each in CostKind}
    for currency, first in {each.currency: each for each in reversed(charges)}.items():
        if currency != program.program.currency:
            said = f"{currency or 'an empty cell'} is not the program's {program.program.currency}"
            yield at(first.row, "BillingCurrency", said)
    for each in charges:
        for fault, row in each.faults.items():
            yield at(row, "EffectiveCost", f"this is no line: {fault.value.replace('_', ' ')}")
        if each.kind is not None and each.kind not in kinds:
            yield at(each.row, "x_CostKind", f"{each.kind!r} is none of {', '.join(sorted(kinds))}")
