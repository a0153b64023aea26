"""The one sentence that says what a series showed, and how little that proves."""

from milepost.experiments.series.readout import SeriesReading, SeriesReadOut
from milepost.program.documents.ways import SeriesMethod
from milepost.statistics.estimate import Estimate

_LIMIT = {
    SeriesMethod.INTERRUPTED: "nobody was left alone, so anything else that began then would look the same",
    SeriesMethod.BEFORE_AFTER: "a naive comparison, which takes every trend and season for an effect",
}


def series_headline(of: SeriesReadOut) -> str:
    """Say in plain English what changed, and why it is no proof."""
    primary = of.metrics[0]
    if primary.effect is None:
        return f"No verdict: {primary.metric} does not vary around its line, so nothing is shown."
    told = _earned(of, of.net) if of.net is not None else _moved(of, primary, primary.effect.total)
    return f"Not proven (grade {of.grade}: {_LIMIT[of.method]}). As it stands: {told}"


def _earned(of: SeriesReadOut, net: Estimate) -> str:
    estimate = f"estimate {_money(of, net.effect)}, 95% interval {net.low:,.2f} to {net.high:,.2f}"
    since = f"since {of.starts}, over {of.after} {of.step}s"
    if net.lower95 > 0:
        return f"it earned at least {_money(of, net.lower95)} {since} ({estimate}), net of its cost."
    if net.upper95 < 0:
        return f"it lost at least {_money(of, -net.upper95)} {since} ({estimate}), net of its cost."
    return f"it may have lost up to {_money(of, -net.lower95)} {since} and is not shown to earn ({estimate})."


def _moved(of: SeriesReadOut, reading: SeriesReading, total: Estimate) -> str:
    estimate = f"estimate {_plain(total.effect)}, 95% interval {_plain(total.low)} to {_plain(total.high)}"
    where = f"over the {of.after} {of.step}s since {of.starts}"
    if total.lower95 > 0:
        return f"{reading.metric} was higher by at least {_plain(total.lower95)} in sum {where} ({estimate})."
    if total.upper95 < 0:
        return f"{reading.metric} was lower by at least {_plain(-total.upper95)} in sum {where} ({estimate})."
    return f"{reading.metric} is not shown to have moved {where} (sum: {estimate})."


def _money(of: SeriesReadOut, value: float) -> str:
    return f"{of.currency} {value:,.2f}" if value >= 0 else f"-{of.currency} {-value:,.2f}"


def _plain(value: float) -> str:
    """Write four digits that count, and all digits of what is larger."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
