"""How a read-out was made, in words: assignment, formulas with their papers, what chance had a part in."""

from collections.abc import Iterator

from milepost.experiments.design import Design
from milepost.experiments.readout import ReadOut
from milepost.outcomes.metric import MetricKind

FORMULAS = {
    MetricKind.MEAN: "difference of means with unequal variances, Welch (1947)",
    MetricKind.PROPORTION: "difference of shares, Wald's unpooled z, Agresti & Caffo (2000)",
    MetricKind.RATIO: "difference of ratios of sums, delta method, Deng, Knoblich & Lu (2018)",
}


def method_of(design: Design, read: ReadOut) -> tuple[str, ...]:
    """Say it in lines: who was assigned, what was compared by which formula, and how claims were adjusted."""
    return tuple(_lines(design, read))


def _lines(design: Design, read: ReadOut) -> Iterator[str]:
    stated = "stated to be at random" if design.randomised else "nobody stated that it was at random"
    rows = "each row is a unit" if design.unit is None else f"rows are summed by {design.unit}"
    yield f"Assignment: arms are in column {design.arm_column}, {stated}; {rows}. No seed: nothing was drawn by chance."
    split = ", ".join(f"{each.arm} {each.share:.4g}" for each in read.arms)
    yield f"Split: meant to be {split}; chi-square check, Fabijan et al. (2019), p < .001 stops the verdict."
    for kind in dict.fromkeys(each.kind for each in design.measured):
        names = ", ".join(each.name for each in design.measured if each.kind is kind)
        yield f"Effect on {names}: {FORMULAS.get(kind, kind.value)}, over all units assigned."
    yield "Lift: treatment over control, less 1, with Fieller's interval (1954)."
    yield "Claims: Holm (1979) over arms on the first metric, Benjamini & Hochberg (1995) over the others."
    if read.planned is not None:
        yield (
            f"Looks: as many as one likes. Always-valid intervals, tightest at {read.planned:,} units: Waudby-Smith et "
            "al. (2024), after Robbins (1970) and Howard et al. (2021)."
        )
    if read.guardrails:
        yield (
            "Guardrails: non-inferiority by one-sided 95% bounds, as in CONSORT, Piaggio et al. (2012); all must pass, "
            "so nothing is adjusted, Berger (1982)."
        )
    if read.segments is not None:
        yield (
            "Segments: the same formulas within each; Benjamini & Hochberg over all of them; whether they differ by "
            "Cochran's Q (1954). They explore, and decide nothing."
        )
    if read.novelty is not None:
        yield (
            "Exposure: effects by week of first exposure, and their trend by weighted least squares, Thompson & "
            "Higgins (2002), at a single look."
        )
