"""What stands behind a read-out, folded away: segments, weeks of first exposure, method and query."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.experiments.explored import Cohort, Interaction, Novelty, SegmentReading, Segments
from milepost.experiments.readout import ReadOut
from milepost.presentation.numbers import fixed, number, places, signed
from milepost.presentation.readout_trust import Known
from milepost.presentation.values import NOTHING, Table, columns
from milepost.statistics.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A part that a reader may open: lines, tables, and code (SQL).

    Plain text shows `brief` in the tables' place, where there is one, and leaves out what is `is_apart`.
    """

    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    code: tuple[str, ...] = ()
    brief: tuple[Table, ...] = ()
    is_apart: bool = False


def folded_of(of: ReadOut, known: Known) -> Iterator[Folded]:
    """Give the parts that there are, in order."""
    if of.segments is not None:
        yield _segments(of.segments, of.alpha)
    if of.novelty is not None:
        yield _novelty(of.novelty)
    if known.method or known.query:
        yield Folded(title="Method and query", lines=known.method, code=known.query, is_apart=True)


def _segments(of: Segments, alpha: float) -> Folded:
    groups: dict[tuple[str, str], list[SegmentReading]] = {}
    for each in of.readings:
        groups.setdefault((each.column, each.arm), []).append(each)
    said = [*(_interaction(each, alpha) for each in of.interactions), *_kept_apart(of)]
    return Folded(
        title=f"Segments (explored only, {len(of.readings)} effects compared)",
        lines=tuple(said),
        tables=tuple(_segment_table(column, arm, each) for (column, arm), each in groups.items()),
        brief=tuple(_segment_table(column, arm, _first(each)) for (column, arm), each in groups.items()),
    )


def _first(readings: list[SegmentReading]) -> list[SegmentReading]:
    """Keep the primary metric's, which stands first."""
    return [each for each in readings if each.metric == readings[0].metric]


def _interaction(of: Interaction, alpha: float) -> str:
    said = "are not shown to differ" if of.p_adjusted >= alpha else "differ"
    return (
        f"The effects of {of.arm} on {of.metric} {said} between the segments of {of.column} (interaction p adjusted "
        f"{number(of.p_adjusted, 3)})."
    )


def _kept_apart(of: Segments) -> Iterator[str]:
    for column, names in of.folded:
        yield f"Of {column}, too small to be read alone and joined: {', '.join(names)}."
    for column, units in of.left_out:
        yield f"Of {column}, {units:,} units are in segments too small to be read."


def _segment_table(column: str, arm: str, readings: list[SegmentReading]) -> Table:
    return Table(
        title=f"{arm} by {column}: explored, no verdict",
        columns=columns(
            "Segment", "Metric", "Units", "Effect", "95% interval", "p adj.",
            right=("Units", "Effect", "95% interval", "p adj."),
        ),
        rows=tuple(
            (
                each.segment,
                each.metric,
                f"{each.units:,}",
                *_effect(each.estimate),
                NOTHING if each.p_adjusted is None else number(each.p_adjusted, 3),
            )
            for each in readings
        ),
    )  # fmt: skip


def _novelty(of: Novelty) -> Folded:
    shares = ", ".join(f"{each.arm} {each.exposed / each.n:.1%} of {each.n:,}" for each in of.exposed)
    arms = dict.fromkeys(each.arm for each in of.cohorts)
    return Folded(
        title="Weeks of first exposure (explored only)",
        lines=(of.sentence, f"First exposed {of.first} to {of.last}: {shares} (alike: p = {number(of.even_p, 3)})."),
        tables=tuple(_weeks(of, arm, [each for each in of.cohorts if each.arm == arm]) for arm in arms),
    )


def _weeks(of: Novelty, arm: str, cohorts: list[Cohort]) -> Table:
    return Table(
        title=f"{arm}: effect on {of.metric} by week of first exposure",
        columns=columns("First exposed", "Units", "Effect", "95% interval", right=("Units", "Effect", "95% interval")),
        rows=tuple((f"week {each.week + 1}", f"{each.units:,}", *_effect(each.estimate)) for each in cohorts),
    )


def _effect(of: Estimate | None) -> tuple[str, str]:
    if of is None:
        return NOTHING, NOTHING
    digits = places(of.standard_error)
    return signed(of.effect, digits), f"{fixed(of.low, digits)} to {fixed(of.high, digits)}"
