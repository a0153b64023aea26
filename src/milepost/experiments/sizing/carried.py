"""A unit's figures by weeks: measured as far as the history goes, carried on from there by how they grew."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from milepost.experiments.sizing.asked import Asked
from milepost.experiments.sizing.history import WEEK, History, UnitFigures, unit_figures
from milepost.outcomes.metric import MetricKind, MetricSpec


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Gives units and figures at any number of weeks; beyond the history by the power law of its last quarter."""

    history: History
    asked: Asked

    @cached_property
    def measured_weeks(self) -> int:
        """Return up to how many weeks the history tells."""
        return len(self.history.windows)

    def units(self, weeks: int) -> int:
        """Return how many units the arms get in so many weeks, those of the holdout and of other arms left out."""
        seen = [each.units for each in self.history.windows]
        found = self._at(weeks, lambda w: float(seen[w - 1]), most=1.0)
        scale = float(self.asked.traffic) * WEEK / seen[0] if self.asked.traffic is not None else 1.0
        return int(found * scale * (1 - float(self.asked.held_out)) * float(self.asked.compared_share))

    def held_out(self, weeks: int) -> int:
        """Return how many units the holdout keeps from a test of so many weeks."""
        share, compared = float(self.asked.held_out), float(self.asked.compared_share)
        return round(self.units(weeks) / compared * share / (1 - share))

    def figures(self, metric: MetricSpec, weeks: int) -> UnitFigures:
        """Return a unit's figures. A gain beyond the history is not carried on: it was not measured there."""
        known = self._figures[metric.name]
        if weeks <= len(known):
            return known[weeks - 1]
        variance = self._at(weeks, lambda w: known[w - 1].variance)
        level = self._level(metric, weeks)
        if metric.kind is MetricKind.PROPORTION:
            variance = level * (1 - level)
        return replace(known[-1], level=level, variance=variance, gain=None, correlation=None)

    def _level(self, metric: MetricSpec, weeks: int) -> float:
        known = self._figures[metric.name]
        if metric.kind is MetricKind.RATIO:
            return known[-1].level
        if metric.kind is MetricKind.MEAN:
            return self._at(weeks, lambda w: known[w - 1].level)
        # A share comes ever nearer to one: what grows is the logarithm of those who are left.
        return 1 - math.exp(-self._at(weeks, lambda w: -math.log(max(1 - known[w - 1].level, 1e-9))))

    @cached_property
    def _figures(self) -> dict[str, Sequence[UnitFigures]]:
        windows = self.history.windows
        return {each.name: [unit_figures(each, window) for window in windows] for each in self.asked.measured}

    def _at(self, weeks: int, of: Callable[[int], float], most: float | None = None) -> float:
        """Return a figure at so many weeks: as measured, or carried on by the slope of the logarithms.

        `most` bounds the slope: units can't come faster than they did.
        """
        last = self.measured_weeks
        if weeks <= last:
            return of(weeks)
        early = max(1, last - max(1, last // 4))
        if last == early or min(of(early), of(last)) <= 0:
            return of(last)
        slope = math.log(of(last) / of(early)) / math.log(last / early)
        slope = min(slope, most) if most is not None else slope
        return float(of(last) * (weeks / last) ** max(0.0, slope))
