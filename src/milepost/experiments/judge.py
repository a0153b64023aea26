"""From aggregates to a read-out: the split first, then effects, then money, then words."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from milepost.experiments.arms import arm_findings, compared_arms, shares_of
from milepost.experiments.covariates import balance_findings
from milepost.experiments.design import Design, MoneySpec
from milepost.experiments.groupings import NET, Groupings
from milepost.experiments.guardrails import guarding, guardrail_readings
from milepost.experiments.headline import headline
from milepost.experiments.money import price, price_jointly
from milepost.experiments.reading import Contrast, Reader, blank, sides_of, slope_of
from milepost.experiments.readout import ArmSize, MetricReading, MoneyReading, ReadOut, SampleRatio
from milepost.experiments.rules import SRM_FAILED
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.words import Grade, Phase
from milepost.outcomes.aggregates import Aggregates
from milepost.statistics.adjust import benjamini_hochberg, holm
from milepost.statistics.always_valid import information
from milepost.statistics.srm import srm_p_value

SRM_ALPHA = 0.001
NO_GROUPS: Groupings = MappingProxyType({})
# Where money stands in a seed, beyond any metric.
NET_PLACE = 1_000
Readings = tuple[MetricReading, ...]


def read_out(aggregates: Aggregates, design: Design, groups: Groupings = NO_GROUPS) -> ReadOut:
    """Judge an experiment from its aggregates, and from the groups that `groupings_asked` named.

    Aggregates must be sound. Raises Refused with findings when the arms do not fit the design, or a covariate tells
    them apart. A sample ratio mismatch, a metric that does not vary, a ratio over nothing and a quantile without its
    values give no number but a finding in the read-out.
    """
    if refusals := tuple(arm_findings(aggregates, design)):
        raise Refused(*refusals)
    shares = shares_of(aggregates, design)
    sizes = tuple(ArmSize(arm=a.arm, n=a.n, share=s) for a, s in zip(aggregates.arms, shares, strict=True))
    p_value = srm_p_value([each.n for each in sizes], shares)
    srm = SampleRatio(p_value=p_value, ok=p_value >= SRM_ALPHA)
    if srm.ok and (refusals := tuple(balance_findings(aggregates, design))):
        raise Refused(*refusals)
    reader = Reader(aggregates=aggregates, design=design, groups=groups, seen=_information(aggregates, design))
    readings, findings = _readings(reader, srm, sizes)
    money, unpriced = _money(reader, readings) if srm.ok else ((), ())
    grade = Grade.A if design.randomised and srm.ok else Grade.C
    bare = ReadOut(
        control=design.control,
        alpha=design.alpha,
        planned=design.planned,
        covariates=design.covariates,
        srm=srm,
        arms=sizes,
        metrics=readings,
        money=money,
        grade=grade,
        sentence="",
        findings=(*findings, *unpriced),
        guardrails=tuple(guardrail_readings(readings, design)),
    )
    return replace(bare, sentence=headline(bare))


def _readings(reader: Reader, srm: SampleRatio, sizes: Sequence[ArmSize]) -> tuple[Readings, tuple[Finding, ...]]:
    contrasts, design = _contrasts(reader.aggregates, reader.design), reader.design
    if not srm.ok:
        return tuple(blank(each, design) for each in contrasts), (_srm_finding(reader.aggregates, srm, sizes),)
    readings, findings = [], []
    for contrast in contrasts:
        reading = reader.read(contrast)
        if isinstance(reading, Finding):
            findings.append(reading)
            reading = blank(contrast, design)
        readings.append(reading)
    only = {each.name for each in design.guarding}
    findings += [found for each in readings if (found := reader.skewed(each)) is not None]
    claims = _adjusted([each for each in readings if each.metric not in only], design.alpha)
    return (*claims, *guarding([each for each in readings if each.metric in only], design)), tuple(findings)


def _contrasts(aggregates: Aggregates, design: Design) -> list[Contrast]:
    by_name = {each.arm: each for each in aggregates.arms}
    control, *treatments = (by_name[arm] for arm in compared_arms(aggregates, design))
    return [Contrast(metric=each, control=control, treatment=arm) for each in design.measured for arm in treatments]


def _information(aggregates: Aggregates, design: Design) -> float | None:
    compared = compared_arms(aggregates, design)
    units = sum(each.n for each in aggregates.arms if each.arm in compared)
    return None if design.planned is None else information(units, design.planned)


def _adjusted(readings: Sequence[MetricReading], alpha: float) -> Readings:
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


def _money(reader: Reader, readings: Readings) -> tuple[tuple[MoneyReading, ...], tuple[Finding, ...]]:
    metric, money = reader.design.money_metric, reader.design.money
    if metric is None or money is None or (money.cost_metric is not None and NET not in reader.groups):
        return (), ()
    read = {each.arm: each for each in readings if each.metric == metric.name and each.estimate is not None}
    contrasts = [each for each in _contrasts(reader.aggregates, reader.design) if each.metric == metric]
    found, findings = list[MoneyReading](), list[Finding]()
    for each in (each for each in contrasts if each.treatment.arm in read):
        try:
            found.append(_priced(reader, each, read[each.treatment.arm], money))
        except ValueError as error:
            findings.append(reader.too_little(each, f"its net value: {error}"))
    return tuple(found), tuple(findings)


def _priced(reader: Reader, of: Contrast, reading: MetricReading, money: MoneySpec) -> MoneyReading:
    """Price an arm by the metric's own effect, adjusted or resampled where that is; a share is priced as a mean."""
    arm, design, is_adjusted = of.treatment.arm, reader.design, reading.reduction is not None
    if (groups := reader.groups.get(NET)) is not None:
        pair, place = (groups[of.control.arm], groups[arm]), [each.arm for each in reader.aggregates.arms].index(arm)
        slope = slope_of(of, design)
        return replace(price_jointly(arm, pair, money, slope, (design.seed, NET_PLACE, place)), is_adjusted=is_adjusted)
    own = is_adjusted or reading.resampling is not None
    found = price(arm, *sides_of(of), money, reader.seen, reading.estimate if own else None)
    scale = float(money.margin) * of.treatment.n
    resampling = reading.resampling and replace(reading.resampling, error=reading.resampling.error * scale)
    return replace(found, is_adjusted=is_adjusted, resampling=resampling)


def _srm_finding(aggregates: Aggregates, srm: SampleRatio, sizes: Sequence[ArmSize]) -> Finding:
    seen = ", ".join(f"{each.arm} {each.n:,} of {each.share:.4g}" for each in sizes)
    message = f"the arms' sizes do not fit the intended split (SRM p = {srm.p_value:.2g}): {seen}"
    return SRM_FAILED.at(Span(path=aggregates.source) if aggregates.source else None, message, SRM_FAILED.fix)
