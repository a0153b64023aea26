"""From a history and what is asked to a size: the first whole number of weeks that answers, or why none does."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from milepost.experiments.sizing.asked import PRE, Asked
from milepost.experiments.sizing.carried import Growth
from milepost.experiments.sizing.history import History
from milepost.experiments.sizing.rules import NO_DESIGN, NOTHING_TO_FIND
from milepost.experiments.sizing.size import GuardrailLine, MetricLine, Price, Sequential, Sizing, WeekLine
from milepost.experiments.sizing.ways_out import cant_answer, ways_out
from milepost.kernel.finding import Refused
from milepost.kernel.money import posted
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.statistics.crossing import Decided, decided, inflation
from milepost.statistics.power import detectable, one_sided_detectable, one_sided_power, power, spread, units

FARTHEST = 104
"""Weeks looked ahead for a test that would answer."""
_GUARD_ALPHA = 0.05
"""A guardrail is read by its one-sided 95% bound."""


def size(history: History, asked: Asked) -> Sizing:
    """Size the test. Raises Refused with what makes no design of it, or with MP575 where nothing can be computed."""
    if wrong := tuple(asked.findings()):
        raise Refused(*wrong)
    desk = Desk(history=history, asked=asked)
    desk.must_vary()
    weeks = desk.weeks(asked.most_weeks)
    planned = desk.line(weeks or desk.best)
    found = Sizing(
        asked=asked,
        history=history,
        weeks=weeks,
        planned=planned,
        lines=tuple(desk.line(w) for w in shown_weeks(asked.most_weeks, planned.weeks)),
        metrics=tuple(desk.other(each, planned.weeks) for each in asked.metrics[1:]),
        guardrails=tuple(desk.guarded(planned.weeks)),
        price=desk.price(planned) if asked.money else None,
        sequential=desk.sequential(planned) if asked.is_sequential else None,
        ways_out=(),
        repeats=desk.repeats,
        offered=desk.offered(planned.weeks) if asked.covariate is None else None,
    )
    if weeks is not None:
        return found
    others = ways_out(found, lambda other: _desk(history, other).weeks(FARTHEST), lambda other: _best(history, other))
    return replace(found, ways_out=others, findings=(cant_answer(found, others),))


def _desk(history: History, asked: Asked) -> "Desk":
    return Desk(history=history, asked=asked)


def _best(history: History, asked: Asked) -> WeekLine:
    desk = _desk(history, asked)
    return desk.line(desk.best)


def shown_weeks(most: int, planned: int) -> list[int]:
    """Return the weeks that a table shows: each up to eight, then every second and fourth, the planned and the last."""
    shown = {w for w in range(1, most + 1) if w <= 8 or (w <= 16 and w % 2 == 0) or w % 4 == 0}
    return sorted(shown | {planned, most})


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Works a size out of a history."""

    history: History
    asked: Asked

    def must_vary(self) -> None:
        """Raise Refused with MP575 for a metric that does not vary, or that has no level to take a share of."""
        for metric in self.asked.measured:
            figures = self._growth.figures(metric, 1)
            if any(self._growth.figures(metric, w).variance <= 0 for w in (1, self._growth.measured_weeks)):
                message = f"metric {metric.name!r} is {figures.level:g} for every unit of the history"
                raise Refused(NOTHING_TO_FIND.at(None, message, NOTHING_TO_FIND.fix))
        primary = self.asked.metrics[0]
        if self.asked.effect.is_relative and self._growth.figures(primary, 1).level <= 0:
            message = f"metric {primary.name!r} has a level that is not above zero, and a share of it was asked for"
            raise Refused(NOTHING_TO_FIND.at(None, message, NOTHING_TO_FIND.fix))
        level = self._growth.figures(primary, 1).level
        if primary.kind is MetricKind.PROPORTION and level + self.asked.effect.at(level) > 1:
            message = f"an effect of {self.asked.effect} takes {primary.name!r}, a share of {level:.4g}, above one"
            raise Refused(NO_DESIGN.at(None, message, "give an effect that can be"))

    def weeks(self, most: int) -> int | None:
        """Return the first number of weeks that finds the effect and clears every guardrail, None up to `most`."""
        return next((w for w in range(1, most + 1) if self._answers(w)), None)

    @cached_property
    def best(self) -> int:
        """Return the number of weeks allowed that comes nearest to an answer: not always the last."""
        return max(range(1, self.asked.most_weeks + 1), key=lambda w: (self._surest(w), -w))

    def line(self, weeks: int) -> WeekLine:
        """Return what a test of so many weeks can find."""
        primary, count = self.asked.metrics[0], self._growth.units(weeks)
        figures, gain = self._growth.figures(primary, weeks), self._gain(primary, weeks)
        effect, spread_ = self.asked.effect.at(figures.level), self._spread(primary, weeks)
        least = self._least() * self._error(primary, weeks)
        return WeekLine(
            weeks=weeks,
            units=count,
            level=figures.level,
            variance=figures.variance,
            gain=gain,
            effect=effect,
            detectable=least,
            relative=least / abs(figures.level) if figures.level else None,
            power=self._chance(weeks),
            needed=_whole(units(spread_, effect, self._least())),
            is_measured=weeks <= self._growth.measured_weeks,
        )

    def other(self, metric: MetricSpec, weeks: int) -> MetricLine:
        """Return what another metric could find in so many weeks, and its weeks for the same relative effect."""
        desk = Desk(history=self.history, asked=replace(self.asked, metrics=(metric,)))
        line = desk.line(weeks)
        asked_of = desk.weeks(FARTHEST) if self.asked.effect.is_relative and line.level > 0 else None
        return MetricLine(metric=metric.name, detectable=line.detectable, relative=line.relative, weeks=asked_of)

    def guarded(self, weeks: int) -> Iterator[GuardrailLine]:
        """Give a line per guardrail."""
        for place, each in enumerate(self.asked.guardrails):
            distance, clears = float(each.margin), one_sided_detectable(self.asked.power, _GUARD_ALPHA)
            yield GuardrailLine(
                metric=each.metric.name,
                margin=each.margin,
                needed=_whole(units(self._spread(each.metric, weeks, is_moved=False), distance, clears)),
                weeks=next((w for w in range(1, FARTHEST + 1) if self._guard(place, w) >= self.asked.power), None),
                power=self._guard(place, weeks),
                clears=clears * self._error(each.metric, weeks, is_moved=False),
            )

    def price(self, line: WeekLine) -> Price | None:
        """Return what the test costs if the effect is the one asked for."""
        money = self.asked.money
        if money is None:
            return None
        held, control = self._growth.held_out(line.weeks), next(iter(self.asked.split.values()))
        treated = round(line.units * float(1 - control))
        untreated = line.units - treated + held
        each = self._earned(line) * float(money.margin) - float(money.cost_per_unit)
        return Price(
            currency=money.currency,
            treated=treated,
            untreated=untreated,
            treatment=posted(money.cost_per_unit * treated),
            forgone=_money(each * untreated),
            forgone_per_week=_money(each * untreated / line.weeks),
            held_out=_money(each * held),
            value_per_unit=each,
        )

    def sequential(self, line: WeekLine) -> Sequential:
        """Return what looking often costs, and the units to plan for: those of the fixed test."""
        found = inflation(self._sure, self._alpha)
        by_plan = sum(p for p, t in zip(found.at, found.times, strict=True) if t <= 1)
        planned = _whole(units(self._spread(self.asked.metrics[0], line.weeks), line.effect, self._sure))
        return Sequential(planned=planned, mean=found.mean_time, by_plan=by_plan)

    def offered(self, weeks: int) -> float | None:
        """Return the gain by the metric's own past that was measured and not asked for; None where it was not."""
        return self._growth.figures(self.asked.metrics[0], weeks).gain

    @cached_property
    def repeats(self) -> float | None:
        """Return how much a unit's last week is like the one before, over those seen in it; None if unmeasured."""
        return (
            self._growth.figures(self.asked.metrics[0], 1).correlation if self.asked.covariate in {None, PRE} else None
        )

    @cached_property
    def _growth(self) -> Growth:
        return Growth(history=self.history, asked=self.asked)

    @cached_property
    def _alpha(self) -> float:
        return self.asked.alpha / self.asked.compared

    @cached_property
    def _sure(self) -> float:
        return detectable(self.asked.power, self._alpha)

    def _least(self) -> float:
        """Return how many standard errors the effect must be; of a test that is looked at often, so that it decides."""
        return self._sure if not self.asked.is_sequential else _sequential_least(self.asked.power, self._alpha)

    def _gain(self, metric: MetricSpec, weeks: int) -> float:
        gain = self._growth.figures(metric, weeks).gain if self.asked.covariate else None
        return max(0.0, gain or 0.0)

    def _spread(self, metric: MetricSpec, weeks: int, *, is_moved: bool = True) -> float:
        """Return the variance of the difference of control and the smallest other arm, over one unit of the test."""
        figures, left = self._growth.figures(metric, weeks), 1 - self._gain(metric, weeks)
        control, *others = (float(share) for share in self.asked.split.values())
        treated = figures.variance
        if is_moved and metric.kind is MetricKind.PROPORTION and metric == self.asked.metrics[0]:
            share = min(1.0, figures.level + self.asked.effect.at(figures.level))
            treated = share * (1 - share)
        return spread(figures.variance * left, treated * left, control, min(others))

    def _answers(self, weeks: int) -> bool:
        return self._surest(weeks) >= self.asked.power

    def _surest(self, weeks: int) -> float:
        """Return the least of the powers: to find the effect, and to clear each guardrail."""
        return min(self._chance(weeks), *(self._guard(k, weeks) for k in range(len(self.asked.guardrails))), 1.0)

    def _chance(self, weeks: int) -> float:
        if not self.asked.is_sequential:
            drift = self._drift(weeks)
            return power(drift, 1.0, self._alpha) if drift else 0.0
        return self._decided.by(weeks)

    @cached_property
    def _decided(self) -> Decided:
        """Return when the test decides, looked at each week; a week that teaches nothing is as long as a moment."""
        times: list[float] = []
        for w in range(1, FARTHEST + 1):
            learnt = (self._drift(w) / self._sure) ** 2
            times.append(max(learnt, times[-1] * (1 + 1e-6) if times else 1e-9))
        return decided(self._sure, times, 1.0, self._alpha)

    def _drift(self, weeks: int) -> float:
        """Return the effect asked for in standard errors of a test of so many weeks."""
        primary, count = self.asked.metrics[0], self._growth.units(weeks)
        level = self._growth.figures(primary, weeks).level
        return self.asked.effect.at(level) * math.sqrt(count / self._spread(primary, weeks))

    def _guard(self, place: int, weeks: int) -> float:
        each, count = self.asked.guardrails[place], self._growth.units(weeks)
        if not count:
            return 0.0
        return one_sided_power(float(each.margin), self._error(each.metric, weeks, is_moved=False), _GUARD_ALPHA)

    def _error(self, metric: MetricSpec, weeks: int, *, is_moved: bool = True) -> float:
        return math.sqrt(self._spread(metric, weeks, is_moved=is_moved) / max(1, self._growth.units(weeks)))

    def _earned(self, line: WeekLine) -> float:
        """Return what a unit earns more by the effect: of the money metric, or by the same share of its level."""
        money, primary = self.asked.money, self.asked.metrics[0]
        assert money is not None
        if primary.column == money.metric and primary.denominator is None:
            return line.effect
        other = next(each for each in self.asked.measured if each.column == money.metric and each.denominator is None)
        return line.effect / abs(line.level) * self._growth.figures(other, line.weeks).level if line.level else 0.0


@cache
def _sequential_least(chance: float, alpha: float) -> float:
    """Return how many standard errors the effect must be at the end for an always-valid test to be decided by then."""
    sure = detectable(chance, alpha)
    low, high = sure, 3 * sure
    for _ in range(24):
        middle = (low + high) / 2
        end = (middle / sure) ** 2
        by = sum(decided(sure, [end * look / 20 for look in range(1, 21)], 1.0, alpha).at)
        low, high = (middle, high) if by < chance else (low, middle)
    return (low + high) / 2


def _whole(count: float) -> int:
    return int(-(-count // 1))


def _money(value: float) -> Decimal:
    return posted(Decimal(repr(value)))
