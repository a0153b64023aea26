"""What a read-out says of how its numbers were made: adjustment, resampling, capped values."""

from collections.abc import Iterator

from milepost.experiments.readout import Interval, MetricReading, ReadOut, Resampling
from milepost.presentation.numbers import fixed, number, places, signed
from milepost.presentation.values import Table, columns
from milepost.record.canonical import Json


def unadjusted_table(of: ReadOut, arm: str) -> Table | None:
    """Give the effects as they were before adjustment, and what that took out of their variance; None where none is."""
    shown = [each for each in of.metrics if each.arm == arm and each.unadjusted is not None]
    if not shown:
        return None
    return Table(
        title=f"{arm} against {of.control}, before adjustment by {', '.join(of.covariates)}",
        columns=columns(
            "Metric", "Effect", "95% interval", "p", "Variance taken out",
            right=("Effect", "95% interval", "p", "Variance taken out"),
        ),
        rows=tuple(_unadjusted(each) for each in shown),
    )  # fmt: skip


def method_notes(of: ReadOut) -> Iterator[str]:
    """Say of adjusted, resampled and capped readings how they were made; nothing for plain ones."""
    if any(each.reduction is not None for each in of.metrics):
        yield (
            f"Adjusted by {', '.join(of.covariates)}, known before the treatment (CUPED); what that took out of the "
            "variance is measured, and stands beside the effects without it."
        )
    for each in of.metrics:
        if each.resampling is not None and each.skewness is not None:
            yield (
                f"{each.metric} in {each.arm} is too skewed for Student's interval (skewness of the estimate "
                f"{each.skewness:.2f}): {_resampled(each.resampling)}, give or take {each.resampling.error:.2g}."
            )
    for metric in dict.fromkeys(each.metric for each in of.metrics if ":winsorised=" in each.metric):
        at = metric.rpartition("=")[2]
        yield f"{label(metric)} is another estimand than the mean: all above the arms' {at} quantile is capped to it."
    if any(each.is_binned for each in of.metrics):
        yield "Of columns with over 65,536 values, quantiles and caps read four significant digits."


def label(metric: str) -> str:
    """Word a metric's name so that it says which estimand it is, and breaks where a line ends."""
    return metric.replace(":winsorised=", " winsorised ").replace(":quantile=", " quantile ")


def money_notes(of: ReadOut) -> Iterator[str]:
    """Say how money was made where it was not from plain means and a constant cost."""
    if any(each.is_adjusted for each in of.money):
        yield f"Made of the effect as adjusted by {', '.join(of.covariates)}."
    for each in of.money:
        if (drawn := each.resampling) is not None:
            yield f"{each.arm}: {_resampled(drawn)}; Monte-Carlo error of “at least” {drawn.error:,.2f}."


def depth_data(of: MetricReading) -> dict[str, Json]:
    """Give what a reading's JSON says of how it was made; null where a formula was enough."""
    plain = of.unadjusted
    return {
        "unadjusted": {"effect": plain.effect, "ci95": [plain.low, plain.high], "p_value": plain.p_value}
        if plain
        else None,
        "variance_reduction": of.reduction,
        "skewness": of.skewness,
        "resampling": resampling_data(of.resampling),
        "binned": of.is_binned,
    }


def resampling_data(of: Resampling | None) -> Json:
    """Give how an interval was resampled, as JSON; null where it is a formula's."""
    if of is None:
        return None
    return {"method": of.kind.value, "draws": of.draws, "seed": of.seed, "monte_carlo_error": of.error}


def _resampled(of: Resampling) -> str:
    kind = "bootstrap-t" if of.kind is Interval.BOOTSTRAP_T else "joint bootstrap"
    return f"{kind}, {of.draws:,} draws, seed {of.seed}"


def _unadjusted(of: MetricReading) -> tuple[str, ...]:
    found = of.unadjusted
    assert found is not None
    assert of.reduction is not None
    digits = places(found.standard_error)
    interval = f"{fixed(found.low, digits)} to {fixed(found.high, digits)}"
    return (
        of.metric,
        signed(found.effect, digits),
        interval,
        number(found.p_value, 3),
        f"{round(of.reduction, 3) + 0.0:.1%}",
    )  # never -0.0%
