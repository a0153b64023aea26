"""A budget's choice as a story: what is built and what that is expected to earn, what is left out and why."""

import math
from collections.abc import Iterator

from milepost.plan.budget.outlook import quarter_costs
from milepost.presentation.budget_choice import BudgetChoice, cause_of, rate_said, worst_said
from milepost.presentation.budget_quarters import quarter_lines
from milepost.presentation.budget_tables import (
    built_table,
    left_out_tables,
    plans_table,
    price_tables,
    quarters_table,
)
from milepost.presentation.simulation_words import known_said
from milepost.presentation.values import Story
from milepost.roadmap.money import foretold

MOST_TOLD = 4


def budget_story(of: BudgetChoice) -> Story:
    """Word a choice for a terminal."""
    first, *lines = _lines(of)
    tables = [plans_table(of), built_table(of), *left_out_tables(of), quarters_table(of), *price_tables(of)]
    return Story(message=_message(of), lines=(first, *lines), tables=tuple(tables))


def _message(of: BudgetChoice) -> str:
    every, built = len(of.model.capabilities), len(of.choice.chosen)
    said = f"Build {built} of {every}: expected net {_money(of, of.outlook.net)}{rate_said(of.model.discount)}"
    said += f" (worst {worst_said(of)} of futures: {_money(of, of.outlook.tail)})."
    told = list(_left_because(of))
    return f"{said} Left out: {'; '.join(told)}." if told else said


def _left_because(of: BudgetChoice) -> Iterator[str]:
    """Give those left out by cause, the dearest causes first."""
    causes: dict[str, list[str]] = {}
    for each in of.why.reasons:
        if each.month is None:
            causes.setdefault(cause_of(of, each), []).append(each.slug)
    for cause, slugs in list(causes.items())[:MOST_TOLD]:
        more = f" and {len(slugs) - MOST_TOLD} more" if len(slugs) > MOST_TOLD else ""
        cause = cause if len(slugs) == 1 else cause.replace(" it ", " each ", 1)
        yield f"{', '.join(slugs[:MOST_TOLD])}{more}, because {cause}"
    if len(causes) > MOST_TOLD:
        yield f"and others for {len(causes) - MOST_TOLD} more causes, below"


def _lines(of: BudgetChoice) -> Iterator[str]:
    yield _paper(of)
    yield _gap(of)
    if known := known_said(of.model):
        yield f"{len(of.model.capabilities)} capabilities, {known}: what is live stays, the rest may still be chosen."
    yield from _whole(of)
    flips = " ".join(_flips(of))
    if flips:
        yield flips
    yield (
        "How it is reckoned: a choice adds up what each capability earns and costs from its start on, in "
        f"{len(of.choice.problem.net):,} futures; it has a predecessor's failure and delay, but no team's queue. "
        f"The figures above are those of the whole simulation, {of.outlook.scenarios:,} other futures with that (seed "
        f"{of.outlook.seed}; their mean is known to {_money(of, 2 * of.outlook.error)} either way, that of the worst "
        f"{worst_said(of)} to {_money(of, 2 * of.outlook.tail_error)}); by the sum alone (seed {of.seed}) the choice "
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
            f"Looked at whole, the worst {worst_said(of)} of futures net {_money(of, of.outlook.tail)}, under the "
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


def _money(of: BudgetChoice, value: float) -> str:
    return foretold(value, of.model.currency)
