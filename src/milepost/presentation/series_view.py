"""What a reader sees of a series with a change: the sentence first, then what was expected and what came."""

from collections.abc import Iterator

from milepost.experiments.series.readout import SeriesReading, SeriesReadOut
from milepost.experiments.strength import strength_said
from milepost.kernel.words import SYMBOLS
from milepost.presentation.numbers import chance, fixed, number, places, signed
from milepost.presentation.readout_data import cents, strength_data
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.program.documents.ways import SeriesMethod
from milepost.record.canonical import Json
from milepost.statistics.estimate import Estimate, probability_positive


def series_story(of: SeriesReadOut) -> Story:
    """Word a series' read-out; a number that may not be shown is a dash."""
    primary = of.metrics[0]
    grade = f"Grade {of.grade}: modelled or not randomised: an association, no proof."
    strength = [] if primary.strength is None else [strength_said(primary.strength, "when it began", primary.metric)]
    tables = (_effects(of), _shape(of), *((_money(of, of.net),) if of.net is not None else ()))
    return Story(message=of.sentence, lines=(_trust(of), grade, *strength), tables=tables)


def series_data(of: SeriesReadOut) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1` for a series; what may not be shown is null."""
    return {
        "series": {
            "method": of.method.value,
            "starts": of.starts.isoformat(),
            "step": of.step,
            "from": of.days[0].isoformat(),
            "to": of.days[1].isoformat(),
            "season": of.season,
        },
        "srm": None,
        "arms": [{"arm": "before", "n": of.before}, {"arm": "after", "n": of.after}],
        "metrics": [_metric_data(each, of.after) for each in of.metrics],
        "money": [] if of.net is None else [_money_data(of, of.net)],
        "grade": of.grade.value,
        "sentence": of.sentence,
        "interval": "fixed",
    }


def _trust(of: SeriesReadOut) -> str:
    season = f", with a season of {of.season}" if of.season else ""
    memory = [f"{each.effect.memory:.2f} ({each.metric})" for each in of.metrics if each.effect is not None]
    remembered = f" Each error remembers this much of the last: {', '.join(memory)}." if memory else ""
    return (
        f"One row a {of.step} from {of.days[0]} to {of.days[1]}{season}: {of.before} before {of.starts}, {of.after} "
        f"after.{remembered}"
    )


def _effects(of: SeriesReadOut) -> Table:
    return Table(
        title=f"Sum over the {of.after} {of.step}s after, against what the series before leads one to expect",
        columns=columns(
            "Metric", "Expected", "Effect", "95% interval", "p", "Phase, if nothing else began",
            right=("Expected", "Effect", "95% interval", "p"),
        ),
        rows=tuple(_reading(each) for each in of.metrics),
        note=" ".join(_method(of)),
    )  # fmt: skip


def _method(of: SeriesReadOut) -> Iterator[str]:
    if of.method is SeriesMethod.BEFORE_AFTER:
        yield "Difference of means before and after, with errors that remember the last one (AR(1))."
    else:
        yield "Segmented regression (Wagner et al. 2002) with errors that remember the last one (AR(1))."
    effect = of.metrics[0].effect
    if effect is not None:
        plain, hac = (_interval(each) for each in (effect.plain, effect.newey_west))
        yield f"Plain errors would say {plain}, Newey-West's {hac}: too narrow where errors remember."


def _reading(of: SeriesReading) -> tuple[str, ...]:
    phase = f"{SYMBOLS[of.phase]} {of.phase}"
    if of.effect is None:
        return (of.metric, *(NOTHING,) * 4, phase)
    total = of.effect.total
    digits = places(total.standard_error)
    return (
        of.metric,
        fixed(of.effect.expected, digits),
        signed(total.effect, digits),
        _interval(total),
        number(total.p_value, 3),
        phase,
    )


def _interval(of: Estimate) -> str:
    digits = places(of.standard_error)
    return f"{fixed(of.low, digits)} to {fixed(of.high, digits)}"


def _shape(of: SeriesReadOut) -> Table:
    return Table(
        title=f"How it changed, per {of.step}",
        columns=columns("Metric", "Change", "Estimate", "95% interval", right=("Estimate", "95% interval")),
        rows=tuple(row for each in of.metrics for row in _changes(each)),
    )


def _changes(of: SeriesReading) -> Iterator[tuple[str, ...]]:
    if of.effect is None:
        return
    for name, found in (("level, at once", of.effect.level), ("slope, per period", of.effect.slope)):
        if found is not None:
            yield of.metric, name, signed(found.effect, places(found.standard_error)), _interval(found)


def _money(of: SeriesReadOut, net: Estimate) -> Table:
    digits = 2 if max(abs(net.low), abs(net.high)) < 100_000 else 0
    return Table(
        title=f"Net value in {of.currency}, over the {of.after} {of.step}s after",
        columns=columns(
            "At least", "Estimate", "95% interval", "P(>0)", right=("At least", "Estimate", "95% interval", "P(>0)")
        ),
        rows=(
            (
                fixed(net.lower95, digits),
                fixed(net.effect, digits),
                f"{fixed(net.low, digits)} to {fixed(net.high, digits)}",
                chance(probability_positive(net)),
            ),
        ),
        note=f"At least: one-sided 95% bound. Cost, once: {of.cost:,.2f}.",
    )


def _metric_data(of: SeriesReading, after: int) -> Json:
    effect = of.effect
    total = effect.total if effect else None
    return {
        "metric": of.metric,
        "arm": "after",
        "expected": effect.expected if effect else None,
        "effect": total.effect if total else None,
        "effect_per_period": total.effect / after if total else None,
        "ci95": [total.low, total.high] if total else None,
        "lower95": total.lower95 if total else None,
        "upper95": total.upper95 if total else None,
        "relative": total.effect / effect.expected if effect and total and effect.expected > 0 else None,
        "p_value": total.p_value if total else None,
        "level_change": _change(effect.level) if effect else None,
        "slope_change": _change(effect.slope) if effect and effect.slope else None,
        "memory": effect.memory if effect else None,
        "beside": {
            "plain_ci95": [effect.plain.low, effect.plain.high],
            "newey_west_ci95": [effect.newey_west.low, effect.newey_west.high],
        }
        if effect
        else None,
        "phase": of.phase.value,
        "hidden_cause": strength_data(of.strength),
    }


def _change(of: Estimate) -> Json:
    return {"estimate": of.effect, "ci95": [of.low, of.high]}


def _money_data(of: SeriesReadOut, net: Estimate) -> Json:
    return {
        "arm": "after",
        "currency": of.currency,
        "net": cents(net.effect),
        "net_ci95": [cents(net.low), cents(net.high)],
        "net_lower95": cents(net.lower95),
        "net_upper95": cents(net.upper95),
        "roi": net.effect / float(of.cost) if of.cost else None,
        "roi_ci95": [net.low / float(of.cost), net.high / float(of.cost)] if of.cost else None,
        "probability_positive": probability_positive(net),
        "cost": cents(float(of.cost)),
    }
