"""One metric of one arm against the control: from moments, adjusted by covariates, resampled where skewed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from milepost.experiments.design import Design
from milepost.experiments.groupings import Groupings, skewness_of
from milepost.experiments.readout import Interval, MetricReading, Resampling
from milepost.experiments.rules import NO_DENOMINATOR, NO_VALUES, NOTHING_VARIES, SKEWED, TELLS_TOO_LITTLE
from milepost.experiments.strength import strength_of
from milepost.kernel.finding import Finding, Span
from milepost.kernel.words import Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.grouping import Grouped
from milepost.outcomes.metric import OF_VALUES, MetricKind, MetricSpec
from milepost.statistics.bootstrap import bootstrap_t, draws_for, quantile_error
from milepost.statistics.estimate import Estimate, Level, difference
from milepost.statistics.mean import mean_level
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_level
from milepost.statistics.quantile_effect import quantile_level
from milepost.statistics.ratio import ratio_level
from milepost.statistics.regression import adjusted
from milepost.statistics.relative import Lift, relative_lift
from milepost.statistics.skewness import is_trusted
from milepost.statistics.winsorised import cap_of, capped_moments

LEVELS: Mapping[MetricKind, Callable[[Moments], Level]] = {
    MetricKind.MEAN: mean_level,
    MetricKind.PROPORTION: proportion_level,
    MetricKind.RATIO: ratio_level,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What is compared: a metric of a treatment with that of the control."""

    metric: MetricSpec
    control: ArmAggregates
    treatment: ArmAggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What all contrasts of an experiment are read with; `seen` is the information of always-valid intervals."""

    aggregates: Aggregates
    design: Design
    groups: Groupings
    seen: float | None

    def read(self, of: Contrast) -> MetricReading | Finding:
        """Read one contrast; a finding says why there is no number."""
        if of.metric.kind in OF_VALUES:
            return self._of_values(of)
        if of.metric.kind is MetricKind.RATIO and not all(each.means[1] for each in sides_of(of)):
            arms = f"{of.control.arm!r} or {of.treatment.arm!r}"
            message = f"metric {of.metric.name!r}: {of.metric.denominator!r} sums to zero in {arms}"
            return NO_DENOMINATOR.at(self.span, message, NO_DENOMINATOR.fix)
        before, after = (LEVELS[of.metric.kind](each) for each in sides_of(of))
        if (flat := self._flat(of, before, after)) is not None:
            return flat
        plain = self._told(of, before, after)
        skewness = skewness_of(self.aggregates, self.design, of.metric, of.treatment.arm)
        reading = replace(self._adjusted(of, plain), skewness=skewness)
        groups = self.groups.get(of.metric.name)
        if skewness is None or is_trusted(skewness) or groups is None:
            return reading
        try:
            return self._resampled(of, reading, groups)
        except ValueError as error:
            return self.too_little(of, str(error))

    def skewed(self, of: MetricReading) -> Finding | None:
        """Find that a reading is too skewed for Student's interval, and which one it has instead."""
        if of.estimate is None or of.skewness is None or is_trusted(of.skewness):
            return None
        message = f"metric {of.metric!r} in {of.arm!r}: the estimate's skewness is {of.skewness:.2f}"
        if of.resampling is None:
            hint = "the interval is still as symmetric as a normal one: wait for more units before you claim anything"
            return SKEWED.at(self.span, f"{message}, too much for its interval at so few units", hint)
        made = f"{of.resampling.draws:,} draws, seed {of.resampling.seed}"
        return SKEWED.at(self.span, f"{message}, so its interval is by bootstrap-t ({made})", SKEWED.fix)

    @property
    def span(self) -> Span | None:
        """Return the table, for findings; None where its name is unknown."""
        return Span(path=self.aggregates.source) if self.aggregates.source else None

    def _told(self, of: Contrast, before: Level, after: Level) -> MetricReading:
        effect = difference(before, after, information=self.seen)
        lift = relative_lift(before, after, information=self.seen)
        ratio = lift if of.metric.kind is MetricKind.PROPORTION else None
        units = of.control.n + of.treatment.n
        return replace(
            blank(of, self.design),
            phase=Phase.INCONCLUSIVE,
            control_level=before.value,
            arm_level=after.value,
            estimate=effect,
            lift=lift,
            strength=None if self.design.randomised else strength_of(effect, units, ratio),
        )

    def _adjusted(self, of: Contrast, plain: MetricReading) -> MetricReading:
        """Adjust by the covariates; where these tell all, or rows are fewer than they, the plain reading stands."""
        if not _is_adjustable(of, self.design):
            return plain
        found = adjusted(*sides_of(of), len(self.design.covariates), is_ratio=of.metric.kind is MetricKind.RATIO)
        if found.control.variance + found.treatment.variance <= 0:
            return plain
        told = self._told(of, found.control, found.treatment)
        return replace(told, unadjusted=plain.estimate, reduction=found.reduction)

    def _resampled(self, of: Contrast, reading: MetricReading, groups: Mapping[str, Grouped]) -> MetricReading:
        turn = (1.0, *(-each for each in slope_of(of, self.design)))
        control, treatment = (groups[each.arm].along(turn) for each in (of.control, of.treatment))
        draws = draws_for(max(len(control.counts), len(treatment.counts)))
        # The place of a contrast among all is part of its seed, so that no two share their draws.
        place = [each.arm for each in self.aggregates.arms].index(of.treatment.arm)
        metric = [each.name for each in self.design.measured].index(of.metric.name)
        found = bootstrap_t(control, treatment, (self.design.seed, metric, place), draws)
        lift = reading.lift and Lift(lift=reading.lift.lift, interval=None)
        resampling = resampling_of(found, Interval.BOOTSTRAP_T, self.design.seed)
        return replace(reading, estimate=found, lift=lift, resampling=resampling)

    def _of_values(self, of: Contrast) -> MetricReading | Finding:
        groups, at = self.groups.get(of.metric.name), of.metric.at
        if groups is None or at is None:
            message = f"metric {of.metric.name!r} can't be read from aggregates"
            return NO_VALUES.at(self.span, message, NO_VALUES.fix)
        pair = [groups[each.arm] for each in (of.control, of.treatment)]
        if of.metric.kind is MetricKind.QUANTILE:
            try:
                before, after = (quantile_level(each.along((1,)), at) for each in pair)
            except ValueError as error:
                return self.too_little(of, str(error))
        else:
            tables = tuple(each.along((1,)) for each in groups.values())
            cap = cap_of(tables, at)
            before, after = (mean_level(capped_moments(each.along((1,)), cap)) for each in pair)
        if (flat := self._flat(of, before, after)) is not None:
            return flat
        return replace(self._told(of, before, after), is_binned=any(each.is_binned for each in pair))

    def _flat(self, of: Contrast, before: Level, after: Level) -> Finding | None:
        """Find arms that do not vary: a standard error of zero is no knowledge, for the next unit may be another."""
        if before.variance + after.variance <= 0:
            return self._nothing_varies(of, before, after)
        for level, arm in ((before, of.control), (after, of.treatment)):
            if level.variance <= 0:
                where = "around its quantile " if of.metric.kind is MetricKind.QUANTILE else ""
                return self.too_little(of, f"{where}all of arm {arm.arm!r} is {level.value:g}, in {arm.n:,} units")
        return None

    def too_little(self, of: Contrast, why: str) -> Finding:
        """Say why an arm tells too little of a metric for a number."""
        message = f"metric {of.metric.name!r} of {of.treatment.arm!r} against {of.control.arm!r}: {why}"
        return TELLS_TOO_LITTLE.at(self.span, message, TELLS_TOO_LITTLE.fix)

    def _nothing_varies(self, of: Contrast, before: Level, after: Level) -> Finding:
        start = "every cell" if of.metric.kind not in OF_VALUES else "what is around it"
        same = f"{start} is {before.value:g} in {of.control.arm!r} and {after.value:g} in {of.treatment.arm!r}"
        message = f"metric {of.metric.name!r} varies in neither arm: {same}"
        return NOTHING_VARIES.at(self.span, message, NOTHING_VARIES.fix)


