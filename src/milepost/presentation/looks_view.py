"""What a reader sees of a table of aggregates: how often looking would have claimed an effect, metric by metric."""

from collections.abc import Iterator, Sequence

from milepost.experiments.looks.look import Look, LooksRead, Series
from milepost.experiments.looks.reading import PLANNED_PER_FIRST
from milepost.presentation.values import Story, Table, columns
from milepost.record.canonical import Json

MOST_METRICS = 20


def looks_story(of: LooksRead, snapshot: str) -> Story:
    """Word a reading: the counts by metric, how it was made, and its id."""
    return Story(
        message=of.sentence, lines=(_looks(of), *_method(of), f"snapshot {snapshot}"), tables=(_by_metric(of),)
    )


def looks_data(of: LooksRead, snapshot: str, query: Sequence[str]) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1` for aggregates; a look that can't be read has null for numbers."""
    return {
        "looks": [_look(each) for each in of.looks],
        "summary": {
            "series": len(of.series),
            "usable": of.usable,
            "looks": len(of.looks),
            "unreadable_looks": sum(each.fixed is None for each in of.looks),
            "fixed": {"at_last_look": of.fixed.at_last, "at_any_look": of.fixed.at_any},
            "always_valid": {"at_last_look": of.valid.at_last, "at_any_look": of.valid.at_any} if of.valid else None,
            "uneven_arms": of.uneven,
        },
        "alpha": of.alpha,
        "interval": "fixed" if of.valid is None else "always-valid",
        "sentence": of.sentence,
        "method": list(_method(of)),
        "query": list(query),
        "snapshot": snapshot,
    }


def _look(of: Look) -> Json:
    shown, (experiment, variant, metric) = of.shown, of.key
    return {
        "experiment_id": experiment,
        "variant_id": variant,
        "metric_id": metric,
        "time_since_start": of.time,
        "effect": shown.effect if shown else None,
        "ci95": [shown.low, shown.high] if shown else None,
        "p_value": shown.p_value if shown else None,
        "phase": of.phase.value,
        "because": of.because or None,
    }


def _looks(of: LooksRead) -> str:
    looks, lost = len(of.looks), sum(each.fixed is None for each in of.looks)
    without = f", {lost:,} of them without a number" if lost else ""
    return f"{len(of.series):,} series, {looks:,} looks{without}."


def _by_metric(of: LooksRead) -> Table:
    metrics = sorted({each.key[2] for each in of.series})
    titles = ["Metric", "Series", "Fixed, last look", "Fixed, any look"]
    titles += ["Always-valid, any look"] if of.valid else []
    rest = f" The first {MOST_METRICS} of {len(metrics):,} metrics." if len(metrics) > MOST_METRICS else ""
    return Table(
        title="Series in which an effect is called",
        columns=columns(*titles, right=titles[1:]),
        rows=tuple(_row(of, each) for each in metrics[:MOST_METRICS]),
        note=f"An effect is called where p < {of.alpha:g}; nothing is adjusted for the number of series.{rest}",
    )


def _row(of: LooksRead, metric: str) -> tuple[str, ...]:
    series = [each for each in of.series if each.key[2] == metric and each.readable]
    counts = [_last(series, of.alpha), _any(series, of.alpha, is_valid=False)]
    counts += [_any(series, of.alpha, is_valid=True)] if of.valid else []
    return metric, f"{len(series):,}", *(f"{each:,}" for each in counts)


def _last(series: Sequence[Series], alpha: float) -> int:
    return sum(_calls(each.readable[-1], alpha, is_valid=False) for each in series)


def _any(series: Sequence[Series], alpha: float, *, is_valid: bool) -> int:
    return sum(any(_calls(look, alpha, is_valid=is_valid) for look in each.readable) for each in series)


def _calls(look: Look, alpha: float, *, is_valid: bool) -> bool:
    found = look.valid if is_valid else look.fixed
    return found is not None and found.p_value < alpha


def _method(of: LooksRead) -> Iterator[str]:
    yield "Effect: difference of means, treatment minus control; unequal variances, Welch (1947). Intervals are 95%."
    if of.valid is not None:
        own = f"{PLANNED_PER_FIRST} times the units of each series' first look, which is known before the others"
        plan = own if of.planned is None else f"{of.planned:,} units, as planned"
        yield (
            f"Always-valid intervals, tightest at {plan}: they hold at every look at once. Waudby-Smith et al. (2024), "
            "after Robbins (1970) and Howard et al. (2021)."
        )
    if of.uneven:
        yield (
            f"{of.uneven:,} pairs of arms are not of equal size (p < .001 against 50:50). A table of aggregates does "
            "not say which split was meant; where it was equal, these are no proof."
        )
