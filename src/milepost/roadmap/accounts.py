"""What each capability earned and spent so far, gathered from the record for whoever reckons returns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from milepost.kernel.time import add_months, day_in
from milepost.ledger.books import books
from milepost.ledger.calendar import FiscalCalendar
from milepost.ledger.flows import (
    Basis,
    CostFlow,
    LeftOut,
    PostedEntry,
    ValueFlow,
    booked,
    covers,
    month_of,
    value_flows,
)
from milepost.ledger.holdout_total import Total
from milepost.program.compiled import CompiledProgram
from milepost.program.documents.capability import Capability, Cost, Per
from milepost.roadmap.capability import unspoken
from milepost.roadmap.facts import latest, standing
from milepost.roadmap.judge import Bench
from milepost.roadmap.ledger_facts import ledger_events


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Value and cost of the program until `day`, in its currency.

    `values` are the entries that count, realised and not; an entry whose evidence expired has earned what it earned.
    `costs` are posted with an entry, booked by a bill, or only planned, of a kind that no bill of the capability has: a
    cost that nobody booked is no cost saved. `approved` tells when each capability first stood in an accepted program;
    `total` is what the global holdout shows.
    """

    program: CompiledProgram
    day: date
    values: tuple[ValueFlow, ...]
    costs: tuple[CostFlow, ...]
    left_out: tuple[LeftOut, ...]
    approved: Mapping[str, date]
    total: Total | None = None

    @property
    def calendar(self) -> FiscalCalendar:
        """Return the program's fiscal calendar."""
        return FiscalCalendar.of(self.program.program)


def accounts_of(bench: Bench, program: CompiledProgram, at: datetime, totals: Sequence[Total] = ()) -> Accounts:
    """Gather what was earned and spent by an instant. `totals` are those of global holdouts, the last one counts."""
    day = day_in(at, program.program.time_zone)
    posted = tuple(_posted(bench, program, at))
    values, contact, left = value_flows(posted, program.program.currency)
    counted = {each.event for each in values}
    kept = books(ledger_events(bench.facts), program, at, totals)
    taken = covers((each.entry for each in posted if each.event in counted), program.program.currency)
    bills = booked(kept.costs, taken)
    approved = _approved(bench, program, at, day)
    billed = {(each.capability, each.kind) for each in bills}
    planned = tuple(
        each
        for slug, capability in program.capabilities.items()
        for each in planned_costs(capability, program, approved[slug], day)
        if (slug, each.kind) not in billed
    )
    return Accounts(
        program=program,
        day=day,
        values=values,
        costs=(*contact, *bills, *planned),
        left_out=left,
        approved=approved,
        total=kept.totals[-1] if kept.totals else None,
    )


def planned_costs(capability: Capability, program: CompiledProgram, approved: date, until: date) -> Iterator[CostFlow]:
    """Give what a capability costs by its plan, from its approval to a day: what is due once in its first month.

    A month counts from its first day on; costs of contacts stand with their entries, and other currencies not at all.
    """
    for cost in capability.costs:
        if cost.amount.unit == program.program.currency and cost.per is not Per.CONTACT:
            yield from (_planned(capability, cost, month) for month in _months(cost, capability, approved, until))


def monthly_cost(capability: Capability, currency: str) -> Decimal:
    """Return what a capability costs each month by its plan: what ends with it."""
    monthly = (each for each in capability.costs if each.per is Per.MONTH and each.amount.unit == currency)
    return sum((each.amount.value for each in monthly), Decimal(0))


def contact_cost(capability: Capability, currency: str) -> Decimal:
    """Return what each contact costs by the plan."""
    contact = (each for each in capability.costs if each.per is Per.CONTACT and each.amount.unit == currency)
    return sum((each.amount.value for each in contact), Decimal(0))


def _months(cost: Cost, capability: Capability, approved: date, until: date) -> Iterator[date]:
    if cost.per is Per.ONCE:
        if approved <= until:
            yield approved
        return
    last = min(until, capability.retired.on) if capability.retired else until
    month = month_of(approved)
    while month <= last:
        yield max(month, approved)
        month = add_months(month, 1)


def _planned(capability: Capability, cost: Cost, day: date) -> CostFlow:
    return CostFlow(
        day=day, kind=cost.kind.value, amount=cost.amount.value, basis=Basis.PLANNED, capability=capability.id
    )


def _posted(bench: Bench, program: CompiledProgram, at: datetime) -> Iterator[PostedEntry]:
    for slug in bench.facts.postings:
        for told in standing(bench.facts, slug, at):
            verdict = latest(bench.facts.verdicts, told.fact.experiment, at)
            known = verdict is not None and verdict.event.id == told.fact.verdict
            yield PostedEntry(
                event=told.event.id,
                entry=told.fact,
                day=day_in(told.at, program.program.time_zone),
                arms=verdict.fact.arms if verdict is not None and known else {},
                silenced=unspoken(bench, program, told, at),
            )


def _approved(bench: Bench, program: CompiledProgram, at: datetime, day: date) -> dict[str, date]:
    """Return when each capability first stood in an accepted program; a draft's new ones are of today."""
    found: dict[str, date] = {}
    for told, version in bench.facts.programs:
        for slug in version.capabilities if told.at <= at else ():
            found.setdefault(slug, day_in(told.at, version.program.time_zone))
    return found | {slug: day for slug in program.capabilities if slug not in found}
