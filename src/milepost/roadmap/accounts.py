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
from milepost.ledger.total_costs import costs_of_total
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
    `total` is what the global holdout shows, None where the program has none (any more); `costs_of_total` are those
    posted or booked of its period.
    """

    program: CompiledProgram
    day: date
    values: tuple[ValueFlow, ...]
    costs: tuple[CostFlow, ...]
    left_out: tuple[LeftOut, ...]
    approved: Mapping[str, date]
    total: Total | None = None
    costs_of_total: tuple[CostFlow, ...] = ()

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
    total = next((each for each in reversed(kept.totals) if each.holdout in program.holdouts), None)
    billed = {(each.capability, each.kind) for each in bills}
    planned = tuple(
        each
        for capability, until in _spending(bench, program, at, day)
        for each in planned_costs(capability, program, approved[capability.id], until)
        if (capability.id, each.kind) not in billed
    )
    return Accounts(
        program=program,
        day=day,
        values=values,
        costs=(*contact, *bills, *planned),
        left_out=left,
        approved=approved,
        total=total,
        costs_of_total=costs_of_total(kept, total) if total else (),
    )


def planned_start(capability: Capability, program: CompiledProgram, approved: date) -> date:
    """Return the day on which work begins by the plan: its `starts`, else the program's, but not before its approval.

    It is the day from which the plan's futures count, where it was approved by then.
    """
    return max(approved, capability.starts or program.program.starts)


def planned_costs(capability: Capability, program: CompiledProgram, approved: date, until: date) -> Iterator[CostFlow]:
    """Give what a capability costs by its plan, from the day work begins to a day: what is due once on that day.

    A month counts from its first day on; costs of contacts stand with their entries, and other currencies not at all.
    """
    begins = planned_start(capability, program, approved)
    for cost in capability.costs:
        if cost.amount.unit == program.program.currency and cost.per is not Per.CONTACT:
            yield from (_planned(capability, cost, month) for month in _months(cost, capability, begins, until))


def monthly_cost(capability: Capability, currency: str) -> Decimal:
    """Return what a capability costs each month by its plan: what ends with it."""
    monthly = (each for each in capability.costs if each.per is Per.MONTH and each.amount.unit == currency)
    return sum((each.amount.value for each in monthly), Decimal(0))


def contact_cost(capability: Capability, currency: str) -> Decimal:
    """Return what each contact costs by the plan."""
    contact = (each for each in capability.costs if each.per is Per.CONTACT and each.amount.unit == currency)
    return sum((each.amount.value for each in contact), Decimal(0))


def _months(cost: Cost, capability: Capability, begins: date, until: date) -> Iterator[date]:
    if cost.per is Per.ONCE:
        if begins <= until:
            yield begins
        return
    last = min(until, capability.retired.on) if capability.retired else until
    month = month_of(begins)
    while month <= last:
        yield max(month, begins)
        month = add_months(month, 1)


def _planned(capability: Capability, cost: Cost, day: date) -> CostFlow:
    return CostFlow(
        day=day, kind=cost.kind.value, amount=cost.amount.value, basis=Basis.PLANNED, capability=capability.id
    )


def _spending(bench: Bench, program: CompiledProgram, at: datetime, day: date) -> Iterator[tuple[Capability, date]]:
    """Give each capability as last described, with the day until which it spends by its plan.

    One that was taken out spent until then, and one retired as of an earlier day until the day on which that was
    accepted: no edit takes back what was spent before it.
    """
    zone = program.program.time_zone
    versions = [(day_in(told.at, zone), version) for told, version in bench.facts.programs if told.at <= at]
    for slug, capability in program.capabilities.items():
        until = day
        if capability.retired is not None:
            until = min(day, max(capability.retired.on, _retired_since(versions, slug) or day))
        yield capability.model_copy(update={"retired": None}), until
    last = {slug: (each, place) for place, (_, of) in enumerate(versions) for slug, each in of.capabilities.items()}
    for slug, (capability, place) in last.items():
        if slug not in program.capabilities:
            yield capability, versions[place + 1][0] if place + 1 < len(versions) else day


def _retired_since(versions: Sequence[tuple[date, CompiledProgram]], slug: str) -> date | None:
    """Return the day of the version since which all call a capability retired; None where the last does not."""
    since = None
    for day, version in reversed(versions):
        found = version.capabilities.get(slug)
        if found is None or found.retired is None:
            break
        since = day
    return since


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
