"""From aggregates to a read-out: the split first, then effects, then money, then words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from milepost.experiments.arms import arm_findings, compared_arms, shares_of
from milepost.experiments.design import Design
from milepost.experiments.guardrails import guarding, guardrail_readings
from milepost.experiments.headline import headline
from milepost.experiments.money import price
from milepost.experiments.readout import ArmSize, MetricReading, MoneyReading, ReadOut, SampleRatio
from milepost.experiments.rules import NO_DENOMINATOR, NOTHING_VARIES, SRM_FAILED
from milepost.experiments.strength import strength_of
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.aggregates import Aggregates, ArmAggregates
from milepost.outcomes.metric import MetricKind, MetricSpec
from milepost.statistics.adjust import benjamini_hochberg, holm
from milepost.statistics.always_valid import information
from milepost.statistics.estimate import Level, difference
from milepost.statistics.mean import mean_level
from milepost.statistics.moments import Moments
from milepost.statistics.proportion import proportion_level
from milepost.statistics.ratio import ratio_level
from milepost.statistics.relative import relative_lift
from milepost.statistics.srm import srm_p_value

SRM_ALPHA = 0.001
Contrast = tuple[MetricSpec, ArmAggregates, ArmAggregates]

LEVELS: Mapping[MetricKind, Callable[[Moments], Level]] = {
    MetricKind.MEAN: mean_level,
    MetricKind.PROPORTION: proportion_level,
    MetricKind.RATIO: ratio_level,
}


def read_out(aggregates: Aggregates, design: Design) -> ReadOut:
    """Judge an experiment from its aggregates.

    Aggregates must be sound. Raises Refused with findings when the arms do not fit the design. A sample ratio
    mismatch, a metric that does not vary and a ratio over nothing give no number but a finding in the read-out.
    """
    if refusals := tuple(arm_findings(aggregates, design)):
        raise Refused(*refusals)
    shares = shares_of(aggregates, design)
    sizes = tuple(ArmSize(arm=a.arm, n=a.n, share=s) for a, s in zip(aggregates.arms, shares, strict=True))
    p_value = srm_p_value([each.n for each in sizes], shares)
    srm = SampleRatio(p_value=p_value, ok=p_value >= SRM_ALPHA)
    readings, findings = _readings(aggregates, design, srm, sizes)
    money = _money(aggregates, design) if srm.ok else ()
    grade = Grade.A if design.randomised and srm.ok else Grade.C
    bare = ReadOut(
        control=design.control,
        alpha=design.alpha,
        planned=design.planned,
        srm=srm,
        arms=sizes,
        metrics=readings,
        money=money,
        grade=grade,
        sentence="",
        findings=findings,
        guardrails=tuple(guardrail_readings(readings, design)),
    )
    return replace(bare, sentence=headline(bare))


def _readings(
    aggregates: Aggregates, design: Design, srm: SampleRatio, sizes: Sequence[ArmSize]
) -> tuple[tuple[MetricReading, ...], tuple[Finding, ...]]:
    contrasts, seen = _contrasts(aggregates, design), _information(aggregates, design)
    if not srm.ok:
        return tuple(_blank(each, design) for each in contrasts), (_srm_finding(aggregates, srm, sizes),)
    readings, findings = [], []
    for contrast in contrasts:
        reading = _read(contrast, design, aggregates.source, seen)
        if isinstance(reading, Finding):
            findings.append(reading)
            reading = _blank(contrast, design)
        readings.append(reading)
    only = {each.name for each in design.guarding}
    claims = _adjusted([each for each in readings if each.metric not in only], design.alpha)
    return (*claims, *guarding([each for each in readings if each.metric in only], design)), tuple(findings)


def _contrasts(aggregates: Aggregates, design: Design) -> list[Contrast]:
    by_name = {each.arm: each for each in aggregates.arms}
    control, *treatments = (by_name[arm] for arm in compared_arms(aggregates, design))
    return [(metric, control, arm) for metric in design.measured for arm in treatments]


def _information(aggregates: Aggregates, design: Design) -> float | None:
    compared = compared_arms(aggregates, design)
    units = sum(each.n for each in aggregates.arms if each.arm in compared)
    return None if design.planned is None else information(units, design.planned)


def _read(contrast: Contrast, design: Design, source: str, seen: float | None) -> MetricReading | Finding:
    metric, control, treatment = contrast
    span = Span(path=source) if source else None
    sides = control.moments[metric.name], treatment.moments[metric.name]
    if metric.kind is MetricKind.RATIO and not all(each.means[1] for each in sides):
        message = f"metric {metric.name!r}: {metric.denominator!r} sums to zero in {control.arm!r} or {treatment.arm!r}"
        return NO_DENOMINATOR.at(span, message, NO_DENOMINATOR.fix)
    before, after = (LEVELS[metric.kind](each) for each in sides)
    if before.variance + after.variance <= 0:
        same = f"every cell is {before.value:g} in {control.arm!r} and {after.value:g} in {treatment.arm!r}"
        message = f"metric {metric.name!r} varies in neither arm: {same}"
        return NOTHING_VARIES.at(span, message, NOTHING_VARIES.fix)
    effect, lift = difference(before, after, information=seen), relative_lift(before, after, information=seen)
    ratio = lift if metric.kind is MetricKind.PROPORTION else None
    return replace(
        _blank(contrast, design),
        phase=Phase.INCONCLUSIVE,
        control_level=before.value,
        arm_level=after.value,
        estimate=effect,
        lift=lift,
        strength=None if design.randomised else strength_of(effect, control.n + treatment.n, ratio),
    )


def _blank(contrast: Contrast, design: Design) -> MetricReading:
    metric, _, treatment = contrast
    is_primary = metric.name == design.metrics[0].name
    return MetricReading(metric=metric.name, arm=treatment.arm, is_primary=is_primary, phase=Phase.ERROR)


def _adjusted(readings: Sequence[MetricReading], alpha: float) -> tuple[MetricReading, ...]:
    """Put in adjusted p-values and phases: Holm over arms on the primary, Benjamini-Hochberg over the others."""
    done = {id(each): each for each in readings}
    for adjust, is_primary in ((holm, True), (benjamini_hochberg, False)):
        family = [each for each in readings if each.is_primary is is_primary and each.estimate is not None]
        p_values = adjust([each.estimate.p_value for each in family if each.estimate is not None])
        for reading, p_value in zip(family, p_values, strict=True):
            done[id(reading)] = replace(reading, p_adjusted=p_value, phase=_phase(reading, p_value, alpha))
    return tuple(done.values())


def _phase(reading: MetricReading, p_adjusted: float, alpha: float) -> Phase:
    if reading.estimate is None or p_adjusted >= alpha:
        return Phase.INCONCLUSIVE
    return Phase.SUCCESSFUL if reading.estimate.effect > 0 else Phase.FAILED


def _money(aggregates: Aggregates, design: Design) -> tuple[MoneyReading, ...]:
    metric, money = design.money_metric, design.money
    if metric is None or money is None:
        return ()
    contrasts = [each for each in _contrasts(aggregates, design) if each[0] == metric]
    seen = _information(aggregates, design)
    sides = [(arm.arm, control.moments[metric.name], arm.moments[metric.name]) for _, control, arm in contrasts]
    return tuple(
        price(arm, control, treatment, money, seen)
        for arm, control, treatment in sides
        if control.variance(0) + treatment.variance(0) > 0
    )


def _srm_finding(aggregates: Aggregates, srm: SampleRatio, sizes: Sequence[ArmSize]) -> Finding:
    seen = ", ".join(f"{each.arm} {each.n:,} of {each.share:.4g}" for each in sizes)
    message = f"the arms' sizes do not fit the intended split (SRM p = {srm.p_value:.2g}): {seen}"
    return SRM_FAILED.at(Span(path=aggregates.source) if aggregates.source else None, message, SRM_FAILED.fix)
