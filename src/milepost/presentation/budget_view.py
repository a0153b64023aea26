"""A budget's choice as a story: what is built and what that is expected to earn, what is left out and why."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.plan.budget.asked import Asked
from milepost.plan.budget.choice import Choice
from milepost.plan.budget.limits import Sort
from milepost.plan.budget.outlook import Outlook, quarter_costs
from milepost.plan.budget.why import WAIT, Price, Reason, Why
from milepost.plan.budget.worlds import Stability
from milepost.plan.model import NOTHING as NO_MONEY
from milepost.plan.model import PlanModel
from milepost.presentation.budget_quarters import lines_table, quarter_lines
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.roadmap.money import bare_foretold, foretold

MOST_TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChoice:
    """What is shown: the choice, why not the rest, and three plans looked at whole."""

    model: PlanModel
    asked: Asked
    choice: Choice
    why: Why
    stability: Stability
    outlook: Outlook
    of_rule: Outlook | None
    declared: Outlook
    seed: int


def budget_story(of: BudgetChoice) -> Story:
    """Word a choice for a terminal."""
    first, *lines = _lines(of)
    tables = [_plans(of), _capabilities(of), *_left_out(of), _quarters(of), *_prices(of)]
    return Story(message=_message(of), lines=(first, *lines), tables=tuple(tables))


def _message(of: BudgetChoice) -> str:
    every, built = len(of.model.capabilities), len(of.choice.chosen)
    said = f"Build {built} of {every}: expected net {_money(of, of.outlook.net)}{_percent(of.model.discount)}"
    said += f" (worst {_tail(of)} of futures: {_money(of, of.outlook.tail)})."
    told = list(_left_because(of))
    return f"{said} Left out: {'; '.join(told)}." if told else said


def _left_because(of: BudgetChoice) -> Iterator[str]:
    """Give those left out by cause, the dearest causes first."""
    causes: dict[str, list[str]] = {}
    for each in of.why.reasons:
        if each.month is None:
            causes.setdefault(_cause(of, each), []).append(each.slug)
    for cause, slugs in list(causes.items())[:MOST_TOLD]:
        more = f" and {len(slugs) - MOST_TOLD} more" if len(slugs) > MOST_TOLD else ""
        cause = cause if len(slugs) == 1 else cause.replace(" it ", " each ", 1)
        yield f"{', '.join(slugs[:MOST_TOLD])}{more}, because {cause}"
    if len(causes) > MOST_TOLD:
        yield f"and others for {len(causes) - MOST_TOLD} more causes, below"


def _cause(of: BudgetChoice, each: Reason) -> str:
    if each.never is not None:
        return each.never
    if each.alone <= 0 and (kpi := _without_money(of, each.slug)):
        return f"it moves {kpi}, which is no money: build it by `must`, or not at all"
    if each.alone <= 0:
        return "in the mean future it loses money, whenever it begins"
    if each.binds is None:
        return "others earn more"
    return f"of {each.binds}" if each.binds.startswith(WAIT) else f"no room is left in {each.binds}"


def _without_money(of: BudgetChoice, slug: str) -> str | None:
    """Return the KPI of a capability that moves one and earns no money by it, or None."""
    each = next(each for each in of.model.capabilities if each.slug == slug)
    return each.kpi if each.money == NO_MONEY else None


def _tail(of: BudgetChoice) -> str:
    return f"{of.asked.tail * 100:.3g}%"


def _percent(rate: float) -> str:
    return f", discounted at {rate * 100:.3g}% a year" if rate else ""


def _because(of: BudgetChoice, each: Reason) -> str:
    if each.never is None and each.alone <= 0 and (kpi := _without_money(of, each.slug)):
        return f"moves {kpi}, which is no money"
    if each.never is None and each.alone <= 0:
        return f"loses {bare_foretold(-each.alone)} in the mean future"
    return _cause(of, each)


def _lines(of: BudgetChoice) -> Iterator[str]:
    yield _paper(of)
    yield _gap(of)
    yield from _whole(of)
    flips = " ".join(_flips(of))
    if flips:
        yield flips
    yield (
        "How it is reckoned: a choice adds up what each capability earns and costs from its start on, in "
        f"{len(of.choice.problem.net):,} futures; it has a predecessor's failure and delay, but no team's queue. "
        f"The figures above are those of the whole simulation, {of.outlook.scenarios:,} other futures with that (seed "
        f"{of.outlook.seed}; their mean is known to {_money(of, 2 * of.outlook.error)} either way, that of the worst "
        f"{_tail(of)} to {_money(of, 2 * of.outlook.tail_error)}); by the sum alone (seed {of.seed}) the choice "
        f"nets {_money(of, of.choice.net)}. Lines are held against costs on paper: everything works, at its median. "
        "All of it is a forecast, grade D."
    )
    yield from _edits(of)


def _paper(of: BudgetChoice) -> str:
    now = of.declared
    said = (
        f"As declared, all {len(of.model.capabilities)} earn {_money(of, now.paper)} net on paper, where everything "
        f"works and takes its median; the mean of {now.scenarios:,} futures is {_money(of, now.net)}, and "
        f"{now.loses:.0%} of them lose money."
    )
    passed = [
        each
        for each in quarter_lines(of.asked, quarter_costs(of.model, of.asked.quarters).sum(axis=0))
        if each.left is not None and each.left < -0.5
    ]
    if passed:
        said += f" It passes {len(passed)} of {len(of.asked.lines)} lines."
    if now.paper > 0 > now.net:
        said += " The plan on paper is no forecast: it earns, and the mean future loses."
    return said


def _gap(of: BudgetChoice) -> str:
    choice = of.choice
    rule = "keeps no limits here" if choice.rule_net is None else f"nets {_money(of, choice.rule_net)}"
    beside = f"The rule of thumb (most for the scarce money first) {rule}, by the same sum."
    if math.isinf(choice.gap):
        return f"Time ran out before a bound was found. {beside}"
    lead = "The best there is" if choice.gap < 1e-6 else "At most"
    said = f"{lead}: no other choice earns over {_money(of, choice.bound)} by that sum (gap {choice.gap:.2%})."
    if not choice.is_whole:
        said = f"Time ran out. {said}"
    return f"{said} {beside}"


def _whole(of: BudgetChoice) -> Iterator[str]:
    """Say where the whole simulation says other than the sum."""
    floor = of.asked.floor
    if floor is not None and of.outlook.tail < floor:
        yield (
            f"Looked at whole, the worst {_tail(of)} of futures net {_money(of, of.outlook.tail)}, under the "
            f"appetite's {_money(of, floor)}; by the sum they net {_money(of, of.choice.tail)}. A floor a little "
            "higher would hold whole."
        )
    if of.of_rule is not None and of.of_rule.net > of.outlook.net + 1:
        yield (
            f"Looked at whole, the rule of thumb's plan earns more, {_money(of, of.of_rule.net)}: what tells them "
            "apart is smaller than what the sum leaves out."
        )


def _flips(of: BudgetChoice) -> Iterator[str]:
    told = of.stability
    if not told.worlds:
        return
    model, chosen = of.model, of.choice.chosen
    shares = {place: told.share(place) for place in range(len(model.capabilities))}
    always = [model.capabilities[place].slug for place, share in shares.items() if share == 1]
    never = [model.capabilities[place].slug for place, share in shares.items() if share == 0]
    yield (
        f"Under {len(told.worlds)} other beliefs (lower and higher benefits and chances, longer work, futures drawn "
        f"again) always chosen: {_some(always)}; never: {_some(never)}."
    )
    flips = [place for place, share in shares.items() if 0 < share < 1]
    flips.sort(key=lambda place: abs(shares[place] - 0.5))
    for place in flips[:MOST_TOLD]:
        against = told.against(place, is_built=place in chosen)
        word = "left out" if place in chosen else "built"
        if against:
            yield (
                f"{model.capabilities[place].slug} flips: {word} in {len(against)} of {len(told.worlds)}, first with "
                f"{against[0]}."
            )


def _some(slugs: list[str]) -> str:
    if not slugs:
        return "none"
    more = f" and {len(slugs) - 8} more" if len(slugs) > 8 else ""
    return ", ".join(slugs[:8]) + more


def _edits(of: BudgetChoice) -> Iterator[str]:
    ready = [(of.model.capabilities[place], day) for place, day in of.choice.ready.items()]
    late = [
        (each.slug, of.model.day(day))
        for each, day in ready
        if each.done is None and day > max(each.ready, of.model.as_of) + 1
    ]
    if late:
        edits = "; ".join(f"`starts: {day}` in capability/{slug}" for slug, day in late[:12])
        yield f"To plan it so, a person writes: {edits}."


def _plans(of: BudgetChoice) -> Table:
    titles = ("Plan", "Expected net", f"Worst {_tail(of)}", "p10", "p90", "Loses", "On paper")
    rows = [("chosen", of.outlook), ("rule of thumb", of.of_rule), ("as declared", of.declared)]
    return Table(
        title=f"Plans, whole, in {of.model.currency}{_percent(of.model.discount)}",
        columns=columns(*titles, right=titles[1:]),
        rows=tuple(_plan(name, each) for name, each in rows),
    )


def _plan(name: str, of: Outlook | None) -> tuple[str, ...]:
    if of is None:
        return (name, *([NOTHING] * 6))
    figures = (of.net, of.tail, of.p10, of.p90)
    return (name, *(bare_foretold(each) for each in figures), f"{of.loses:.0%}", bare_foretold(of.paper))


def _capabilities(of: BudgetChoice) -> Table:
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


def _left_out(of: BudgetChoice) -> Iterator[Table]:
    if not of.why.reasons:
        return
    titles = ("Not built, or late", "Why", "Alone", "To insist costs")
    rows = tuple((each.slug, _reason(of, each), bare_foretold(each.alone), _cost(each)) for each in of.why.reasons)
    yield Table(title="", columns=columns(*titles, right=titles[2:]), rows=rows[:24])


def _reason(of: BudgetChoice, each: Reason) -> str:
    if each.month is None:
        return _because(of, each)
    start = of.model.day(of.choice.ready[each.place])
    return f"begun {start}, for {each.binds}" if each.binds else f"begun {start}: others go first"


def _cost(each: Reason) -> str:
    if each.cost is None:
        return NOTHING
    return "impossible" if math.isinf(each.cost) else bare_foretold(each.cost)


def _quarters(of: BudgetChoice) -> Table:
    paper = of.choice.problem.options.paper[list(of.choice.chosen.values())].sum(axis=0)
    return lines_table(of.asked, paper, of.model.currency, of.outlook)


def _prices(of: BudgetChoice) -> Iterator[Table]:
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


def _money(of: BudgetChoice, value: float) -> str:
    return foretold(value, of.model.currency)
