"""Returns by capability, milestone, channel, goal and quarter, and of the program where a holdout shows its total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from milepost.kernel.time import Quarter
from milepost.ledger.balance import shifted
from milepost.ledger.entry import Amount, Column
from milepost.ledger.flows import Basis, CostFlow, LeftOut, ValueFlow, month_of, within
from milepost.ledger.holdout_total import Total
from milepost.ledger.returns import VAGUE_COST, Multiple, Returns, Terms, returns_of
from milepost.program.documents.capability import Capability
from milepost.roadmap.accounts import Accounts, contact_cost, planned_costs
from milepost.statistics.portfolio import ONE_SIDED, Part

if TYPE_CHECKING:
    import numpy as np

    MakeRng = Callable[[], "np.random.Generator"]

OVERLAP = "several initiatives are in this sum, and only a holdout shows what they earn together"
NO_HOLDOUT = "no global holdout shows what it earned in all; the parts are listed and not added"
CONTACT_ONLY = "only costs that name the channel are counted"
PLANNED_COSTS = "costs of a kind that no bill has are those of the plan"
OF_ITS_PERIOD = "the program is the holdout's total of {period} against every cost of that period"


class By(StrEnum):
    """What returns are told by."""

    CAPABILITY = "capability"
    MILESTONE = "milestone"
    CHANNEL = "channel"
    GOAL = "goal"
    QUARTER = "quarter"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the plan projects of one capability: never added to what was realised. `roi` None where it costs nothing.

    All three are net of the plan's costs until the horizon, and of contact costs for everybody it reaches.
    """

    p10: Decimal
    p50: Decimal
    p90: Decimal
    cost: Decimal
    roi: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Returns of one thing. `realised` is None where nothing is claimed, with the reason in `notes`.

    `measured` sums what was measured and may not be called realised; `planned` is the plan's. The three are columns,
    never added. `capabilities` are those whose flows are in it, `entries` the events.
    """

    by: By
    id: str
    realised: Returns | None
    measured: Returns | None = None
    planned: Planned | None = None
    capabilities: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def returns_by(accounts: Accounts, by: By, make_rng: "MakeRng") -> tuple[Account, ...]:
    """Return the accounts of a kind, by id; each begins with dice of its own, so that none depends on another's."""
    program = accounts.program
    if by is By.CAPABILITY:
        return tuple(_of(accounts, by, slug, (slug,), make_rng) for slug in _capabilities(accounts))
    if by is By.MILESTONE:
        return tuple(_of(accounts, by, slug, of.capabilities, make_rng) for slug, of in program.milestones.items())
    if by is By.GOAL:
        serving = {slug: _serving(accounts, slug) for slug in program.goals}
        return tuple(_of(accounts, by, slug, found, make_rng) for slug, found in serving.items())
    if by is By.CHANNEL:
        return tuple(_of_channel(accounts, each, make_rng) for each in _channels(accounts))
    if by is By.QUARTER:
        return tuple(_of_quarter(accounts, each, make_rng) for each in quarters_of(accounts))
    return (returns_of_program(accounts, make_rng), *returns_by(accounts, By.CAPABILITY, make_rng))


def terms_of(accounts: Accounts) -> Terms:
    """Return on what returns are reckoned: values are brought to the month in which the program starts."""
    program = accounts.program
    rate = program.ledger.discount_rate if program.ledger else Decimal(0)
    last = max([accounts.day, *(each.days.end for each in accounts.values)])
    start = month_of(program.program.starts)
    return Terms(currency=program.program.currency, discount_rate=rate, base=start, last=month_of(last))


def quarters_of(accounts: Accounts) -> tuple[Quarter, ...]:
    """Return the fiscal quarters until today in order, from the program's first or what was earned or spent before."""
    moved = (*(each.days.start for each in accounts.values), *(each.day for each in accounts.costs))
    day, found = min((accounts.program.program.starts, *moved)), list[Quarter]()
    while day <= accounts.day:
        quarter = accounts.calendar.quarter_of(day)
        found.append(quarter)
        day = accounts.calendar.dates(quarter).end
    return tuple(found)