def blank(of: Contrast, design: Design) -> MetricReading:
    """Give the reading of a contrast that may not be shown."""
    is_primary = of.metric.name == design.metrics[0].name
    return MetricReading(metric=of.metric.name, arm=of.treatment.arm, is_primary=is_primary, phase=Phase.ERROR)


def sides_of(of: Contrast) -> tuple[Moments, Moments]:
    """Return the moments of the control and the treatment."""
    return of.control.moments[of.metric.name], of.treatment.moments[of.metric.name]


def slope_of(of: Contrast, design: Design) -> tuple[float, ...]:
    """Return the slopes by which a mean is adjusted; none without covariates."""
    return adjusted(*sides_of(of), len(design.covariates)).slope if _is_adjustable(of, design) else ()


def _is_adjustable(of: Contrast, design: Design) -> bool:
    return bool(design.covariates) and min(of.control.n, of.treatment.n) > len(design.covariates) + 1


def resampling_of(of: Estimate, kind: Interval, seed: int, scale: float = 1.0) -> Resampling:
    """Say how an estimate was resampled; `scale` times it is the unit it is shown in."""
    assert of.pivot is not None
    error = quantile_error(of.pivot, 0.95) * of.standard_error * scale
    return Resampling(kind=kind, draws=len(of.pivot.draws), seed=seed, error=error)
