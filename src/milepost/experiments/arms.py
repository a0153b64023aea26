"""Do the table's arms fit the design?"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from milepost.experiments.design import Design
from milepost.experiments.rules import (
    EMPTY_TABLE,
    MISSING_ARM,
    MISSING_CONTROL,
    ONE_ARM,
    SPLIT_LACKS_ARM,
    SPLIT_SUM,
    TOO_FEW,
    TOO_MANY_ARMS,
    UNKNOWN_SPLIT_ARM,
)
from milepost.kernel.finding import Finding, Rule, Span
from milepost.kernel.near import near
from milepost.outcomes.aggregates import Aggregates

MOST_ARMS = 100
# 1/3 as a decimal is not a third; this is far below what a person would write on purpose.
_WHOLE = Decimal("1e-6")


def arm_findings(aggregates: Aggregates, design: Design) -> Iterator[Finding]:
    """Find what keeps the arms from being compared; nothing when a read-out can be made."""
    span = Span(path=aggregates.source) if aggregates.source else None
    sizes = {each.arm: each.n for each in aggregates.arms}
    if not sizes:
        yield EMPTY_TABLE.at(span, "there are no rows to read", EMPTY_TABLE.fix)
        return
    if len(sizes) > MOST_ARMS:
        message = f"column {design.arm_column!r} has {len(sizes):,} values: is it the unit, and not the arm?"
        yield TOO_MANY_ARMS.at(span, message, TOO_MANY_ARMS.fix)
        return
    if design.control not in sizes:
        yield _missing(MISSING_CONTROL, span, f"the control arm {design.control!r} is not", design.control, sizes)
    elif len(sizes) == 1:
        yield ONE_ARM.at(span, f"there is one arm only, {design.control!r}", ONE_ARM.fix)
    for arm in design.treatments:
        if arm not in sizes:
            yield _missing(MISSING_ARM, span, f"the treatment arm {arm!r} is not", arm, sizes)
    yield from _split_findings(design.split, sizes, span)
    for arm, n in sizes.items():
        if n < 2 and arm in compared_arms(aggregates, design):
            yield TOO_FEW.at(span, f"arm {arm!r} has one unit", TOO_FEW.fix)


def compared_arms(aggregates: Aggregates, design: Design) -> tuple[str, ...]:
    """Return the control and the treatments that the table has, the control first."""
    seen = [each.arm for each in aggregates.arms]
    wanted = design.treatments or tuple(arm for arm in seen if arm != design.control)
    return (design.control, *(arm for arm in wanted if arm in seen))


def shares_of(aggregates: Aggregates, design: Design) -> tuple[float, ...]:
    """Return the intended share of each arm seen, in the aggregates' order."""
    if not design.split:
        return (1 / len(aggregates.arms),) * len(aggregates.arms)
    return tuple(float(design.split[each.arm]) for each in aggregates.arms)


def _split_findings(split: Mapping[str, Decimal], sizes: Mapping[str, int], span: Span | None) -> Iterator[Finding]:
    if not split:
        return
    for arm in split:
        if arm not in sizes:
            yield _missing(UNKNOWN_SPLIT_ARM, span, f"the split's arm {arm!r} is not", arm, sizes)
    for arm in sizes:
        if arm not in split:
            yield SPLIT_LACKS_ARM.at(span, f"the split gives arm {arm!r} no share", SPLIT_LACKS_ARM.fix)
    total, least = sum(split.values(), Decimal(0)), min(split.values())
    shares = ", ".join(f"{arm}={share:.6g}" for arm, share in split.items())
    if least <= 0:
        yield SPLIT_SUM.at(span, f"the split {shares} has a share that is not above zero", SPLIT_SUM.fix)
    elif abs(total - 1) > _WHOLE:
        yield SPLIT_SUM.at(span, f"the split {shares} sums to {total:.6g}", SPLIT_SUM.fix)


def _missing(rule: Rule, span: Span | None, start: str, name: str, sizes: Mapping[str, int]) -> Finding:
    seen = ", ".join(repr(arm) for arm in list(sizes)[:8]) + (", ..." if len(sizes) > 8 else "")
    close = near(name, sizes)
    guess = f"did you mean {close!r}? " if close else ""
    return rule.at(span, f"{start} in the table", f"{guess}arms seen: {seen}")
