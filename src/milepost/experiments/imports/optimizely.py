"""Optimizely: the results page's CSV, a row for each variation and metric."""

from collections.abc import Iterator

from milepost.experiments.imports.export import Export, Form, Row
from milepost.experiments.imports.result import Asked, Result, Side, Stated

# The project's setting, which the export doesn't tell; 90% unless somebody changed it.
CONFIDENCE = 0.90
_SHARE, _VISITORS = "unique conversions", "visitors"
_CAUTION = (
    "The interval is Optimizely's own, always-valid and of the project's level, which the export does not tell: it is "
    "read as 90%, the default."
)


def _listed(export: Export) -> Iterator[Asked]:
    for metric, rows in _metrics(export).items():
        base = [each for each in rows if export.text(each[1], "baseline").lower() == "true"]
        control = export.text((base or rows)[0][1], "variant")
        for _, row in rows:
            if (variant := export.text(row, "variant")) != control:
                yield Asked(test=export.text(row, "test") or None, metric=metric, control=control, treatment=variant)


def _metrics(export: Export) -> dict[str, list[tuple[int, Row]]]:
    found: dict[str, list[tuple[int, Row]]] = {}
    for at in export.rows:
        found.setdefault(_metric(export, at[1]), []).append(at)
    return found


def _metric(export: Export, row: Row) -> str:
    """Name a metric by its event and what of it is counted: one event has several."""
    counted = export.text(row, "counted")
    return export.text(row, "metric") + (f" ({counted})" if counted else "")


def _read(export: Export, asked: Asked) -> Result:
    known = _metrics(export)
    wanted = asked.metric if asked.metric in known else None
    # A metric may be named by its event alone where only one thing of it is counted.
    same = [each for each in known if export.text(known[each][0][1], "metric") == asked.metric]
    rows = known.get(wanted or (same[0] if len(same) == 1 else ""), [])
    if not rows:
        export.one("metric", asked.metric, "metric", export.rows)
        rows = [at for each in same for at in known[each]]
    rows = export.one("test", asked.test, "test", rows)
    picked = {name: export.one("variant", name, "variant", rows) for name in (asked.control, asked.treatment)}
    control, treatment = (export.single(each, f"{name!r} and {asked.metric!r}") for name, each in picked.items())
    sides = _side(export, control), _side(export, treatment)
    stated = _stated(export, control, treatment)
    return Result(
        asked=asked,
        control=sides[0],
        treatment=sides[1],
        stated=None if sides[1].is_share else stated,
        claimed=None if stated is None or stated.is_relative else stated.effect,
        sizes=tuple(_sizes(export, rows)),
        caution="" if sides[1].is_share else _CAUTION,
    )


def _side(export: Export, at: tuple[int, Row]) -> Side:
    row, total = at[1], export.number(at, "numerator")
    is_per_visitor = export.text(row, "per").lower() in {"", _VISITORS}
    units = export.count(at, "denominator") if is_per_visitor else None
    mean = export.number(at, "value")
    if units is not None and total is not None:
        mean = total / units
    is_share = is_per_visitor and export.text(row, "counted").lower() == _SHARE and mean is not None and 0 <= mean <= 1
    variance = mean * (1 - mean) if is_share and mean is not None else None
    return Side(name=export.text(row, "variant"), units=units, mean=mean, variance=variance, is_share=is_share)


def _stated(export: Export, control: tuple[int, Row], treatment: tuple[int, Row]) -> Stated | None:
    """Read the improvement over the baseline, turned round where the baseline is what is called the treatment."""
    control_is, treatment_is = (export.text(each[1], "baseline").lower() == "true" for each in (control, treatment))
    if treatment_is and not control_is:
        stated = _improvement(export, control, _side(export, treatment))
        return None if stated is None else stated.mirrored()
    return _improvement(export, treatment, _side(export, control)) if control_is else None


def _improvement(export: Export, at: tuple[int, Row], base: Side) -> Stated | None:
    effect, low, high = (export.number(at, field) for field in ("improvement", "low", "high"))
    if effect is None or low is None or high is None:
        return None
    return Stated(effect=effect, low=low, high=high, confidence=CONFIDENCE).times(base.mean)


def _sizes(export: Export, rows: list[tuple[int, Row]]) -> Iterator[tuple[str, int]]:
    for at in rows:
        side = _side(export, at)
        if side.units is not None:
            yield side.name, side.units


FORMS = (
    Form(
        name="results CSV of the results page",
        seen="column reference for campaigns and experiments, and exports of 2023",
        columns={
            "test": ("Experiment Name", "Experiment ID", "Campaign Name"),
            "variant": ("Variation Name",),
            "baseline": ("Is Baseline Variation",),
            "metric": ("Metric Event Name", "Metric Name"),
            "counted": ("Metric Numerator Type",),
            "per": ("Metric Denominator Type",),
            "numerator": ("Numerator Value",),
            "denominator": ("Denominator Value",),
            "value": ("Metric Value",),
            "improvement": ("Improvement Value from Baseline",),
            "low": ("Confidence Interval - Low",),
            "high": ("Confidence Interval - High",),
        },
        needed=("variant", "metric", "counted", "numerator", "denominator", "value"),
        listed=_listed,
        read=_read,
    ),
)
