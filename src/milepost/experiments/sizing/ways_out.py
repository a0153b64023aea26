"""What else could answer when a design can't: each with its number."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.sizing.asked import PRE, Asked, Effect
from milepost.experiments.sizing.rules import CANT_ANSWER
from milepost.experiments.sizing.size import Sizing, WayOut, WeekLine
from milepost.kernel.finding import Finding

Weeks = Callable[[Asked], int | None]
Best = Callable[[Asked], WeekLine]
_FARTHER = 0.99
_EQUAL = Decimal("0.001")


def ways_out(of: Sizing, weeks: Weeks, best: Best) -> tuple[WayOut, ...]:
    """Give what could answer.

    `weeks` says how many weeks a changed design takes, None where none looked at do; `best` what it could find in those
    allowed.
    """
    asked, most = of.asked, of.asked.most_weeks
    found = [*_larger(of, weeks), *_longer(of, weeks)]
    for what, said, changed in _others(asked):
        found += _better(what, said, of, weeks(changed), best(changed))
    found += [
        WayOut(what="a wider margin", said=f"a margin of {each.clears:.3g} on {each.metric}", number=each.clears)
        for each in of.guardrails
        if each.power < asked.power
    ]
    able = [(each.weeks, each.metric) for each in of.metrics if each.weeks is not None and each.weeks <= most]
    found += [
        WayOut(what="another metric", said=f"{name} as the primary metric: {_weeks(count)}", number=count)
        for count, name in sorted(able)
    ]
    return tuple(found)


def _others(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    """Give designs that differ in one thing."""
    share = Decimal(1) / len(asked.split)
    if max(asked.split.values()) - min(asked.split.values()) > _EQUAL:
        yield "another split", "an equal split", replace(asked, split=dict.fromkeys(asked.split, share))
    if asked.covariate is None:
        said = "the metric's own past as covariate (`--covariate pre`)"
        yield "a covariate", said, replace(asked, covariate=PRE)
    if asked.is_sequential:
        yield "a fixed end", "one look at the end, without --sequential", replace(asked, is_sequential=False)
    if asked.held_out:
        yield "no holdout", "without the holdout", replace(asked, held_out=Decimal(0))


def _better(what: str, said: str, of: Sizing, weeks: int | None, line: WeekLine) -> Iterator[WayOut]:
    """Give a changed design with the weeks in which it answers; or else, where it finds less, with what it finds."""
    if weeks is not None and weeks <= of.asked.most_weeks:
        yield WayOut(what=what, said=f"{said}: {_weeks(weeks)}", number=weeks)
    elif line.detectable / line.effect < _FARTHER * of.planned.detectable / of.planned.effect:
        is_relative = of.asked.effect.is_relative and line.relative is not None
        effect = Effect(value=(line.relative or 0.0) if is_relative else line.detectable, is_relative=is_relative)
        later = f", or {_weeks(weeks)}" if weeks is not None else ""
        yield WayOut(what=what, said=f"{said}: finds {_rounded(effect)} or more{later}", number=effect.value)


def _rounded(effect: Effect) -> Effect:
    return replace(effect, value=float(f"{effect.value:.3g}"))


def cant_answer(of: Sizing, others: tuple[WayOut, ...]) -> Finding:
    """Say why the design can't answer, and what could."""
    line, asked = of.planned, of.asked
    held = [each for each in of.guardrails if each.power < asked.power]
    why = f"of up to {_weeks(asked.most_weeks)} at best {line.weeks}, whose {line.units:,} units find"
    why += f" an effect of {asked.effect} in {line.power:.0%} of cases, {asked.power:.0%} asked"
    why += f" ({line.needed:,} units needed)"
    for each in held:
        why += (
            f"; a {each.metric} that is no worse is shown to be so in {each.power:.0%} ({each.needed:,} units needed)"
        )
    said = "; ".join(each.said for each in others)
    return CANT_ANSWER.at(None, f"the design can't answer: {why}", f"what could: {said}" if said else CANT_ANSWER.fix)


def _larger(of: Sizing, weeks: Weeks) -> Iterator[WayOut]:
    line, asked = of.planned, of.asked
    if line.power >= asked.power or line.relative is None:
        return
    is_relative = asked.effect.is_relative
    value = line.relative if is_relative else line.detectable
    # Of a share the variance grows with the effect: a little more is tried until it does.
    for more in (1.005, 1.02, 1.05, 1.1, 1.2, 1.35):
        effect = Effect(value=float(f"{value * more:.3g}"), is_relative=is_relative)
        if weeks(replace(asked, effect=effect, guardrails=())) in range(1, asked.most_weeks + 1):
            yield WayOut(what="a larger effect", said=f"an effect of {effect} or more", number=effect.value)
            return


def _longer(of: Sizing, weeks: Weeks) -> Iterator[WayOut]:
    found, known = weeks(of.asked), len(of.history.windows)
    if found is not None:
        beyond = f" (beyond the {known} measured: carried on by their growth)" if found > known else ""
        said = f"{_weeks(found)} instead of {of.asked.most_weeks}{beyond}"
        yield WayOut(what="more weeks", said=said, number=found)


def _weeks(count: int | None) -> str:
    return f"{count} week{'' if count == 1 else 's'}"
