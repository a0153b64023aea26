"""Effects by segment: exploratory, adjusted over all of them, and never a phase."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from milepost.experiments.contrast import contrast
from milepost.experiments.design import Design
from milepost.experiments.explored import Interaction, SegmentReading, Segments
from milepost.experiments.exposure.rules import SEGMENT_COLUMN
from milepost.experiments.reading import LEVELS
from milepost.kernel.finding import Finding, Span
from milepost.outcomes.slices import SliceArm, Slices
from milepost.statistics.adjust import benjamini_hochberg
from milepost.statistics.heterogeneity import Heterogeneity, heterogeneity

LEAST_UNITS = 100
"""A segment with fewer units than these in any arm is joined with the other small ones."""
MOST_SEGMENTS = 50
Arms = Mapping[str, SliceArm]


def segment_findings(slices: Slices, column: str, source: str) -> Iterator[Finding]:
    """Find a column that makes no segments: one value only, or too many to be told apart from a unit's name."""
    count, span = len(slices), Span(path=source) if source else None
    if count == 1:
        message = f"column {column!r} has one value only, {next(iter(slices))!r}"
        yield SEGMENT_COLUMN.at(span, message, SEGMENT_COLUMN.fix)
    elif count > MOST_SEGMENTS:
        message = f"column {column!r} has more than {MOST_SEGMENTS} values: is it the unit, or an amount?"
        yield SEGMENT_COLUMN.at(span, message, SEGMENT_COLUMN.fix)


def read_segments(by_column: Mapping[str, Slices], arms: Sequence[str], design: Design) -> Segments:
    """Read every metric of every arm in every segment; `arms` are those compared, the control first.

    Where the design plans looks, segments' intervals are always-valid too, tightest at the whole plan. The tests of
    interaction are of a single look.
    """
    kept = {column: _kept(slices, arms) for column, slices in by_column.items()}
    readings = [each for column, (slices, _, _) in kept.items() for each in _readings(column, slices, arms, design)]
    return Segments(
        readings=_adjusted(readings),
        interactions=_interactions(readings, design),
        folded=tuple((column, folded) for column, (_, folded, _) in kept.items() if folded),
        left_out=tuple((column, units) for column, (_, _, units) in kept.items() if units),
    )


def _kept(slices: Slices, arms: Sequence[str]) -> tuple[dict[str, Arms], tuple[str, ...], int]:
    """Join small segments; return the segments, which were joined, and the units left out where that was no help."""
    large = {name: of for name, of in sorted(slices.items()) if _is_large(of, arms)}
    small = [name for name in sorted(slices) if name not in large]
    joined: dict[str, SliceArm] = {}
    for name in small:
        for arm, of in slices[name].items():
            joined[arm] = joined[arm].merged(of) if arm in joined else of
    if not small:
        return large, (), 0
    if len(small) > 1 and _is_large(joined, arms):
        return {**large, f"others ({len(small)})": joined}, tuple(small), 0
    return large, (), sum(of.n for arm, of in joined.items() if arm in arms)


def _is_large(of: Arms, arms: Sequence[str]) -> bool:
    return all(arm in of and of[arm].n >= LEAST_UNITS for arm in arms)


def _readings(column: str, slices: Mapping[str, Arms], arms: Sequence[str], design: Design) -> Iterator[SegmentReading]:
    control, *treatments = arms
    for metric in (each for each in design.metrics if each.kind in LEVELS):
        for arm in treatments:
            for name, of in slices.items():
                yield SegmentReading(
                    column=column,
                    segment=name,
                    arm=arm,
                    metric=metric.name,
                    units=of[control].n + of[arm].n,
                    estimate=contrast(metric, of[control], of[arm], design.planned),
                )


def _adjusted(readings: Sequence[SegmentReading]) -> tuple[SegmentReading, ...]:
    p_values = iter(benjamini_hochberg([each.estimate.p_value for each in readings if each.estimate is not None]))
    return tuple(each if each.estimate is None else replace(each, p_adjusted=next(p_values)) for each in readings)


def _interactions(readings: Sequence[SegmentReading], design: Design) -> tuple[Interaction, ...]:
    groups: dict[tuple[str, str], list[SegmentReading]] = {}
    for each in readings:
        if each.metric == design.metrics[0].name and each.estimate is not None:
            groups.setdefault((each.column, each.arm), []).append(each)
    tests = {key: _test(of) for key, of in groups.items() if len(of) > 1}
    p_values = benjamini_hochberg([each.p_value for each in tests.values()])
    return tuple(
        Interaction(column=column, arm=arm, metric=design.metrics[0].name, test=test, p_adjusted=p)
        for ((column, arm), test), p in zip(tests.items(), p_values, strict=True)
    )


def _test(of: Sequence[SegmentReading]) -> Heterogeneity:
    found = [each.estimate for each in of if each.estimate is not None]
    return heterogeneity([each.effect for each in found], [each.standard_error for each in found])
