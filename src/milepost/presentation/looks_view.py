"""What a reader sees of a table of aggregates: how often looking would have claimed an effect, and each look at few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milepost.experiments.looks.look import Look, LooksRead, Series
from milepost.experiments.looks.reading import PLANNED_PER_FIRST
from milepost.kernel.words import SYMBOLS
from milepost.presentation.numbers import fixed, number, places, signed
from milepost.presentation.readout_folded import Folded
from milepost.presentation.readout_trust import Known
from milepost.presentation.values import NOTHING, Story, Table, columns

MOST_METRICS = 20
MOST_SERIES, MOST_LOOKS = 6, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksView:
    """A reading of aggregates, worded. `series` has a table each where there are few, of the last looks; else none."""

    sentence: str
    about: str
    summary: Table
    series: tuple[Table, ...]
    behind: Folded
    snapshot: str

    @property
    def story(self) -> Story:
        """Return it as a generic story."""
        lines = (self.about, *self.behind.lines, f"snapshot {self.snapshot}")
        return Story(message=self.sentence, lines=lines, tables=(self.summary, *self.series))


def looks_view(of: LooksRead, known: Known) -> LooksView:
    """Word a reading: the counts by metric, looks where they are few, how it was made, and its id."""
    few = of.series if len(of.series) <= MOST_SERIES else ()
    return LooksView(
        sentence=of.sentence,
        about=_looks(of),
        summary=_by_metric(of),
        series=tuple(_series(each) for each in few),
        behind=Folded(title="Method and query", lines=known.method, code=known.query),
        snapshot=known.snapshot,
    )


def looks_method(of: LooksRead) -> tuple[str, ...]:
    """Say how it was made, in lines."""
    return tuple(_method(of))


def _looks(of: LooksRead) -> str:
    looks, lost = len(of.looks), sum(each.fixed is None for each in of.looks)
    without = f", {lost:,} of them without a number" if lost else ""
    return f"{len(of.series):,} series, {looks:,} looks{without}."


def _series(of: Series) -> Table:
    experiment, variant, metric = of.key
    shown = of.looks[-MOST_LOOKS:]
    earlier = len(of.looks) - len(shown)
    return Table(
        title=f"Experiment {experiment}, variant {variant}, metric {metric}",
        columns=columns(
            "Time", "Units", "Effect", "95% interval", "p", "Phase",
            right=("Units", "Effect", "95% interval", "p"),
        ),
        rows=tuple(_look(each) for each in shown),
        note=f"{earlier:,} earlier looks are in --json." if earlier else "",
    )  # fmt: skip


def _look(of: Look) -> tuple[str, ...]:
    phase, found = f"{SYMBOLS[of.phase]} {of.phase}", of.shown
    if found is None:
        return f"{of.time:g}", f"{of.units:,}", NOTHING, NOTHING, NOTHING, phase
    digits = places(found.standard_error)
    interval = f"{fixed(found.low, digits)} to {fixed(found.high, digits)}"
    return f"{of.time:g}", f"{of.units:,}", signed(found.effect, digits), interval, number(found.p_value, 3), phase


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
    if of.split is not None:
        control, treatment = of.split
        yield (
            f"Split: each series' last look against c {control:.4g}, t {treatment:.4g}; {of.misfits:,} of "
            f"{len(of.series):,} do not fit it (p < .001) and are not read."
        )
    if of.uneven:
        yield (
            f"{of.uneven:,} pairs of arms are not of equal size (p < .001 against 50:50). A table of aggregates does "
            "not say which split was meant; where it was equal, these are no proof."
        )