def _capabilities(accounts: Accounts) -> tuple[str, ...]:
    """Return the program's, and those taken out of it that earned or spent: a loss does not leave with its name."""
    moved = {each.capability for each in accounts.values} | {each.capability for each in accounts.costs}
    gone = sorted(each for each in moved if each is not None and each not in accounts.program.capabilities)
    return (*accounts.program.capabilities, *gone)


def _serving(accounts: Accounts, goal: str) -> tuple[str, ...]:
    return tuple(slug for slug, each in accounts.program.capabilities.items() if goal in each.serves)


def _channels(accounts: Accounts) -> list[str]:
    named = {each.channel for each in accounts.values} | {each.channel for each in accounts.costs}
    return sorted(each for each in named if each is not None)


def _of(accounts: Accounts, by: By, id_: str, capabilities: Sequence[str], make_rng: "MakeRng") -> Account:
    values = [each for each in accounts.values if each.capability in capabilities]
    costs = [each for each in accounts.costs if each.capability in capabilities]
    approved = min((accounts.approved[each] for each in capabilities if each in accounts.approved), default=None)
    notes = [OVERLAP] if len({each.capability for each in values}) > 1 else []
    notes += [PLANNED_COSTS] if any(each.basis is Basis.PLANNED for each in costs) else []
    only = accounts.program.capabilities.get(id_) if by is By.CAPABILITY else None
    return _account(
        accounts, by, id_, values, costs, make_rng,
        approved=approved, capabilities=tuple(capabilities), notes=tuple(notes),
        planned=planned_of(accounts, only) if only else None,
    )  # fmt: skip


def _of_channel(accounts: Accounts, channel: str, make_rng: "MakeRng") -> Account:
    values = [each for each in accounts.values if each.channel == channel]
    costs = [each for each in accounts.costs if each.channel == channel]
    capabilities = tuple(sorted({each.capability for each in values}))
    notes = (CONTACT_ONLY, *([OVERLAP] if len(capabilities) > 1 else []))
    return _account(accounts, By.CHANNEL, channel, values, costs, make_rng, capabilities=capabilities, notes=notes)


def _of_quarter(accounts: Accounts, quarter: Quarter, make_rng: "MakeRng") -> Account:
    dates = accounts.calendar.dates(quarter)
    cut = (within(each, dates) for each in accounts.values)
    values = [each for each in cut if each is not None]
    costs = [each for each in accounts.costs if accounts.calendar.quarter_of(each.day) == quarter]
    capabilities = tuple(sorted({each.capability for each in values}))
    notes = (OVERLAP,) if len(capabilities) > 1 else ()
    return _account(accounts, By.QUARTER, str(quarter), values, costs, make_rng, capabilities=capabilities, notes=notes)


def _account(
    accounts: Accounts,
    by: By,
    id_: str,
    values: Sequence[ValueFlow],
    costs: Sequence[CostFlow],
    make_rng: "MakeRng",
    *,
    capabilities: tuple[str, ...],
    notes: tuple[str, ...],
    approved: date | None = None,
    planned: Planned | None = None,
) -> Account:
    terms = terms_of(accounts)
    realised = [each for each in values if each.column is Column.REALISED]
    measured = [each for each in values if each.column is Column.PROJECTED]
    return Account(
        by=by,
        id=id_,
        realised=returns_of(realised, _without(costs, measured), terms, make_rng(), approved),
        measured=returns_of(measured, _without(costs, realised), terms, make_rng(), approved) if measured else None,
        planned=planned,
        capabilities=capabilities,
        entries=tuple(each.event for each in values),
        left_out=tuple(each for each in accounts.left_out if each.capability in capabilities),
        notes=notes,
    )


