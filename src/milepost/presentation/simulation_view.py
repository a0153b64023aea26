"""A simulated plan for the terminal: its money, goals, milestones, capabilities, drivers, pilots and assumptions."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.kernel.time import Duration
from milepost.kernel.words import Grade
from milepost.plan import drivers as sobol
from milepost.plan import pilots as information
from milepost.plan.assumptions import Value
from milepost.plan.distributions import Amounts, Days
from milepost.plan.drivers import Driver, Factor
from milepost.plan.futures import Futures
from milepost.plan.pilots import PILOT, Pilot
from milepost.presentation.report.wording import counted
from milepost.presentation.simulation_words import (
    NEVER_SAID,
    amount,
    amount_with,
    day,
    days_between,
    level,
    percent,
)
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.program.fields import Spread
from milepost.roadmap.money import bare_foretold, foretold, money

NOBODY_MEASURED = f"grade {Grade.D}: a plan's numbers, nobody measured them"
ROWS = 12
"""How many rows of a table people see; `--json` has all."""


def simulation_story(of: Futures) -> Story:
    """Word a simulated plan: what it comes to, which pilot to buy, then each table, at last what it rests on."""
    return Story(
        message=_message(of),
        lines=(_buy_first(of), _drawn(of), _RULES),
        tables=tuple(_tables(of)),
    )


def _message(of: Futures) -> str:
    found, currency = of.outlook.program, of.simulated.model.currency
    net = found.money.net
    low, high = (amount(each, net) for each in (net.p10, net.p90))
    middle = amount_with(net.p50, net, currency)
    return (
        f"{of.program.program.title}: net {middle} within the horizon (80% of futures: {low} to {high}), "
        f"{percent(found.positive)} to be above zero; {percent(found.payback.ever)} to pay back. "
        f"{NOBODY_MEASURED[:1].upper()}{NOBODY_MEASURED[1:]}."
    )


def _drawn(of: Futures) -> str:
    model, net = of.simulated.model, of.outlook.program.money.net
    error = money(Decimal(f"{max(net.p50_error, net.error):.2g}"), model.currency)
    live = sum(each.done is not None for each in model.capabilities)
    known = f", as of {day(model.as_of, model)} with {live} of them known to be live"
    since = known if math.isfinite(model.as_of) else ""
    capabilities = counted(len(model.capabilities), "capability", "capabilities")
    points = max(0.1, 50 / math.sqrt(of.simulated.scenarios))
    return (
        f"{of.simulated.scenarios:,} futures of {capabilities} over {model.months} months "
        f"from {model.start}, seed {of.simulated.seed}{since}. Monte-Carlo error of the net: {error}; "
        f"of a chance: {points:.1f} points at most."
    )


def _tables(of: Futures) -> Iterator[Table]:
    yield _program(of)
    for table in (_goals(of), _milestones(of), _capabilities(of), _drivers(of), _pilots(of), _assumed(of)):
        if table.rows:
            yield table


def _table(
    title: str, titles: Sequence[str], rows: Sequence[tuple[str, ...]], right: Sequence[str], note: str
) -> Table:
    hidden = len(rows) - ROWS
    more = [f"... and {hidden:,} more; --json has all."] if hidden > 0 else []
    return Table(
        title=title,
        columns=columns(*titles, right=right),
        rows=tuple(rows[:ROWS]),
        note=" ".join([*more, *([note] if note else [])]),
    )


def _program(of: Futures) -> Table:
    found, model = of.outlook.program, of.simulated.model
    rate = f"{model.discount * 100:.4g}%"
    amounts = (("Value", found.money.value), ("Cost", found.money.cost), ("Net", found.money.net))
    rows = [(name, *_amounts(each)) for name, each in (*amounts, (f"Present value at {rate}", found.npv))]
    rows += [(name, *_lengths(each)) for name, each in (("Days to first value", found.first_value),
             ("Days until value covers cost", found.time_to_value), ("Payback, month", found.payback))]  # fmt: skip
    note = "Present value: monthly, each month from its middle, at the program's start."
    if not model.discount:
        note += " No ledger states a discount rate, so nothing is discounted."
    titles = ("", "p10", "p50", "p90", "Mean", "Ever")
    return _table(f"The program as a whole, money in {model.currency}", titles, rows, titles[1:], note)


def _amounts(of: Amounts) -> tuple[str, ...]:
    return (*(amount(each, of) for each in (of.p10, of.p50, of.p90, of.mean)), NOTHING)


def _lengths(of: Days) -> tuple[str, ...]:
    told = (f"{each:,.0f}" if math.isfinite(each) else NEVER_SAID for each in (of.p10, of.p50, of.p90))
    return (*told, NOTHING, percent(of.ever))


def _goals(of: Futures) -> Table:
    model = of.simulated.model
    rows = [
        (
            found.slug,
            f"{'≥' if goal.is_up else '≤'} {level(goal.target)}",
            day(goal.by, model),
            level(found.level.p50),
            f"{level(found.level.p10)} to {level(found.level.p90)}",
            percent(found.met),
        )
        for found, goal in zip(of.outlook.goals, model.goals, strict=True)
    ]
    titles = ("Goal", "Target", "By", "p50", "80% of futures", "Chance")
    heading = "Goals: where each KPI will be on the day, and the chance to meet the target"
    return _table(heading, titles, rows, ("Target", "p50", "80% of futures", "Chance"), "")


def _milestones(of: Futures) -> Table:
    model = of.simulated.model
    found = sorted(of.outlook.milestones, key=lambda each: (each.due, each.slug))
    rows = [
        (
            each.slug,
            day(each.due, model) if math.isfinite(each.due) else NOTHING,
            day(each.if_reached.p50, model),
            days_between(each.if_reached, model),
            percent(each.reached.ever),
            percent(each.in_time) if math.isfinite(each.due) else NOTHING,
        )
        for each in found
    ]
    titles = ("Milestone", "Due", "p50", "80% of futures", "Ever", "In time")
    note = "Dates of the futures in which it is reached at all; ever: the share of those."
    return _table("Milestones: when each is reached, and how often in time", titles, rows, ("Ever", "In time"), note)


def _capabilities(of: Futures) -> Table:
    model = of.simulated.model
    rows = [
        (
            each.slug,
            day(each.if_live.p50, model),
            percent(each.works),
            amount(each.money.value.mean, each.money.value),
            amount(each.money.cost.mean, each.money.cost),
            amount(each.money.net.mean, each.money.net),
            f"{amount(each.money.net.p10, each.money.net)} to {amount(each.money.net.p90, each.money.net)}",
        )
        for each in sorted(of.outlook.capabilities, key=lambda each: (-each.money.net.mean, each.slug))
    ]
    titles = ("Capability", "Live", "Works", "Value", "Cost", "Net", "80% of futures")
    note = "Means, so that they add up; live: the median of the futures in which it goes live."
    return _table(f"Capabilities, in {model.currency}, best net first", titles, rows, titles[2:], note)


def _drivers(of: Futures) -> Table:
    rows = [(_named(each), f"{each.share:.1%}", f"± {2 * each.error:.1%}") for each in of.drivers.drivers]
    left = max(0.0, 1 - of.drivers.explained)
    note = f"By {sobol.METHOD}; below {of.drivers.floor:.1%} nothing is told from noise. {left:.0%} is what several do "
    note += "together."
    titles = ("", "Alone", "95%")
    return _table("What drives the spread of the net, by its share of the variance", titles, rows, titles[1:], note)


def _named(of: Driver) -> str:
    told = {
        Factor.LUCK: "whether {} works",
        Factor.BENEFIT: "how much {} brings",
        Factor.EFFORT: "how long {} takes",
        Factor.APPROVAL: "how long {} waits for its signature",
        Factor.SHARED: "what all benefits share",
    }
    return told[of.factor].format(of.capability)


def _pilots(of: Futures) -> Table:
    rows = [
        (
            each.capability,
            bare_foretold(each.price),
            bare_foretold(each.knowing.gain),
            bare_foretold(each.telling.gain),
            bare_foretold(each.delayed.gain) if each.delayed else NOTHING,
            bare_foretold(each.worth),
        )
        for each in of.pilots[:6]
    ]
    titles = ("Pilot of", "Price", "To know", "To be told", "After delay", "Worth")
    note = (
        f"By {information.METHOD}. To know: whether it works and what it brings, for sure; to be told: by a pilot of "
    )
    note += f"{PILOT.months:.0f} months on {PILOT.reach:.0%} of the reach that finds the p50 four times of five, for "
    note += f"{PILOT.once:.0%} of what is spent once. After delay: with building put off by those months."
    return _table(f"Which pilot to buy first, in {of.simulated.model.currency}", titles, rows, titles[1:], note)


def _buy_first(of: Futures) -> str:
    best = of.pilots[0] if of.pilots else None
    currency = of.simulated.model.currency
    if best is None:
        return "Everything is built, so there is no pilot to buy."
    if best.pays:
        return f"Buy first: {_pilot_said(best, currency)}"
    return f"No pilot is told to be worth its price. The nearest: {_pilot_said(best, currency)}"


def _pilot_said(of: Pilot, currency: str) -> str:
    gain = (of.delayed or of.telling).gain
    return (
        f"a pilot of {of.capability} costs {foretold(of.price, currency)} and is worth "
        f"{foretold(max(0.0, gain), currency)} by the builds it stops"
        f"{', its delay counted' if of.delayed else ''}."
    )


def _assumed(of: Futures) -> Table:
    rows = [
        (
            each.name,
            _value(each.value),
            "the program's planning" if each.is_stated else "Milepost's default",
            f"{each.used} of {each.among}" if each.used is not None else "all",
        )
        for each in of.assumptions
    ]
    titles = ("Name", "Value", "From", "Capabilities")
    return _table("What is assumed", titles, rows, (), "Where each default comes from: docs/planning.md.")


def _value(of: Value) -> str:
    match of:
        case Spread():
            return f"{_length(of.p10)}, {_length(of.p50)}, {_length(of.p90)} (p10, p50, p90)"
        case Duration():
            return _length(of)
        case None:
            return "none: effects do not fade"
    return str(of)


def _length(of: Duration) -> str:
    return f"{of.months} months" if of.months else f"{of.days} days"


_RULES = (
    "Efforts and approvals are log-normal and independent, benefits normal on each side of p50 and correlated. "
    "What does not work earns nothing, stops what needs it, and costs until its exit. A team keeps its place for "
    "what ranks higher."
)
