"""The tables of a budget's choice: plans, what is built, what is not, lines, prices."""

import math
from collections.abc import Iterator

from milepost.plan.budget.limits import Sort
from milepost.plan.budget.outlook import Outlook
from milepost.plan.budget.why import Price, Reason
from milepost.presentation.budget_choice import BudgetChoice, because_of, rate_said, worst_said
from milepost.presentation.budget_quarters import lines_table
from milepost.presentation.values import NOTHING, Table, columns
from milepost.roadmap.money import bare_foretold


def plans_table(of: BudgetChoice) -> Table:
    """Put the choice beside the rule of thumb and what the files declare, each simulated whole."""
    titles = ("Plan", "Expected net", f"Worst {worst_said(of)}", "p10", "p90", "Loses", "On paper")
    rows = [("chosen", of.outlook), ("rule of thumb", of.of_rule), ("as declared", of.declared)]
    return Table(
        title=f"Plans, whole, in {of.model.currency}{rate_said(of.model.discount)}",
        columns=columns(*titles, right=titles[1:]),
        rows=tuple(_plan(name, each) for name, each in rows),
    )


def _plan(name: str, of: Outlook | None) -> tuple[str, ...]:
    if of is None:
        return (name, *([NOTHING] * 6))
    figures = (of.net, of.tail, of.p10, of.p90)
    return (name, *(bare_foretold(each) for each in figures), f"{of.loses:.0%}", bare_foretold(of.paper))


def built_table(of: BudgetChoice) -> Table:
    """List what is built, by when work begins."""
    problem = of.choice.problem
    mean, options = problem.mean, problem.options
    titles = ("Build", "Work from", "Live", "Cost", "Adds, net", "Chance", "Stable")
    rows = []
    for place, option in sorted(of.choice.chosen.items(), key=lambda each: options.day[each[1]]):
        each = of.model.capabilities[place]
        rows.append(
            (
                f"{each.slug} (must)" if place in of.asked.must else each.slug,
                str(of.model.day(float(options.day[option]))),
                str(of.model.day(float(options.live[option]))),
                bare_foretold(float(options.paper[option].sum())),
                bare_foretold(float(mean[option])),
                f"{problem.worth.chance[option]:.0%}",
                f"{of.stability.share(place):.0%}" if of.stability.worlds else NOTHING,
            )
        )
    return Table(
        title=f"What is built, in {of.model.currency}",
        columns=columns(*titles, right=titles[3:]),
        rows=tuple(rows),
        note="Live and cost on paper. Net: expected, alone. Chance: that it works. Stable: built under other beliefs.",
    )


def left_out_tables(of: BudgetChoice) -> Iterator[Table]:
    """List what is not built or late, and why; no table where there is nothing."""
    if not of.why.reasons:
        return
    titles = ("Not built, or late", "Why", "Alone", "To insist costs")
    rows = tuple((each.slug, _reason(of, each), bare_foretold(each.alone), _cost(each)) for each in of.why.reasons)
    yield Table(title="", columns=columns(*titles, right=titles[2:]), rows=rows[:24])


def _reason(of: BudgetChoice, each: Reason) -> str:
    if each.month is None:
        return because_of(of, each)
    start = of.model.day(of.choice.ready[each.place])
    return f"begun {start}, for {each.binds}" if each.binds else f"begun {start}: others go first"


def _cost(each: Reason) -> str:
    if each.cost is None:
        return NOTHING
    return "impossible" if math.isinf(each.cost) else bare_foretold(each.cost)


def quarters_table(of: BudgetChoice) -> Table:
    """Hold the lines against the choice, by quarter and kind."""
    paper = of.choice.problem.options.paper[list(of.choice.chosen.values())].sum(axis=0)
    return lines_table(of.asked, paper, of.model.currency, of.outlook)


def price_tables(of: BudgetChoice) -> Iterator[Table]:
    """List what a little more money or one more place in a team is worth; no table where nothing binds."""
    if not of.why.prices:
        return
    rows = tuple(
        (_one_more(of, each), bare_foretold(each.gain), "exactly" if each.is_exact else "at most")
        for each in of.why.prices
    )
    yield Table(
        title="What a little more is worth",
        columns=columns("One more", "Is worth", "Known", right=("Is worth",)),
        rows=rows[:12],
    )


def _one_more(of: BudgetChoice, each: Price) -> str:
    limit = each.limits[0]
    if limit.sort is not Sort.LINE:
        return f"at once for team/{limit.name}"
    where = "every ceiling" if each.is_of_all else limit.name
    return f"{of.model.currency} {each.step:,.0f} in {where}"
