"""From what an export says to evidence: the split first, then our own estimate or the vendor's, then its grade."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from milepost.experiments.imports.headline import import_headline
from milepost.experiments.imports.reading import ImportReading
from milepost.experiments.imports.result import Result, Side, Stated
from milepost.experiments.imports.rules import EFFECT_DISAGREES, INTERVAL_DISAGREES, NO_ERROR, NO_LEVEL, NOT_IN_EXPORT
from milepost.experiments.judge import SRM_ALPHA
from milepost.experiments.rules import NOTHING_VARIES, SRM_FAILED, TELLS_TOO_LITTLE, TOO_FEW
from milepost.experiments.strength import strength_of
from milepost.kernel.finding import Finding, Refused, Span
from milepost.kernel.near import hint
from milepost.kernel.words import Grade
from milepost.statistics.estimate import Estimate, Level, difference, distribution, estimate, quantile
from milepost.statistics.relative import Lift, relative_lift
from milepost.statistics.sensitivity import Sensitivity
from milepost.statistics.srm import srm_p_value

# A vendor's t and our normal, and its rounding, move z by no more than this share of it.
_SLACK = 0.1
# A stated effect further off than this many standard errors was adjusted, or edited.
_APART = 0.1


def judge_result(
    result: Result, source: str, *, split: Mapping[str, Decimal] | None = None, is_stated_random: bool = False
) -> ImportReading:
    """Judge one result of an export. `split` gives intended shares by variant; none means equal.

    `is_stated_random` is a statement of another role. Raises Refused with findings: a split that fails (MP548), sides
    that don't vary (MP549, MP558), an export without level (MP596) or error (MP598), or one that disagrees with itself
    (MP594).
    """
    srm_p = _srm(result, source, split or {})
    effect, is_own = _effect(result, source)
    levels = _levels(result)
    lift = relative_lift(*levels) if is_own and levels is not None else None
    grade = _grade(result, is_own=is_own, is_stated_random=is_stated_random and srm_p is not None)
    bare = ImportReading(
        result=result,
        grade=grade,
        effect=effect,
        is_own=is_own,
        is_total=not is_own and result.stated is not None and result.stated.is_total,
        population=result.treatment.units,
        lift=lift,
        srm_p=srm_p,
        strength=None if grade is Grade.A else _strength(result, effect, lift),
        findings=tuple(_disagreement(result, effect, source)) if is_own else (),
    )
    return replace(bare, sentence=import_headline(bare))


def _grade(of: Result, *, is_own: bool, is_stated_random: bool) -> Grade:
    if of.is_vendor_reported:
        return Grade.D
    if not is_own:
        return Grade.C
    return Grade.A if is_stated_random else Grade.B


def _srm(result: Result, source: str, split: Mapping[str, Decimal]) -> float | None:
    """Test the sizes against the split; a platform's own study has none unless somebody tells it."""
    sizes = dict(result.sizes)
    if len(sizes) < 2 or (result.is_vendor_reported and not split):
        return None
    for name in split:
        if name not in sizes:
            message = f"the split names {name!r}, which {source} does not have"
            raise Refused(NOT_IN_EXPORT.at(Span(path=source), message, hint(name, sizes, "variant")))
    # A split that leaves variants out is of the others alone: their shares are scaled to one.
    shares = {name: float(split[name]) if split else 1.0 for name in sizes if not split or name in split}
    whole = sum(shares.values())
    p_value = srm_p_value([sizes[name] for name in shares], [share / whole for share in shares.values()])
    if p_value < SRM_ALPHA:
        told = ", ".join(f"{name} {sizes[name]:,} of {share / whole:.4g}" for name, share in shares.items())
        message = f"the variants' sizes do not fit the intended split (SRM p = {p_value:.2g}): {told}"
        raise Refused(SRM_FAILED.at(Span(path=source), message, SRM_FAILED.fix))
    return p_value


def _effect(result: Result, source: str) -> tuple[Estimate, bool]:
    span, stated = Span(path=source), result.stated
    if (levels := _levels(result)) is not None:
        if sum(each.variance for each in levels) <= 0:
            message = f"{result.asked.metric!r} varies in neither variant"
            raise Refused(NOTHING_VARIES.at(span, message, NOTHING_VARIES.fix))
        for level, side in zip(levels, (result.control, result.treatment), strict=True):
            if level.variance <= 0:
                message = f"{result.asked.metric!r}: all of {side.name!r} is {level.value:g}"
                raise Refused(TELLS_TOO_LITTLE.at(span, message, TELLS_TOO_LITTLE.fix))
        return difference(*levels), True
    if stated is None:
        message = f"{source} tells no variance and no interval of {result.asked.metric!r}"
        raise Refused(NO_ERROR.at(span, message, NO_ERROR.fix))
    if stated.is_relative:
        message = f"{source} tells how {result.asked.metric!r} changed in percent, and not of what"
        raise Refused(NO_LEVEL.at(span, message, NO_LEVEL.fix))
    return _of_interval(stated, result.asked.metric, span), False


def _levels(of: Result) -> tuple[Level, Level] | None:
    control, treatment = _level(of.control), _level(of.treatment)
    return None if control is None or treatment is None else (control, treatment)


def _level(of: Side) -> Level | None:
    if of.mean is None or of.variance is None or of.units is None:
        return None
    if of.units < 2:
        raise Refused(TOO_FEW.at(None, f"variant {of.name!r} has one unit", TOO_FEW.fix))
    freedom = None if of.is_share else of.units - 1
    return Level(value=of.mean, variance=of.variance / of.units, degrees_of_freedom=freedom)


def _of_interval(stated: Stated, metric: str, span: Span) -> Estimate:
    """Take the standard error from the interval's width; the p-value, where told, must be the one it gives."""
    error = (stated.high - stated.low) / (2 * quantile((1 + stated.confidence) / 2, None))
    if not stated.low <= stated.effect <= stated.high or error <= 0:
        message = f"{metric!r}: the effect {stated.effect:g} is not inside {stated.low:g} to {stated.high:g}"
        raise Refused(INTERVAL_DISAGREES.at(span, message, INTERVAL_DISAGREES.fix))
    z = abs(stated.effect) / error
    if stated.p_value is not None and not _fits(stated.p_value, z):
        expected = 2 * distribution(-z, None)
        message = f"{metric!r}: the interval gives p = {expected:.3g}, and the export says {stated.p_value:.3g}"
        raise Refused(INTERVAL_DISAGREES.at(span, message, INTERVAL_DISAGREES.fix))
    return estimate(stated.effect, error, None)


def _fits(p_value: float, z: float) -> bool:
    least, most = (2 * distribution(-z * each, None) for each in (1 + _SLACK, 1 - _SLACK))
    # Two decimals are the fewest that a vendor prints.
    return least - 0.005 <= p_value <= most + 0.005


def _strength(result: Result, effect: Estimate, lift: Lift | None) -> Sensitivity | None:
    if result.control.units is None or result.treatment.units is None:
        return None
    is_share = result.control.is_share and result.treatment.is_share
    return strength_of(effect, result.control.units + result.treatment.units, lift if is_share else None)


def _disagreement(result: Result, effect: Estimate, source: str) -> Iterator[Finding]:
    claimed = result.claimed
    if claimed is not None and abs(claimed - effect.effect) > _APART * effect.standard_error:
        message = f"{result.asked.metric!r}: the export states {claimed:.4g}, its means differ by {effect.effect:.4g}"
        yield EFFECT_DISAGREES.at(Span(path=source), message, EFFECT_DISAGREES.fix)
