"""GrowthBook: the CSV of an experiment's results, a row for each metric and variation. The file is the test."""

from collections.abc import Iterator

from milepost.experiments.imports.export import Export, Form, Row
from milepost.experiments.imports.result import Asked, Result, Side, Stated, is_share
from milepost.kernel.finding import Refused

CONFIDENCE = 0.95


def _listed(export: Export) -> Iterator[Asked]:
    metrics: dict[str, list[tuple[int, Row]]] = {}
    for at in export.rows:
        metrics.setdefault(export.text(at[1], "metric"), []).append(at)
    for metric, rows in metrics.items():
        control = _baseline(export, rows)
        for variant in dict.fromkeys(export.text(row, "variant") for _, row in rows):
            if variant != control:
                yield Asked(test=None, metric=metric, control=control, treatment=variant)


def _baseline(export: Export, rows: list[tuple[int, Row]]) -> str:
    """Return the variation that the others are held against: the one without a change, else the first."""
    without = [each for each in rows if not export.text(each[1], "change")]
    return export.text((without if len(without) == 1 else rows)[0][1], "variant")


def _read(export: Export, asked: Asked) -> Result:
    rows = export.one("metric", asked.metric, "metric", export.rows)
    picked = {name: export.one("variant", name, "variant", rows) for name in (asked.control, asked.treatment)}
    control, treatment = (export.single(each, f"{name!r} and {asked.metric!r}") for name, each in picked.items())
    first = _baseline(export, rows)
    sides = _side(export, control), _side(export, treatment)
    # Changes are told against the baseline; where that is what is called the treatment, they are turned round.
    turned = -1 if first == asked.treatment else 1
    told, base = (control, sides[1]) if turned < 0 else (treatment, sides[0])
    is_told = first in {asked.control, asked.treatment}
    stated = _stated(export, told, base) if is_told else None
    change = export.number(told, "change") if is_told else None
    sizes = ((export.text(at[1], "variant"), export.count(at, "users")) for at in rows)
    return Result(
        asked=asked,
        control=sides[0],
        treatment=sides[1],
        stated=stated.mirrored() if stated is not None and turned < 0 else stated,
        claimed=None if change is None or base.mean is None else turned * change * base.mean,
        sizes=tuple((name, units) for name, units in sizes if units is not None),
    )


def _side(export: Export, at: tuple[int, Row]) -> Side:
    units, mean, deviation = export.count(at, "users"), export.number(at, "mean"), export.number(at, "deviation")
    if deviation is not None and deviation < 0:
        raise Refused(export.bad(at[0], "deviation", f"{deviation:g} is no standard deviation"))
    variance = None if deviation is None else deviation**2
    name = export.text(at[1], "variant")
    return Side(name=name, units=units, mean=mean, variance=variance, is_share=is_share(mean, variance))


def _stated(export: Export, at: tuple[int, Row], base: Side) -> Stated | None:
    effect, low, high = (export.number(at, field) for field in ("change", "low", "high"))
    if effect is None or low is None or high is None:
        return None
    stated = Stated(effect=effect, low=low, high=high, confidence=CONFIDENCE, p_value=export.number(at, "p"))
    return stated.times(base.mean)


FORMS = (
    Form(
        name="CSV of an experiment's results",
        seen="GrowthBook's own source, its download button: 2022 (no deviations), 2023 and after, 2025",
        columns={
            "metric": ("metric", "metricName"),
            "variant": ("variation", "variant", "variantName"),
            "users": ("users",),
            "mean": ("perUserValue", "value", "conversionRate"),
            "deviation": ("perUserValueStdDev",),
            "change": ("percentChange",),
            "p": ("percentChangePValue",),
            "low": ("percentChangeCILower",),
            "high": ("percentChangeCIUpper",),
        },
        needed=("metric", "variant", "users", "mean"),
        listed=_listed,
        read=_read,
    ),
)
