"""What a reader sees of a test's size: one sentence, what each number of weeks could find, its cost and ground."""

from collections.abc import Iterator

from milepost.experiments.sizing.size import Sizing, WeekLine
from milepost.presentation.numbers import chance
from milepost.presentation.values import NOTHING, Story, Table, columns

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def design_story(of: Sizing) -> Story:
    """Word a test's size."""
    tables = [_by_weeks(of)]
    tables += [_others(of)] if of.metrics else []
    tables += [_guardrails(of)] if of.guardrails else []
    return Story(message=sentence_of(of), lines=tuple(_lines(of)), tables=tuple(tables))


def sentence_of(of: Sizing) -> str:
    """Say the answer in one sentence."""
    asked, line, name = of.asked, of.planned, of.asked.metrics[0].name
    if of.weeks is None:
        return (
            f"No test of up to {_weeks(asked.most_weeks)} answers whether {name} moves by {asked.effect}: don't run it."
        )
    return (
        f"{_weeks(line.weeks)} with {line.units:,} units find an effect of {asked.effect} on {name} in "
        f"{chance(line.power)} of cases."
    )


def _lines(of: Sizing) -> Iterator[str]:
    history = of.history
    yield (
        f"Measured on {history.rows:,} rows of {history.first} to {history.last}, {_weeks(history.weeks)}: variance, "
        "units and level at each number of weeks, by the units that came in so many."
    )
    if of.asked.only is not None:
        column, control = of.asked.only
        yield (
            f"Rows with another {column} than {control} are no history and were left out: give --traffic where more "
            "will come than these."
        )
    yield from _money(of)
    if of.sequential is not None:
        yield (
            f"Looked at often: give --planned {of.sequential.planned:,}. A test with this effect ends after "
            f"{of.sequential.mean:.2f} times the units of a fixed one on average, by the plan in "
            f"{of.sequential.by_plan:.0%} of cases; the powers above are of having decided by then."
        )
    yield _covariate(of)
    yield f"Weekly cycle: {_cycle(of)}. Whole weeks hold it equally in both arms and in each reading."
    yield f"Repeats: {_repeats(of)}."
    if not all(each.is_measured for each in of.lines):
        yield "Weeks marked ~ are beyond what was measured: units and variance are carried on by how they grew."


def _money(of: Sizing) -> Iterator[str]:
    price = of.price
    if price is None:
        return
    verb = "are expected not to earn" if price.forgone >= 0 else "are expected to save"
    yield (
        f"Cost over {_weeks(of.planned.weeks)}: {price.currency} {price.treatment:,.2f} to treat {price.treated:,} "
        f"units; {price.untreated:,} untreated {verb} {price.currency} {abs(price.forgone):,.2f} if the effect is "
        f"{of.asked.effect} ({price.currency} {abs(price.forgone_per_week):,.2f} a week"
        + (f"; the holdout's part {price.currency} {abs(price.held_out):,.2f})." if of.asked.held_out else ").")
    )


def _covariate(of: Sizing) -> str:
    if of.asked.covariate is None:
        if of.offered is None:
            return "No covariate: for `--covariate pre` the history must be twice as long as the test."
        offered = f"takes {max(0.0, of.offered):.1%} of the variance away" if of.offered > 0 else "takes nothing away"
        return f"No covariate: the metric's own past {offered} (`--covariate pre`)."
    what = "the metric's own past" if of.asked.covariate == "pre" else of.asked.covariate
    if of.planned.gain > 0:
        gain = f"takes {of.planned.gain:.1%} of the variance away"
        return f"Covariate {what}: {gain}, measured on units that it was not fitted on."
    reach = ", whose history must be twice as long as the test" if of.asked.covariate == "pre" else ""
    return f"Covariate {what}: no gain measured at {_weeks(of.planned.weeks)}{reach}; none is assumed."


def _cycle(of: Sizing) -> str:
    return ", ".join(f"{day} {level:.0%}" for day, level in zip(_DAYS, of.history.cycle, strict=True))


def _repeats(of: Sizing) -> str:
    named = zip(("a unit's week and its next", "days", "weeks of days"), (of.repeats, *of.history.daily), strict=True)
    told = [f"{name} {value:+.2f}" for name, value in named if value is not None]
    return "correlation of " + ", ".join(told) if told else "too little history to say"


def _by_weeks(of: Sizing) -> Table:
    right = ("Weeks", "Units", "Level", "Std dev", "Could find", "In %", "Power", "Needed")
    return Table(
        title=f"What {of.asked.metrics[0].name} could show, at {of.asked.power:.0%} power and alpha {of.asked.alpha:g}",
        columns=columns(*right, right=right),
        rows=tuple(_row(each, of) for each in of.lines),
        note=f"Could find: the least effect found in {of.asked.power:.0%} of cases. Power and needed units: of "
        f"{of.asked.effect}.",
    )


def _row(line: WeekLine, of: Sizing) -> tuple[str, ...]:
    return (
        ("" if line.is_measured else "~") + ("*" if line.weeks == of.weeks else "") + str(line.weeks),
        f"{line.units:,}",
        f"{line.level:.4g}",
        f"{line.variance**0.5:.4g}",
        f"{line.detectable:.3g}",
        f"{line.relative:.1%}" if line.relative is not None else NOTHING,
        chance(line.power),
        f"{line.needed:,}",
    )


def _others(of: Sizing) -> Table:
    rows = tuple(
        (
            each.metric,
            f"{each.detectable:.3g}",
            f"{each.relative:.1%}" if each.relative is not None else NOTHING,
            str(each.weeks) if each.weeks is not None else NOTHING,
        )
        for each in of.metrics
    )
    right = ("Could find", "In %", f"Weeks for {of.asked.effect}")
    return Table(
        title=f"Other metrics in {_weeks(of.planned.weeks)}", columns=columns("Metric", *right, right=right), rows=rows
    )


def _guardrails(of: Sizing) -> Table:
    rows = tuple(
        (
            each.metric,
            f"{each.margin:f}",
            f"{each.needed:,}",
            str(each.weeks) if each.weeks is not None else NOTHING,
            chance(each.power),
        )
        for each in of.guardrails
    )
    right = ("Margin", "Units needed", "Weeks", "Power")
    title = "Guardrails: to show no worse by the margin where nothing changed"
    return Table(title=title, columns=columns("Metric", *right, right=right), rows=rows)


def _weeks(count: int) -> str:
    return f"{count} week{'' if count == 1 else 's'}"
