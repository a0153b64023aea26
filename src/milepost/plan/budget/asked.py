"""What a budget asks of a plan, in the plan's numbers: quarters as days, lines, what must be, floors, appetite."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from milepost.kernel.time import Period, Quarter
from milepost.plan.model import PlanModel
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.budget import Budget
from milepost.program.documents.capability import CostKind

KINDS = tuple(CostKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalDays:
    """A fiscal quarter and the days of the plan in it, from `first` up to, not including, `last`."""

    quarter: Quarter
    first: float
    last: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """Money of one quarter, by its place. `kind` None is the ceiling of all; `index` its place among the Budget's
    lines, None where no line is written: there is then no money.
    """

    quarter: int
    kind: CostKind | None
    amount: float
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A day by which a milestone wants a capability live."""

    day: float
    milestone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that a choice has to keep, besides the plan's own precedence and teams.

    `must` are places in the model; `due` tells of those by when. `floors` are shares of all costs. The mean net of the
    worst `tail` of futures is `floor` or more; None asks for nothing.
    """

    quarters: tuple[FiscalDays, ...]
    lines: tuple[AskedLine, ...] = ()
    must: tuple[int, ...] = ()
    due: Mapping[int, Due] = field(default_factory=dict)
    floors: Mapping[CostKind, float] = field(default_factory=dict)
    tail: float = 0.05
    floor: float | None = None
    budget: str = ""


def asked_of(program: CompiledProgram, model: PlanModel) -> Asked:
    """Return what the program's budget asks; without a Budget there are no lines, and nothing must be.

    A line in another currency or outside the horizon is left out: checks find it.
    """
    quarters = quarters_of(program, model)
    budget = program.budget
    if budget is None:
        return Asked(quarters=quarters)
    places = {each.slug: place for place, each in enumerate(model.capabilities)}
    must = tuple(sorted({places[slug] for slug in budget.must if slug in places}))
    appetite = budget.appetite if budget.appetite and budget.appetite.floor.unit == model.currency else None
    return Asked(
        quarters=quarters,
        lines=tuple(_lines(budget, quarters, model.currency)),
        must=must,
        due={place: due for place in must if (due := _due(model, place)) is not None},
        floors={CostKind.DATA: float(budget.floors.data), CostKind.GOVERNANCE: float(budget.floors.governance)},
        tail=float(appetite.tail) if appetite else 0.05,
        floor=float(appetite.floor.value) if appetite else None,
        budget=budget.id,
    )


def quarters_of(program: CompiledProgram, model: PlanModel) -> tuple[FiscalDays, ...]:
    """Return the fiscal quarters that the program runs through, in order; the first and last may be parts.

    A plan's months are all equally long, so that its end may lie hours behind the program's: they are of the last.
    """
    head = program.program
    month, _, day = head.fiscal_year_starts.partition("-")
    end, found = model.number(head.period.end), []
    for year in range(head.starts.year - 1, head.starts.year + model.months // 12 + 2):
        for number in (1, 2, 3, 4):
            quarter = Quarter(year, number)
            dates = quarter.period(int(month), int(day))
            first, last = max(0.0, model.number(dates.start)), model.number(dates.end)
            last = model.days if last >= end else min(model.days, last)
            if first < min(last, end):
                found.append(FiscalDays(quarter=quarter, first=first, last=last))
    return tuple(found)


def edges_of(quarters: tuple[FiscalDays, ...]) -> tuple[float, ...]:
    """Return the days at which quarters begin, and the one at which the last ends."""
    return (*(each.first for each in quarters), quarters[-1].last)


def dates_of(quarter: Quarter, fiscal_year_starts: str) -> Period:
    """Return a fiscal quarter's dates."""
    month, _, day = fiscal_year_starts.partition("-")
    return quarter.period(int(month), int(day))


def _lines(budget: Budget, quarters: tuple[FiscalDays, ...], currency: str) -> Iterator[AskedLine]:
    """Give the lines; and where lines are written at all, no money for what none of them covers."""
    places = {each.quarter: place for place, each in enumerate(quarters)}
    covered: set[tuple[int, CostKind | None]] = set()
    for index, line in enumerate(budget.lines):
        place = places.get(line.quarter)
        if place is not None and line.amount.unit == currency:
            covered.add((place, line.kind))
            yield AskedLine(quarter=place, kind=line.kind, amount=float(line.amount.value), index=index)
    if not budget.lines:
        return
    for place in range(len(quarters)):
        if (place, None) in covered:
            continue
        without = [kind for kind in KINDS if (place, kind) not in covered]
        if len(without) == len(KINDS):
            yield AskedLine(quarter=place, kind=None, amount=0.0)
        else:
            yield from (AskedLine(quarter=place, kind=kind, amount=0.0) for kind in without)


def _due(model: PlanModel, place: int) -> Due | None:
    """Return the first day that is still to come by which a milestone wants it: no choice makes up for one gone by."""
    open_ = (each for each in model.milestones if place in each.capabilities and each.due >= model.as_of)
    wanted = [Due(day=each.due, milestone=each.slug) for each in open_]
    first = min(wanted, key=lambda each: each.day, default=None)
    return first if first is not None and first.day < model.days else None