def _without(costs: Sequence[CostFlow], others: Sequence[ValueFlow]) -> list[CostFlow]:
    """Leave out the contact costs that stand with entries of the other column."""
    events = {each.event for each in others}
    return [each for each in costs if each.entry not in events]


def planned_of(accounts: Accounts, capability: Capability) -> Planned | None:
    """Return the plan's projection of a capability, net of its costs until the horizon; None without `reach`."""
    moves, program = capability.moves, accounts.program
    currency = program.program.currency
    if moves is None or moves.reach is None or moves.p50.unit != currency:
        return None
    until = program.program.period.end - timedelta(days=1)
    approved = accounts.approved[capability.id]
    cost = sum((each.amount for each in planned_costs(capability, program, approved, until)), Decimal(0))
    cost += contact_cost(capability, currency) * moves.reach
    p10, p50, p90 = (each.value * moves.reach - cost for each in (moves.p10, moves.p50, moves.p90))
    roi = (float(p10 / cost), float(p50 / cost), float(p90 / cost)) if cost > 0 else None
    return Planned(p10=p10, p50=p50, p90=p90, cost=cost, roi=roi)


def returns_of_program(accounts: Accounts, make_rng: "MakeRng") -> Account:
    """Hold the holdout's total against every cost of its period, and against what the held out did not earn.

    Nothing is claimed without a total. `make_rng` gives the dice of its payback, which are not thrown.
    """
    slugs = tuple(accounts.program.capabilities)
    if accounts.total is None:
        return Account(by=By.PROGRAM, id=accounts.program.program.id, realised=None, notes=(NO_HOLDOUT,))
    total, period = accounts.total, accounts.total.period
    planned = [each for each in accounts.costs if each.basis is Basis.PLANNED and period.start <= each.day < period.end]
    notes = (OF_ITS_PERIOD.format(period=period), *([PLANNED_COSTS] if planned else []))
    found = returns_of(
        [_total_flow(total)], [*accounts.costs_of_total, *planned], terms_of(accounts), make_rng(),
        min(accounts.approved.values(), default=None),
    )  # fmt: skip
    return Account(
        by=By.PROGRAM,
        id=accounts.program.program.id,
        realised=_as_read(found, total),
        capabilities=slugs,
        entries=(total.event,),
        notes=notes,
    )


def _as_read(of: Returns, total: Total) -> Returns:
    """Give a total's return the bounds that the holdout was read with, which need not be as far on either side.

    What the held out did not earn is the same difference as the total, and moves with it; all other costs are known.
    Months and present values stay those of the normal, with that cost as known. The return rises with the difference,
    so its bounds are those of the difference.
    """
    known, whole, share = of.cost.estimate - total.opportunity, total.amount, total.held_share
    net = shifted(total.after_holdout, -known)
    spent = [known + share * each for each in (whole.low, whole.lower95, whole.estimate, whole.upper95, whole.high)]
    if of.roi is None or min(spent) <= 0:
        return replace(of, gross=whole, net=net, roi=None, roi_because=of.roi_because or VAGUE_COST)
    left = (net.low, net.lower95, net.estimate, net.upper95, net.high)
    low, lower95, estimate, upper95, high = (float(one / cost) for one, cost in zip(left, spent, strict=True))
    roi = Multiple(estimate=estimate, low=low, high=high, lower95=lower95, upper95=upper95)
    return replace(of, gross=whole, net=net, roi=roi)


def _total_flow(total: Total) -> ValueFlow:
    return ValueFlow(
        event=total.event,
        capability="",
        experiment="",
        channel=None,
        column=Column.REALISED,
        part=Part(estimate=float(total.amount.estimate), standard_error=_error(total.amount)),
        units=0.0,
        days=total.period,
    )


def _error(amount: Amount) -> float:
    return float(amount.estimate - amount.lower95) / ONE_SIDED
